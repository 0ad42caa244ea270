import { type ActorKind, type DateReading, type Dimension, KIND_NAMES, type Modality, type RelationClass, type Sign } from '../data/generated';
import { ACTOR_KINDS, CLASSES, DATE_READINGS, DIMENSIONS, MODALITIES, SIGNS } from './lists';
import {
  DEFAULT,
  type Drawing,
  type Filter,
  GROUPS,
  LANGUAGES,
  LINES,
  MODES,
  type Question,
  type RecordChoice,
  type Selection,
  type Sight,
  START,
  THEMES,
  type TimeChoice,
  type ViewState,
  ZOOM,
} from './state';

// The words of the address are those of /export and of the API's RelationFilter where they have one. Words are only
// ever added, so that links live on; one that changed its meaning would need a new name.

/** A part of an address that was not understood, and what was taken instead: nothing, or the default. */
export interface Fault {
  word: string;
  value: string;
}

/** The address of all of the record; an address without `of` is read as where one starts. */
const ALL = '*';

/** Writes the state as the query of an address, without a question mark; the same state always gives the same text. */
export function write(state: ViewState): string {
  const { out, put, putList } = writer();
  put('of', state.focus.length === 0 ? ALL : state.focus.join(','));
  if (state.hops !== DEFAULT.hops) put('hops', state.hops);
  writeTime(state.time, put);
  writeFilter(state.filter, put, putList);
  writeRecord(state.record, put);
  if (state.mode !== DEFAULT.mode) put('mode', state.mode);
  putList('selected', [...state.selection.actors, ...state.selection.relations]);
  writeDrawing(state.drawing, put, putList);
  writeSight('at', state.at, put);
  writeSight('mapAt', state.mapAt, put);
  writeQuestion(state.question, put, putList);
  put('lang', state.language);
  put('theme', state.theme);
  return out.join('&');
}

/** What goes along from page to page: the day, what was known, language and theme. */
export type Context = Pick<ViewState, 'time' | 'record' | 'language' | 'theme'> & { filter: Pick<Filter, 'publishedBy'> };

export function writeContext(state: Context): string {
  const { out, put } = writer();
  writeTime(state.time, put);
  put('publishedBy', state.filter.publishedBy);
  writeRecord(state.record, put);
  put('lang', state.language);
  put('theme', state.theme);
  return out.join('&');
}

function writer() {
  const out: string[] = [];
  const put: Put = (word, value) => {
    if (value !== null && value !== undefined && value !== '') out.push(`${word}=${escapeValue(String(value))}`);
  };
  const putList: PutList = (word, values) => put(word, values.join(','));
  return { out, put, putList };
}

type Put = (word: string, value: string | number | null | undefined) => void;
type PutList = (word: string, values: readonly string[]) => void;

function writeTime(time: TimeChoice, put: Put) {
  if (time.kind === 'on') put('on', time.day);
  if (time.kind === 'during') put('during', `${time.first ?? '..'}/${time.last ?? '..'}`);
}

function writeFilter(f: Filter, put: Put, putList: PutList) {
  putList('kinds', f.kinds);
  put('class', f.class);
  putList('dimensions', f.dimensions);
  putList('signs', f.signs);
  putList('modalities', f.modalities);
  putList('actorKinds', f.actorKinds);
  putList('sources', f.sources);
  if (f.dates !== 'STATED') put('dates', f.dates);
  put('publishedBy', f.publishedBy);
  if (f.minConfidence > 0) put('minConfidence', f.minConfidence);
  if (f.minAbsoluteWeight > 0) put('minAbsoluteWeight', f.minAbsoluteWeight);
  put('text', f.text);
}

function writeRecord(record: RecordChoice, put: Put) {
  if (record.kind === 'revision') put('revision', record.revision);
  if (record.kind === 'knownAt') put('knownAt', record.time);
  if (record.kind === 'scenario') put('scenario', record.id);
}

function writeDrawing(d: Drawing, put: Put, putList: PutList) {
  if (d.group !== 'none') put('group', d.group);
  put('lines', d.lines);
  putList('hidden', d.hidden);
  put('mapOf', d.mapOf);
  const pins = Object.entries(d.pins).sort(([a], [b]) => (a < b ? -1 : 1));
  putList('pins', pins.map(([id, [x, y]]) => `${id}:${Math.round(x)}:${Math.round(y)}`));
}

function writeSight(word: string, sight: Sight | null, put: Put) {
  if (sight) put(word, `${rounded(sight.x, 2)}:${rounded(sight.y, 2)}:${rounded(sight.zoom, 4)}`);
}

const rounded = (n: number, digits: number) => Number(n.toFixed(digits));

function writeQuestion(q: Question | null, put: Put, putList: PutList) {
  if (!q) return;
  for (const [name, value] of Object.entries(q)) {
    const word = name === 'ask' ? 'ask' : `ask.${name}`;
    if (Array.isArray(value)) putList(word, value);
    else put(word, value as string | number | null);
  }
}

