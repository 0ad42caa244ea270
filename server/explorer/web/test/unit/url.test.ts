import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KIND_NAMES } from '../../src/data/generated';
import { ACTOR_KINDS, DATE_READINGS, DIMENSIONS, MODALITIES, SIGNS } from '../../src/state/lists';
import { DEFAULT, GROUPS, LANGUAGES, LINES, MODES, NO_FILTER, type Question, type RecordChoice, START, THEMES, type TimeChoice, type ViewState } from '../../src/state/state';
import { read, write, writeContext } from '../../src/state/url';

/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
function stream(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function randomState(next: () => number): ViewState {
  const one = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const some = <T>(all: readonly T[]): T[] => all.filter(() => next() < 0.3);
  const maybe = <T>(value: T): T | null => (next() < 0.5 ? value : null);
  const day = () => `20${String(10 + Math.floor(next() * 15))}-0${1 + Math.floor(next() * 9)}-1${Math.floor(next() * 10)}`;
  const actors = ['mali', 'niger', 'cote-divoire', 'iso3:MLI', 'wikidata:Q912'];
  const ids = ['relation:s04', 'relation:b001', 'relation:made,up'.replace(',', '-')];
  const [first, last] = [day(), day()].sort() as [string, string];
  const time: TimeChoice = one<TimeChoice>([
    { kind: 'ever' },
    { kind: 'on', day: day() },
    { kind: 'during', first, last },
    { kind: 'during', first: null, last },
    { kind: 'during', first, last: null },
  ]);
  const record: RecordChoice = one<RecordChoice>([
    { kind: 'newest' },
    { kind: 'revision', revision: 1 + Math.floor(next() * 500) },
    { kind: 'knownAt', time: `${day()}T12:00:00Z` },
    { kind: 'scenario', id: 'scenario:what-if' },
  ]);
  const question = one<Question | null>([
    null,
    { ask: 'paths', from: maybe('mali'), to: maybe('russia'), order: one(['HOPS', 'STRENGTH', 'EARLIEST']), maxHops: one([1, 4, 8]) },
    { ask: 'influence', by: maybe('mali'), over: maybe('niger'), hops: one([1, 3, 5]), method: one(['BEST', 'KATZ']) },
    { ask: 'alliances', of: maybe('mali'), hops: one([1, 2, 3]) },
    { ask: 'obligations', attacked: maybe('niger'), attackers: some(actors), on: maybe(day()) },
    { ask: 'blocs', among: some(actors), method: one(['COMMUNITIES', 'FRUSTRATION']) },
    { ask: 'triads', of: maybe('mali') },
    { ask: 'centrality', measure: one(['DEGREE', 'PAGERANK', 'EIGENVECTOR']) },
    { ask: 'difference', left: maybe(day()), right: maybe('r12'), of: some(actors) },
    { ask: 'scenario', id: maybe('scenario:what-if') },
  ]);
  return {
    record,
    time,
    filter: {
      ...NO_FILTER,
      kinds: some(KIND_NAMES),
      class: maybe(one(['TIE', 'ACT'] as const)),
      dimensions: some(DIMENSIONS),
      signs: some(SIGNS),
      modalities: some(MODALITIES),
      actorKinds: some(ACTOR_KINDS),
      sources: some(['source:seed-article', 'source:kremlin-2023-07-29']),
      dates: one(DATE_READINGS),
      publishedBy: maybe(day()),
      minConfidence: one([0, 0.05, 0.5, 1]),
      minAbsoluteWeight: one([0, 0.3]),
      text: one(['', 'Niger', 'coup d’État & more', '50% + a=b', '马里']),
    },
    focus: some(actors),
    hops: one([0, 1, 2, 5]),
    selection: { actors: some(actors), relations: some(ids) },
    mode: one(MODES),
    drawing: { group: one(GROUPS), lines: maybe(one(LINES)), pins: next() < 0.5 ? { mali: [12, -7], niger: [0, 300] } : {}, hidden: some(actors), mapOf: maybe('mali') },
    at: maybe({ x: one([0, -12.5, 830.25]), y: one([0, 7, -1200]), zoom: one([0.05, 1, 1.3125, 6]) }),
    mapAt: maybe({ x: one([-7.98, 2.5]), y: one([12.65, 0]), zoom: one([1, 3.5]) }),
    question,
    language: maybe(one(LANGUAGES)),
    theme: maybe(one(THEMES)),
  };
}

test('an address restores exactly the state it was written from', () => {
  const next = stream(2023);
  for (let i = 0; i < 2000; i++) {
    const state = randomState(next);
    const query = write(state);
    const back = read(query);
    assert.deepEqual(back.faults, [], query);
    assert.deepEqual(back.state, state, query);
    assert.equal(write(back.state), query);
  }
});

test('an address without a state is where one starts, and all of the record has an address of its own', () => {
  assert.deepEqual(read('').state, START);
  assert.deepEqual(read('of=*').state, DEFAULT);
  assert.equal(write(DEFAULT), 'of=*');
});

test('what is broken or unknown falls back, is named, and spoils nothing else', () => {
  const { state, faults } = read('of=mali,<b>&on=2023-02-31&mode=sculpture&kinds=CALLS,SINGS&minConfidence=9&hops=1.5&frob=1&selected=relation:s04&ask=riddle&during=a/b&at=1:2&mapAt=0:0:7&lines=some');
  assert.deepEqual(
    faults.map((f) => `${f.word}=${f.value}`).sort(),
    ['ask=riddle', 'at=1:2', 'lines=some', 'mapAt=0:0:7', 'during=a/b', 'frob=1', 'hops=1.5', 'kinds=SINGS', 'minConfidence=9', 'mode=sculpture', 'of=<b>', 'on=2023-02-31'].sort(),
  );
  assert.deepEqual(state.focus, ['mali']);
  assert.deepEqual(state.filter.kinds, ['CALLS']);
  assert.deepEqual(state.selection.relations, ['relation:s04']);
  assert.deepEqual(state.time, { kind: 'ever' });
  assert.equal(state.mode, 'graph');
  assert.equal(state.at, null);
});

test('garbage is read without a failure', () => {
  const next = stream(7);
  const bits = ['of', '=', '&', '%', '%E0%A4%A', ',', ':', 'on', '2023-08-15', '..', '/', 'ask', 'paths', 'pins', 'a:1', 'at', '1:2:3', 'lines', 'each', '\u0000', '🎈', 'during', 'selected', ';'];
  for (let i = 0; i < 5000; i++) {
    const query = Array.from({ length: Math.floor(next() * 12) }, () => bits[Math.floor(next() * bits.length)]).join('');
    const { state } = read(query);
    assert.deepEqual(read(write(state)).state, state, query);
  }
});

test('from page to page go the day, what was known, language and theme', () => {
  assert.equal(writeContext({ ...START, record: { kind: 'revision', revision: 3 }, language: 'fr' }), 'on=2023-08-15&revision=3&lang=fr');
  assert.equal(writeContext({ ...DEFAULT, filter: { ...NO_FILTER, publishedBy: '2023-08-15' } }), 'publishedBy=2023-08-15');
  assert.equal(writeContext(DEFAULT), '');
});
