// An actor's relations on a day: what is asked of the service, and the list of it.
import { ask } from './plain-ask.js';
import { el, svg } from './plain-dom.js';
import { counted, dateInWords, dayLater, gradeInWords, lower, modalityInWords, mood, sign, weightInWords } from './plain-words.js';

const claimFields = /* GraphQL */ `
  fragment Claim on Relation {
    id
    from { id name kind }
    kind { name label class symmetric }
    to { id name kind }
    about {
      __typename
      ... on Actor { id name }
      ... on Event { id name }
      ... on Topic { text }
    }
    period { written inWords open }
    weight
    confidence
    confidenceWord
    modality
    disputed
    likelihood
    note
    evidence(first: 4) {
      totalCount
      nodes {
        id
        quotation
        saidBy { id name }
        saidByText
        stance
        grade { reliability credibility }
        note
        source { title publisher published address }
      }
    }
  }
`;

const tiesQuery = /* GraphQL */ `
  query Ties($id: ID!, $on: Date!, $publishedBy: Date, $after: String) {
    actor(id: $id) {
      id
      name
      kind
      description
      relations(filter: { on: $on, publishedBy: $publishedBy }, first: 50, after: $after) {
        totalCount
        countIsExact
        pageInfo { hasNextPage endCursor }
        nodes { ...Claim }
      }
    }
  }
  ${claimFields}
`;

const beforeQuery = /* GraphQL */ `
  query Before($id: ID!, $first: Date!, $last: Date!, $publishedBy: Date) {
    actor(id: $id) {
      relations(filter: { class: ACT, during: { first: $first, last: $last }, publishedBy: $publishedBy }, first: 20) {
        nodes { ...Claim }
      }
    }
  }
  ${claimFields}
`;

const officesQuery = /* GraphQL */ `
  query Offices($id: ID!, $on: Date!, $publishedBy: Date) {
    actor(id: $id) {
      relations(filter: { kinds: [OFFICE_OF], on: $on, publishedBy: $publishedBy }, direction: IN, first: 5) {
        nodes {
          from {
            relations(filter: { kinds: [HOLDS_OFFICE], on: $on, publishedBy: $publishedBy }, direction: IN, first: 3) {
              nodes {
                from {
                  relations(filter: { class: ACT, on: $on, publishedBy: $publishedBy }, first: 10) {
                    nodes { ...Claim }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
  ${claimFields}
`;

// A group shows this many at first, so that what stands below it stays in reach.
const roomInGroup = 8;

// How many days before the one asked about are looked at for acts that led to it.
const daysBefore = 30;

/** @typedef {{id: string, name: string, kind: string}} Actor */

/**
 * @typedef {object} Evidence
 * @property {string} id
 * @property {string} quotation
 * @property {{id: string, name: string} | null} saidBy
 * @property {string | null} saidByText
 * @property {'SUPPORTS' | 'DISPUTES'} stance
 * @property {{reliability: string, credibility: number}} grade
 * @property {string | null} note
 * @property {{title: string, publisher: string | null, published: string | null, address: string | null}} source
 */

/**
 * @typedef {object} Claim
 * @property {string} id
 * @property {Actor} from
 * @property {{name: string, label: string, class: 'TIE' | 'ACT', symmetric: boolean}} kind
 * @property {Actor} to
 * @property {{__typename: string, id?: string, name?: string, text?: string} | null} about
 * @property {{written: string, inWords: string, open: boolean}} period
 * @property {number} weight
 * @property {number} confidence
 * @property {string} confidenceWord
 * @property {string} modality
 * @property {boolean} disputed
 * @property {string | null} likelihood the source's own word, as "likely"
 * @property {string | null} note
 * @property {{totalCount: number, nodes: Evidence[]}} evidence
 */

/**
 * @typedef {object} Answer
 * @property {Actor & {description: string | null}} actor
 * @property {Claim[]} claims
 * @property {Claim[]} throughOffices acts of those who hold the actor's offices
 * @property {Claim[]} before acts of the thirty days before
 * @property {number} total how many claims there are, loaded or not
 * @property {string | null} next the cursor after which more can be read
 */

/**
 * Reads an actor's relations on a day, or the next page of them; null if the record
 * does not know the actor.
 * @param {{actor: string, on: string, publicOnly: boolean}} asked with publicOnly, only by evidence that was public on the day
 * @param {string | null} after
 * @param {AbortSignal} signal
 * @returns {Promise<Answer | null>}
 */