/** Escapes what would break an address, and leaves legible what would not. */
function escapeValue(value: string): string {
  return encodeURIComponent(value).replace(/%(2C|3A|2F|40|3B)/g, (code) => decodeURIComponent(code)).replaceAll('%20', '+');
}

/** Reads the query of an address. What is broken or unknown falls back, and is told of. */
export function read(query: string, start: ViewState = START): { state: ViewState; faults: Fault[] } {
  const words = new URLSearchParams(query);
  const r = new Reader(words);
  const begins = words.has('of') ? DEFAULT : start;
  const state: ViewState = {
    record: readRecord(r),
    time: readTime(r, begins.time),
    filter: readFilter(r),
    focus: readFocus(r, begins.focus),
    hops: r.number('hops', 0, 5, true) ?? DEFAULT.hops,
    selection: readSelection(r),
    mode: r.oneOf('mode', MODES) ?? DEFAULT.mode,
    drawing: readDrawing(r),
    at: readSight(r, 'at'),
    mapAt: readSight(r, 'mapAt'),
    question: readQuestion(r),
    language: r.oneOf('lang', LANGUAGES),
    theme: r.oneOf('theme', THEMES),
  };
  return { state, faults: r.finish() };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ACTOR = /^[a-z0-9][a-z0-9-]*$|^[a-z0-9]+:[^\s,]+$/;
const RELATION = /^relation:\S+$/;
const SOURCE = /^source:\S+$/;
const NAME = /^\S{1,200}$/;

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
}

/** Takes words out of an address, and notes those it cannot take. */
class Reader {
  private readonly faults: Fault[] = [];
  private readonly seen = new Set<string>();
  constructor(private readonly words: URLSearchParams) {}

  text(word: string): string {
    this.seen.add(word);
    return this.words.get(word) ?? '';
  }

  fail(word: string, value: string): null {
    this.faults.push({ word, value });
    return null;
  }

  like(word: string, fits: (value: string) => boolean): string | null {
    const value = this.text(word);
    if (value === '') return null;
    return fits(value) ? value : this.fail(word, value);
  }

  oneOf<T extends string>(word: string, all: readonly T[]): T | null {
    return this.like(word, (v) => (all as readonly string[]).includes(v)) as T | null;
  }

  many(word: string, fits: (value: string) => boolean): string[] {
    const out: string[] = [];
    for (const value of this.text(word).split(',')) {
      if (value === '' || out.includes(value)) continue;
      if (fits(value)) out.push(value);
      else this.fail(word, value);
    }
    return out;
  }

  someOf<T extends string>(word: string, all: readonly T[]): T[] {
    return this.many(word, (v) => (all as readonly string[]).includes(v)) as T[];
  }

  number(word: string, least: number, most: number, whole = false): number | null {
    const value = this.text(word);
    if (value === '') return null;
    const n = Number(value);
    if (!Number.isFinite(n) || n < least || n > most || (whole && !Number.isInteger(n))) return this.fail(word, value);
    return n;
  }

  finish(): Fault[] {
    for (const [word, value] of this.words) {
      if (!this.seen.has(word)) {
        this.seen.add(word);
        this.faults.push({ word, value });
      }
    }
    return this.faults;
  }
}

function readFocus(r: Reader, otherwise: readonly string[]): readonly string[] {
  const text = r.text('of');
  if (text === '') return otherwise;
  return text === ALL ? [] : r.many('of', (v) => ACTOR.test(v)).slice(0, 100);
}

function readTime(r: Reader, otherwise: TimeChoice): TimeChoice {
  const during = r.text('during');
  const on = r.like('on', isDay);
  if (during !== '') {
    const [first = '', last = '', ...more] = during.split('/');
    const ends = [first, last].map((end) => (end === '..' || end === '' ? null : end));
    const [a, b] = ends as [string | null, string | null];
    const fine = more.length === 0 && (a === null || isDay(a)) && (b === null || isDay(b)) && (a === null || b === null || a <= b);
    if (fine) return a === null && b === null ? { kind: 'ever' } : { kind: 'during', first: a, last: b };
    r.fail('during', during);
  }
  return on === null ? otherwise : { kind: 'on', day: on };
}

function readFilter(r: Reader): Filter {
  return {
    kinds: r.someOf('kinds', KIND_NAMES),
    class: r.oneOf<RelationClass>('class', CLASSES),
    dimensions: r.someOf<Dimension>('dimensions', DIMENSIONS),
    signs: r.someOf<Sign>('signs', SIGNS),
    modalities: r.someOf<Modality>('modalities', MODALITIES),
    actorKinds: r.someOf<ActorKind>('actorKinds', ACTOR_KINDS),
    sources: r.many('sources', (v) => SOURCE.test(v)),
    dates: r.oneOf<DateReading>('dates', DATE_READINGS) ?? 'STATED',
    publishedBy: r.like('publishedBy', isDay),
    minConfidence: r.number('minConfidence', 0, 1) ?? 0,
    minAbsoluteWeight: r.number('minAbsoluteWeight', 0, 1) ?? 0,
    text: r.text('text').slice(0, 400),
  };
}

