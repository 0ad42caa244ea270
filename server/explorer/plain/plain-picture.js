// The picture beside the list: the actor in the middle, the others around it, a line
// for each relation. The list says the same in words, so the picture is for eyes only.
import { svg } from './plain-dom.js';
import { mood, sign } from './plain-words.js';

/** @typedef {import('./plain-ties.js').Claim} Claim */
/** @typedef {{id: string, name: string, claims: Claim[], net: number, strength: number}} Neighbor */

// More than this many names around the circle can no longer be read.
const roomForNeighbors = 26;
// More parallel lines than this between two actors cannot be told apart.
const roomForLines = 4;
const width = 700;
// A row of names must not touch the next; a few rows share this height instead.
const leastRow = 34;
const comfortableHeight = 430;
// How many characters fit beside a dot, and across the middle.
const labelLine = 26;
const centerLine = 17;
const labelHeight = 15;
const centerHeight = 24;

/**
 * Draws the relations of an actor.
 * @param {{id: string, name: string}} center
 * @param {Claim[]} claims
 * @param {(id: string) => string} link gives the address of another actor's ties
 * @returns {{drawing: SVGElement, shown: number, all: number}}
 */
export function pictureOf(center, claims, link) {
  const all = neighborsOf(center.id, claims);
  const shown = all.toSorted((a, b) => b.strength - a.strength || a.id.localeCompare(b.id)).slice(0, roomForNeighbors);
  shown.sort((a, b) => b.net - a.net || a.name.localeCompare(b.name));
  const height = Math.max(comfortableHeight, Math.ceil(shown.length / 2) * leastRow + 60);
  const middle = { x: width / 2, y: height / 2 };
  const places = placesAround(shown.length, middle);
  const lines = svg('g', {});
  const names = svg('g', {});
  shown.forEach((neighbor, i) => {
    const place = /** @type {{x: number, y: number}} */ (places[i]);
    neighbor.claims.slice(0, roomForLines).forEach((claim, n, some) => lines.append(line(claim, center, middle, place, n - (some.length - 1) / 2)));
    names.append(name(neighbor, place, middle, link));
  });
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, lines, names, centerName(center.name, middle));
  return { drawing, shown: shown.length, all: all.length };
}

/**
 * Groups claims by the actor at the other end.
 * @param {string} id
 * @param {Claim[]} claims
 */
function neighborsOf(id, claims) {
  /** @type {Map<string, Neighbor>} */
  const found = new Map();
  for (const claim of claims) {
    const other = claim.from.id === id ? claim.to : claim.from;
    const neighbor = found.get(other.id) ?? { id: other.id, name: other.name, claims: [], net: 0, strength: 0 };
    neighbor.claims.push(claim);
    neighbor.net += claim.weight * claim.confidence;
    neighbor.strength += Math.abs(claim.weight) * claim.confidence;
    found.set(other.id, neighbor);
  }
  return [...found.values()];
}

/**
 * Places names on an ellipse, clockwise from the top right, in rows of equal height
 * so that no two names of a side touch.
 * @param {number} count
 * @param {{x: number, y: number}} middle
 */
function placesAround(count, middle) {
  const right = Math.ceil(count / 2);
  const radius = { x: 165, y: middle.y - 22 };
  const side = (/** @type {number} */ n, /** @type {number} */ of, /** @type {1 | -1} */ way) => {
    const y = middle.y + ((n + 0.5) / of - 0.5) * 2 * radius.y;
    const x = middle.x + way * Math.max(70, radius.x * Math.sqrt(Math.max(0, 1 - ((y - middle.y) / (radius.y + 8)) ** 2)));
    return { x, y };
  };
  const places = [];
  for (let i = 0; i < right; i++) places.push(side(i, right, 1));
  for (let i = count - right - 1; i >= 0; i--) places.push(side(i, count - right, -1));
  return places;
}

/**
 * Draws a relation as a bent line, from its source to its target. Its color and its
 * end say the sign of the weight, its dashes whether it is said to be done.
 * @param {Claim} claim
 * @param {{id: string, name: string}} center
 * @param {{x: number, y: number}} middle
 * @param {{x: number, y: number}} place
 * @param {number} bend 0 for straight, ±0.5, ±1 … for parallel lines
 */
