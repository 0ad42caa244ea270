// The plain page: what is shown is kept in the address (#actor=mali&on=2023-08-15,
// and public=1 for only what was public that day), so that a link says what its reader sees, and going back works.
import { ask, Trouble } from './plain-ask.js';
import { byId, el } from './plain-dom.js';
import { pictureOf } from './plain-picture.js';
import { queryBox, troubleList } from './plain-query.js';
import { findActors, searchField } from './plain-search.js';
import { listOf, readTies } from './plain-ties.js';
import { counted, dayInWords, dayLater, isDay, lower, mood } from './plain-words.js';

const serviceQuery = /* GraphQL */ `
  query Service {
    service {
      version
      store
      newest { number time }
      actors
      relations
      firstDay
      lastDay
    }
  }
`;

const opening = { actor: 'mali', on: '2023-08-15', publicOnly: false };

/** @typedef {{actor: string, on: string, publicOnly: boolean}} State */

/** @type {State} */
let state = opening;
let reading = new AbortController();

/** @type {HTMLInputElement} */
const onField = byId('on');
/** @type {HTMLInputElement} */
const publicField = byId('public');
const heading = byId('ties-heading');
const status = byId('ties-status');
const claims = byId('claims');
const drawing = byId('drawing');
const pictureNote = byId('picture-note');
const who = searchField((id) => go({ ...state, actor: id }));

/** @param {State} to */
const address = ({ actor, on, publicOnly }) => `#${new URLSearchParams({ actor, on, ...(publicOnly && { public: '1' }) })}`;

/**
 * The address of another actor's ties on the same day.
 * @param {string} id
 */
const link = (id) => address({ ...state, actor: id });

/**
 * Reads what an address asks for; null if it names a place on the page instead.
 * @param {string} hash
 * @returns {State | null}
 */
function stateOf(hash) {
  if (hash === '') return opening;
  const asked = new URLSearchParams(hash.slice(1));
  const actor = asked.get('actor');
  const on = asked.get('on');
  const only = asked.get('public');
  if (actor === null && on === null && only === null) return null;
  return { actor: actor || opening.actor, on: on || opening.on, publicOnly: only === '1' };
}

/** @param {State} to */
function go(to) {
  location.hash = address(to);
}

/**
 * Goes some days on; from what is no day, to the opening day.
 * @param {number} days
 */
function step(days) {
  go({ ...state, on: isDay(state.on) ? dayLater(state.on, days) : opening.on });
}

/** Shows what the address asks for, if that is something else than what is shown. */
function follow() {
  const asked = stateOf(location.hash);
  if (!asked || address(asked) === address(state)) return;
  state = asked;
  show();
}

/** Reads and shows the ties of the state. */
async function show() {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  const asked = state;
  const { actor, on } = asked;
  claims.setAttribute('aria-busy', 'true');
  status.textContent = 'Reading the record …';
  const known = isDay(on);
  onField.value = known ? on : '';
  publicField.checked = asked.publicOnly;
  if (actor !== named.id) name(actor, actor);
  try {
    if (!known) return await showNoDay(asked, signal);
    const answer = await readTies(asked, null, signal);
    if (answer) showAnswer(answer, asked);
    else await showUnknown(actor, signal);
  } catch (error) {
    if (!signal.aborted) failWith(error);
  }
}

/** The actor whose name stands in the search field. */
let named = { id: opening.actor, name: 'Mali' };

/**
 * Puts an actor into the search field; who is not known yet goes by the id.
 * @param {string} id
 * @param {string} as
 */
function name(id, as) {
  named = { id, name: as };
  who.show(as);
}

/** @param {State} asked */
const when = ({ on, publicOnly }) => `on ${dayInWords(on)}${publicOnly ? ', by what was public that day' : ''}`;

/**
 * @param {import('./plain-ties.js').Answer} answer
 * @param {State} asked
 */