function readRecord(r: Reader): RecordChoice {
  const revision = r.number('revision', 1, Number.MAX_SAFE_INTEGER, true);
  const time = r.like('knownAt', (v) => !Number.isNaN(Date.parse(v)));
  const scenario = r.like('scenario', (v) => NAME.test(v));
  if (scenario !== null) return { kind: 'scenario', id: scenario };
  if (revision !== null) return { kind: 'revision', revision };
  return time === null ? { kind: 'newest' } : { kind: 'knownAt', time };
}

function readSelection(r: Reader): Selection {
  const ids = r.many('selected', (v) => RELATION.test(v) || ACTOR.test(v));
  return { actors: ids.filter((id) => !RELATION.test(id)), relations: ids.filter((id) => RELATION.test(id)) };
}

function readDrawing(r: Reader): Drawing {
  const pins: Record<string, readonly [number, number]> = {};
  for (const pin of r.many('pins', (v) => /^[^:]+:-?\d+:-?\d+$/.test(v))) {
    const [id = '', x, y] = pin.split(':');
    pins[id] = [Number(x), Number(y)];
  }
  return {
    group: r.oneOf('group', GROUPS) ?? 'none',
    lines: r.oneOf('lines', LINES),
    pins,
    hidden: r.many('hidden', (v) => ACTOR.test(v)),
    mapOf: r.like('mapOf', (v) => ACTOR.test(v)),
  };
}

function readSight(r: Reader, word: string): Sight | null {
  const parts = (text: string) => text.split(':').map(Number) as [number, number, number];
  const text = r.like(word, (v) => {
    const [x, y, zoom] = parts(v);
    return /^(-?\d{1,7}(\.\d+)?:){2}\d(\.\d+)?$/.test(v) && Math.max(Math.abs(x), Math.abs(y)) < 1e6 && zoom >= ZOOM.least && zoom <= ZOOM.most;
  });
  if (text === null) return null;
  const [x, y, zoom] = parts(text);
  return { x, y, zoom };
}

/** For each question, how its arguments are read. */
const questions: { [A in Question['ask']]: (r: Reader) => Extract<Question, { ask: A }> } = {
  paths: (r) => ({
    ask: 'paths',
    from: actor(r, 'ask.from'),
    to: actor(r, 'ask.to'),
    order: r.oneOf('ask.order', ['HOPS', 'STRENGTH', 'EARLIEST']) ?? 'HOPS',
    maxHops: r.number('ask.maxHops', 1, 8, true) ?? 4,
  }),
  influence: (r) => ({
    ask: 'influence',
    by: actor(r, 'ask.by'),
    over: actor(r, 'ask.over'),
    hops: r.number('ask.hops', 1, 5, true) ?? 3,
    method: r.oneOf('ask.method', ['BEST', 'KATZ']) ?? 'BEST',
  }),
  alliances: (r) => ({ ask: 'alliances', of: actor(r, 'ask.of'), hops: r.number('ask.hops', 1, 3, true) ?? 1 }),
  obligations: (r) => ({
    ask: 'obligations',
    attacked: actor(r, 'ask.attacked'),
    attackers: r.many('ask.attackers', (v) => ACTOR.test(v)),
    on: r.like('ask.on', isDay),
  }),
  blocs: (r) => ({
    ask: 'blocs',
    among: r.many('ask.among', (v) => ACTOR.test(v)),
    method: r.oneOf('ask.method', ['COMMUNITIES', 'FRUSTRATION']) ?? 'FRUSTRATION',
  }),
  triads: (r) => ({ ask: 'triads', of: actor(r, 'ask.of') }),
  centrality: (r) => ({
    ask: 'centrality',
    measure:
      r.oneOf('ask.measure', ['DEGREE', 'WEIGHTED_DEGREE', 'PAGERANK', 'BETWEENNESS', 'CLOSENESS', 'EIGENVECTOR']) ?? 'WEIGHTED_DEGREE',
  }),
  difference: (r) => ({
    ask: 'difference',
    left: r.like('ask.left', isSide),
    right: r.like('ask.right', isSide),
    of: r.many('ask.of', (v) => ACTOR.test(v)),
  }),
  scenario: (r) => ({ ask: 'scenario', id: r.like('ask.id', (v) => NAME.test(v)) }),
};

const actor = (r: Reader, word: string) => r.like(word, (v) => ACTOR.test(v));

/** A side of a difference: a day, a revision as r12, or a scenario's id. */
const isSide = (v: string) => isDay(v) || NAME.test(v);

function readQuestion(r: Reader): Question | null {
  const ask = r.oneOf('ask', Object.keys(questions) as Question['ask'][]);
  return ask === null ? null : questions[ask](r);
}