export async function readTies({ actor: id, on, publicOnly }, after, signal) {
  const publishedBy = publicOnly ? on : null;
  const days = { first: dayLater(on, -daysBefore), last: dayLater(on, -1) };
  const [{ actor }, offices, before] = await Promise.all([
    ask(tiesQuery, { id, on, publishedBy, after }, signal),
    after ? { actor: null } : ask(officesQuery, { id, on, publishedBy }, signal),
    after ? { actor: null } : ask(beforeQuery, { id, ...days, publishedBy }, signal),
  ]);
  if (!actor) return null;
  const { nodes, totalCount, pageInfo } = actor.relations;
  const seen = new Set(nodes.map((/** @type {Claim} */ claim) => claim.id));
  const notSeen = (/** @type {Claim} */ claim) => !seen.has(claim.id) && seen.add(claim.id);
  return {
    actor,
    claims: nodes,
    throughOffices: actsOfHolders(offices.actor).filter(notSeen),
    before: (before.actor?.relations.nodes ?? []).filter(notSeen),
    total: totalCount,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/**
 * @param {any} actor
 * @returns {Claim[]}
 */
function actsOfHolders(actor) {
  return (actor?.relations.nodes ?? [])
    .flatMap((/** @type {any} */ office) => office.from.relations.nodes)
    .flatMap((/** @type {any} */ holder) => holder.from.relations.nodes);
}

/**
 * Draws the list of an answer.
 * @param {Answer} answer
 * @param {(id: string) => string} link gives the address of another actor's ties
 */
export function listOf(answer, link) {
  const quotedFirst = (/** @type {Claim} */ a, /** @type {Claim} */ b) => Number(isQuoted(b)) - Number(isQuoted(a));
  const list = answer.claims.toSorted(quotedFirst);
  const groups = [
    group('Acts', 'what happened or was said', list.filter((claim) => claim.kind.class === 'ACT'), link),
    group('Through its offices', 'acts of the persons who hold them', answer.throughOffices, link),
    group('Ties', 'what lasts', list.filter((claim) => claim.kind.class === 'TIE'), link),
    group('Before', `acts of the ${daysBefore} days before`, answer.before, link),
  ];
  const whole = document.createDocumentFragment();
  for (const part of groups) if (part) whole.append(part);
  return whole;
}

const isQuoted = (/** @type {Claim} */ claim) => claim.evidence.nodes.some((piece) => piece.quotation);

/**
 * @param {string} title
 * @param {string} meaning
 * @param {Claim[]} claims
 * @param {(id: string) => string} link
 */
function group(title, meaning, claims, link) {
  if (claims.length === 0) return null;
  const list = el('ul', { class: 'claims' }, ...claims.map((claim) => el('li', {}, claimCard(claim, link))));
  return el(
    'section',
    { class: 'group' },
    el('h3', {}, title, ' ', el('small', {}, `${meaning} · ${claims.length}`)),
    list,
    claims.length > roomInGroup && allButton(list),
  );
}

/**
 * Hides what is beyond the room of a group, and gives the button that shows it.
 * @param {HTMLUListElement} list
 */
function allButton(list) {
  const beyond = [...list.children].slice(roomInGroup);
  for (const item of beyond) item.toggleAttribute('hidden', true);
  const button = el('button', { type: 'button', class: 'more' }, `Show all ${list.children.length}`);
  button.addEventListener('click', () => {
    for (const item of beyond) item.removeAttribute('hidden');
    button.remove();
    // Who came here by keyboard goes on at the first that was hidden.
    beyond[0]?.querySelector('a')?.focus({ preventScroll: true });
  });
  return button;
}

/**
 * @param {Claim} claim
 * @param {(id: string) => string} link
 */
function claimCard(claim, link) {
  const end = (/** @type {Actor} */ actor) => el('a', { href: link(actor.id) }, actor.name);
  const firm = mood(claim.modality);
  return el(
    'article',
    { class: `claim ${sign(claim.weight)} ${firm}` },
    el('p', { class: 'sentence' }, end(claim.from), ' ', el('span', { class: 'verb' }, claim.kind.label), ' ', end(claim.to), about(claim)),
    el(
      'p',
      { class: 'facts' },
      el('span', { class: 'mood' }, modalityInWords(claim.modality)),
      claim.disputed && el('span', { class: 'disputed' }, 'disputed'),
      claim.likelihood && el('span', {}, `“${claim.likelihood}” by the source`),
      el('span', { title: claim.period.written }, claim.period.inWords),
      el('span', { class: 'weight' }, scale(claim.weight), weightInWords(claim.weight)),
      el('span', {}, `confidence ${lower(claim.confidenceWord)}${claim.confidenceWord === 'NOT_JUDGED' ? '' : ` (${claim.confidence.toFixed(2)})`}`),
    ),
    claim.note && el('p', { class: 'remark' }, claim.note),
    ...claim.evidence.nodes.map(evidence),
    claim.evidence.totalCount > claim.evidence.nodes.length &&
      el('p', { class: 'by' }, `and ${counted(claim.evidence.totalCount - claim.evidence.nodes.length, 'more piece', 'more pieces')} of evidence`),
  );
}

/** @param {Claim} claim */
function about({ about: third }) {
  const what = third?.text ?? third?.name;
  return what ? el('span', { class: 'about' }, ` – ${what}`) : null;
}

/**
 * A small scale from -1 to +1 with a mark at the weight; the words stand beside it.
 * @param {number} weight
 */
function scale(weight) {
  const x = 20 + 18 * weight;
  return svg(
    'svg',
    { viewBox: '0 0 40 10', class: 'scale', 'aria-hidden': 'true' },
    svg('path', { d: 'M2 5h36M20 2v6', class: 'axis' }),
    svg('path', { d: `M20 5H${x}`, class: 'bar' }),
    svg('circle', { cx: x, cy: 5, r: 3, class: 'mark' }),
  );
}

/** @param {Evidence} piece */
function evidence(piece) {
  const { title, publisher, published, address } = piece.source;
  const safe = address && /^https?:\/\//.test(address);
  const cited = el('cite', {}, safe ? el('a', { href: address, rel: 'noreferrer' }, title) : title);
  const who = piece.saidBy?.name ?? piece.saidByText;
  return el(
    'div',
    { class: 'evidence' },
    piece.quotation && el('blockquote', {}, piece.quotation),
    el(
      'p',
      { class: 'by' },
      piece.stance === 'DISPUTES' && el('strong', {}, 'Against it: '),
      who && `${who}, in `,
      cited,
      publisher && `, ${publisher}`,
      published && `, ${dateInWords(published)}`,
      ' ',
      el('span', { class: 'grade' }, gradeInWords(piece.grade)),
      !piece.quotation && el('span', { class: 'grade' }, 'no quotation at hand'),
    ),
    piece.note && el('p', { class: 'note' }, piece.note),
  );
}