function line(claim, center, middle, place, bend) {
  const outward = claim.from.id === center.id;
  const far = Math.hypot(place.x - middle.x, place.y - middle.y) || 1;
  const unit = { x: (place.x - middle.x) / far, y: (place.y - middle.y) / far };
  const side = { x: -unit.y * bend * 26, y: unit.x * bend * 26 };
  const clear = roundTheName(center.name, unit);
  const near = { x: middle.x + unit.x * clear + side.x * 0.45, y: middle.y + unit.y * clear + side.y * 0.45 };
  const end = { x: place.x - unit.x * 12 + side.x * 0.25, y: place.y - unit.y * 12 + side.y * 0.25 };
  const [a, b] = outward ? [near, end] : [end, near];
  const mid = { x: (near.x + end.x) / 2 + side.x, y: (near.y + end.y) / 2 + side.y };
  const kind = sign(claim.weight);
  return svg(
    'g',
    { class: `edge ${kind} ${mood(claim.modality)}` },
    svg('title', {}, `${claim.from.name} ${claim.kind.label} ${claim.to.name}`),
    svg('path', { class: 'line', d: `M${round(a)} Q${round(mid)} ${round(b)}` }),
    head(kind, mid, b),
    claim.kind.symmetric && head(kind, mid, a),
  );
}

/**
 * How far from the middle a line must start to stay clear of the name there.
 * @param {string} name
 * @param {{x: number, y: number}} unit its direction
 */
function roundTheName(name, unit) {
  const lines = wrapped(name, centerLine, 3);
  const half = { x: Math.max(...lines.map((part) => part.length)) * 6 + 22, y: 30 + ((lines.length - 1) * centerHeight) / 2 };
  return 1 / Math.hypot(unit.x / half.x, unit.y / half.y);
}

/**
 * Draws the end of a line: a filled head above 0, a bar across below 0, a ring at 0.
 * @param {string} kind
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} at
 */
function head(kind, from, at) {
  const turn = (Math.atan2(at.y - from.y, at.x - from.x) * 180) / Math.PI;
  const shape = {
    positive: () => svg('path', { class: 'head', d: 'M0-4 8 0 0 4z' }),
    negative: () => svg('path', { class: 'bar', d: 'M1-5.5v11' }),
    neutral: () => svg('circle', { class: 'ring', cx: 3, cy: 0, r: 3 }),
  }[kind];
  return svg('g', { transform: `translate(${round(at)}) rotate(${turn.toFixed(1)})` }, shape?.() ?? null);
}

const round = (/** @type {{x: number, y: number}} */ { x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/**
 * @param {Neighbor} neighbor
 * @param {{x: number, y: number}} place
 * @param {{x: number, y: number}} middle
 * @param {(id: string) => string} link
 */
function name(neighbor, place, middle, link) {
  const right = place.x >= middle.x;
  const more = neighbor.claims.length > roomForLines ? ` +${neighbor.claims.length - roomForLines}` : '';
  return svg(
    'a',
    { href: link(neighbor.id), tabindex: -1 },
    svg('title', {}, neighbor.name),
    svg('circle', { class: 'dot', cx: place.x.toFixed(1), cy: place.y.toFixed(1), r: 4 }),
    label(wrapped(neighbor.name, labelLine, 2, more), { x: place.x + (right ? 10 : -10), y: place.y + 4.5 }, labelHeight, { 'text-anchor': right ? 'start' : 'end' }),
  );
}

/**
 * @param {string} text
 * @param {{x: number, y: number}} middle
 */
function centerName(text, middle) {
  return label(wrapped(text, centerLine, 3), { x: middle.x, y: middle.y + 6 }, centerHeight, { class: 'center', 'text-anchor': 'middle' });
}

/**
 * Draws lines of text, centered on a height.
 * @param {string[]} lines
 * @param {{x: number, y: number}} at
 * @param {number} apart from one base line to the next
 * @param {Record<string, string>} attributes
 */
function label(lines, at, apart, attributes) {
  const x = at.x.toFixed(1);
  const top = at.y - ((lines.length - 1) * apart) / 2;
  return svg('text', attributes, ...lines.map((part, i) => svg('tspan', { x, y: (top + i * apart).toFixed(1) }, part)));
}

/**
 * Breaks a text between words. What does not fit into the last line is cut.
 * @param {string} text
 * @param {number} longest how many characters a line holds
 * @param {number} most how many lines there may be
 * @param {string} after what stands at the end and is never cut
 */
function wrapped(text, longest, most, after = '') {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (lines.length === most || last.length + 1 + word.length <= longest) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const cut = lines.map((part) => (part.length > longest ? `${part.slice(0, longest - 1).trimEnd()}…` : part));
  cut.push((cut.pop() ?? '') + after);
  return cut;
}