function showAnswer(answer, asked) {
  const { actor } = answer;
  title(`${actor.name} ${when(asked)}`);
  name(asked.actor, actor.name);
  const all = [...answer.claims, ...answer.throughOffices, ...answer.before];
  status.textContent = summary(answer);
  claims.removeAttribute('aria-busy');
  claims.replaceChildren(all.length ? listOf(answer, link) : nothingThen(actor.name, asked));
  if (answer.next) claims.append(moreButton(answer, asked));
  drawPicture(actor, answer.claims);
  openOn = answer.claims.some((claim) => claim.period.open) ? asked.on : '';
  showCaveat();
  if (answer.claims.length > 0) takeAlong(actor.id, asked);
  else byId('take').hidden = true;
}

/**
 * Leads to the files that hold the relations shown.
 * @param {string} actor
 * @param {State} asked
 */
function takeAlong(actor, { on, publicOnly }) {
  const selection = new URLSearchParams({ actors: actor, on, ...(publicOnly && { publishedBy: on }) });
  for (const format of ['csv', 'graphml']) byId(`take-${format}`).setAttribute('href', `/export/${format}?${selection}`);
  byId('take').hidden = false;
}

/** @param {string} text */
function title(text) {
  heading.textContent = text;
  document.title = `${text} – Entente`;
}

/**
 * @param {{id: string, name: string}} actor
 * @param {import('./plain-ties.js').Claim[]} some
 */
function drawPicture(actor, some) {
  const { drawing: drawn, shown, all } = pictureOf(actor, some, link);
  byId('picture').hidden = all === 0;
  drawing.replaceChildren(drawn);
  pictureNote.textContent = shown < all ? `The ${shown} strongest of ${all} are drawn; the list has all.` : '';
}

/** @param {import('./plain-ties.js').Answer} answer */
function summary({ actor, claims: some, throughOffices, total }) {
  const all = [...some, ...throughOffices];
  const undone = all.filter((claim) => mood(claim.modality) === 'undone').length;
  const judged = all.filter((claim) => mood(claim.modality) === 'judged').length;
  return [
    `${lower(actor.kind)}, ${counted(total, 'relation')} that day`,
    throughOffices.length > 0 && `${throughOffices.length} more through its offices`,
    undone > 0 && `${undone} not reported as done`,
    judged > 0 && counted(judged, 'judgment'),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * @param {import('./plain-ties.js').Answer} answer what is shown so far
 * @param {State} asked
 */
function moreButton(answer, asked) {
  const button = el('button', { type: 'button', class: 'more' }, `Show more of the ${answer.total.toLocaleString('en-US')}`);
  button.addEventListener('click', async () => {
    button.disabled = true;
    button.textContent = 'Reading …';
    try {
      const more = await readTies(asked, answer.next, reading.signal);
      if (!more) return;
      showAnswer({ ...answer, claims: [...answer.claims, ...more.claims], next: more.next }, asked);
      status.textContent = `${counted(answer.claims.length + more.claims.length, 'relation')} of ${answer.total} are shown`;
    } catch (error) {
      if (!reading.signal.aborted) button.replaceWith(trouble(error));
    }
  });
  return button;
}

/**
 * @param {string} actor its name
 * @param {State} asked
 */
function nothingThen(actor, asked) {
  const { first, last } = reach;
  const inReach = first && last ? ` It reaches from ${dayInWords(first)} to ${dayInWords(last)}.` : '';
  return el('p', { class: 'empty' }, `The record has no relation of ${actor} ${when(asked)}.${inReach} That is silence, not proof that there was none.`);
}

/**
 * Shows that the day is none, and still whose ties were asked for.
 * @param {State} asked
 * @param {AbortSignal} signal
 */
async function showNoDay({ actor, on }, signal) {
  fail(`${on} – not a day`, 'Write a day of the calendar as year, month, day: 2023-08-15.');
  const found = (await findActors(actor.replaceAll('-', ' '), signal)).find((hit) => hit.actor.id === actor);
  if (found) name(actor, found.actor.name);
}

/**
 * @param {string} id
 * @param {AbortSignal} signal
 */
async function showUnknown(id, signal) {
  const near = await findActors(id.replaceAll('-', ' '), signal);
  fail(
    'Nobody by that id',
    near.length ? `The record has no actor “${id}”. Perhaps one of these is meant:` : `The record has no actor “${id}”. Search for a name above.`,
    near.length > 0 && el('ul', { class: 'near' }, ...near.map(({ actor }) => el('li', {}, el('a', { href: link(actor.id) }, actor.name), ` ${lower(actor.kind)}`))),
  );
}

/**
 * Shows that there is no answer, and why.
 * @param {string} what
 * @param {string} why
 * @param {...import('./plain-dom.js').Child} more
 */
function fail(what, why, ...more) {
  title(what);
  status.textContent = why;
  claims.removeAttribute('aria-busy');
  claims.replaceChildren(...more.filter((child) => child instanceof Node));
  openOn = '';
  showCaveat();
  byId('picture').hidden = true;
  byId('take').hidden = true;
}

/** @param {unknown} error */
function failWith(error) {
  const again = el('button', { type: 'button', class: 'more' }, 'Try again');
  again.addEventListener('click', () => {
    show();
    showService();
  });
  fail('No answer', 'The ties could not be read.', trouble(error), again);
}

/** @param {unknown} error */
function trouble(error) {
  return error instanceof Trouble ? troubleList(error.message, error.details) : troubleList(String(error), []);
}

/** The first and last day that the record knows, once the service has said so. */
const reach = { first: '', last: '' };
/** The day shown, if a relation that is still open is among what is shown. */
let openOn = '';

/** Says, on a day after what the record covers, that open relations are not news of that day. */
function showCaveat() {
  const { last } = reach;
  const caveat = byId('caveat');
  caveat.hidden = !(last && openOn > last);
  caveat.textContent = caveat.hidden ? '' : `The newest relation in the record begins on ${dayInWords(last)}; what is still open is shown as recorded, and may have ended since.`;
}

/** Says whether the service is alive, and what it holds. */
async function showService() {
  const line = byId('service');
  const text = byId('service-text');
  try {
    const { service } = await ask(serviceQuery);
    reach.first = service.firstDay ?? '';
    reach.last = service.lastDay ?? '';
    showCaveat();
    line.className = 'service alive';
    line.title = `Entente ${service.version}, newest revision of ${service.newest.time}`;
    text.textContent = `${counted(service.actors, 'actor')} · ${counted(service.relations, 'relation')} · revision ${service.newest.number} · ${service.store} · ${service.version}`;
  } catch (error) {
    line.className = 'service away';
    text.textContent = error instanceof Trouble ? [error.message, ...error.details].join(' ') : String(error);
  }
}

/** Links to a place on this page move there and leave the address alone: it holds the state. */
function placesOnThisPage() {
  for (const place of document.querySelectorAll('a[href^="#"]')) {
    const id = place.getAttribute('href')?.slice(1) ?? '';
    const target = id.includes('=') ? null : document.getElementById(id);
    place.addEventListener('click', (event) => {
      if (!target) return;
      event.preventDefault();
      target.focus({ preventScroll: true });
      target.scrollIntoView();
    });
  }
}

onField.addEventListener('change', () => onField.validity.valid && go({ ...state, on: onField.value }));
publicField.addEventListener('change', () => go({ ...state, publicOnly: publicField.checked }));
byId('day-before').addEventListener('click', () => step(-1));
byId('day-after').addEventListener('click', () => step(1));
byId('ask').addEventListener('submit', (event) => event.preventDefault());
window.addEventListener('hashchange', follow);

placesOnThisPage();
showService();
state = stateOf(location.hash) ?? opening;
show();
queryBox();
