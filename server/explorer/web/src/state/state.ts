import type { ActorKind, DateReading, Dimension, KindName, Modality, RelationClass, Sign } from '../data/generated';

/**
 * All that decides what a view shows. It is one value, written whole into the address (see url.ts), so that a link
 * restores exactly what its sender saw. Views take it as it is and change it by a `Change`; they keep no second state
 * of what another view could need.
 */
export interface ViewState {
  /** Which state of the record is read. */
  record: RecordChoice;
  /** When things held in the world. */
  time: TimeChoice;
  /** Which relations are kept; the same for every view. */
  filter: Filter;
  /** The actors whose surroundings are shown; none: all of the record. */
  focus: readonly string[];
  /** How many steps around them, 0 to 5; with 0 only what lies among them. */
  hops: number;
  /** What is marked, in every view at once. */
  selection: Selection;
  mode: Mode;
  /** How the drawing is arranged. */
  drawing: Drawing;
  /** Which part of the graph is in sight, by its own units; null: all of it. */
  at: Sight | null;
  /** Which part of the map, by longitude and latitude; null: all that it shows at first. */
  mapAt: Sight | null;
  /** What is asked besides; null for nothing. */
  question: Question | null;
  /** Null: as the browser asks for. */
  language: Language | null;
  /** Null: as the system is set. */
  theme: Theme | null;
}

export type RecordChoice =
  | { kind: 'newest' }
  | { kind: 'revision'; revision: number }
  | { kind: 'knownAt'; time: string }
  | { kind: 'scenario'; id: string };

export type TimeChoice =
  | { kind: 'ever' }
  /** What holds on a day, with the acts of the time before it. */
  | { kind: 'on'; day: string }
  /** What meets an inclusive window; null leaves an end open. */
  | { kind: 'during'; first: string | null; last: string | null };

/** The words of the API's RelationFilter but for time; an empty list keeps all. */
export interface Filter {
  kinds: readonly KindName[];
  class: RelationClass | null;
  dimensions: readonly Dimension[];
  signs: readonly Sign[];
  /** Empty: what was asserted, reported or attributed around actors, all in the whole record. */
  modalities: readonly Modality[];
  actorKinds: readonly ActorKind[];
  sources: readonly string[];
  dates: DateReading;
  /** What could be known by this day. */
  publishedBy: string | null;
  minConfidence: number;
  minAbsoluteWeight: number;
  text: string;
}

/** Ids of actors and of relations, these as relation:s04. */
export interface Selection {
  actors: readonly string[];
  relations: readonly string[];
}

export const MODES = ['graph', 'map', 'matrix', 'table', 'timeline'] as const;
export type Mode = (typeof MODES)[number];

export const GROUPS = ['none', 'kind', 'bloc'] as const;
export type Group = (typeof GROUPS)[number];

/** The place in the middle of a drawing, and by how much it is enlarged. */
export interface Sight {
  x: number;
  y: number;
  zoom: number;
}

export const ZOOM = { least: 0.05, most: 6 } as const;

export const LINES = ['each', 'pair'] as const;
export type Lines = (typeof LINES)[number];

export interface Drawing {
  group: Group;
  /** A line for each relation, or one for those of two actors that say the like; null: by how many there are. */
  lines: Lines | null;
  /** Where actors are pinned, in the drawing's own units. */
  pins: Readonly<Record<string, readonly [number, number]>>;
  /** Actors taken out of the drawing by hand. */
  hidden: readonly string[];
  /** Whose ties color the map; null: arcs between all. */
  mapOf: string | null;
}

/** A question to the analysis views, with its arguments: ids of actors, days and the API's words. */
export type Question =
  | { ask: 'paths'; from: string | null; to: string | null; order: 'HOPS' | 'STRENGTH' | 'EARLIEST'; maxHops: number }
  | { ask: 'influence'; by: string | null; over: string | null; hops: number; method: 'BEST' | 'KATZ' }
  | { ask: 'alliances'; of: string | null; hops: number }
  | { ask: 'obligations'; attacked: string | null; attackers: readonly string[]; on: string | null }
  | { ask: 'blocs'; among: readonly string[]; method: 'COMMUNITIES' | 'FRUSTRATION' }
  | { ask: 'triads'; of: string | null }
  | { ask: 'centrality'; measure: 'DEGREE' | 'WEIGHTED_DEGREE' | 'PAGERANK' | 'BETWEENNESS' | 'CLOSENESS' | 'EIGENVECTOR' }
  | { ask: 'difference'; left: string | null; right: string | null; of: readonly string[] }
  | { ask: 'scenario'; id: string | null };

export type Ask = Question['ask'];

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const NO_FILTER: Filter = {
  kinds: [],
  class: null,
  dimensions: [],
  signs: [],
  modalities: [],
  actorKinds: [],
  sources: [],
  dates: 'STATED',
  publishedBy: null,
  minConfidence: 0,
  minAbsoluteWeight: 0,
  text: '',
};

export const NO_SELECTION: Selection = { actors: [], relations: [] };

export const DEFAULT: ViewState = {
  record: { kind: 'newest' },
  time: { kind: 'ever' },
  filter: NO_FILTER,
  focus: [],
  hops: 1,
  selection: NO_SELECTION,
  mode: 'graph',
  drawing: { group: 'none', lines: null, pins: {}, hidden: [], mapOf: null },
  at: null,
  mapAt: null,
  question: null,
  language: null,
  theme: null,
};

/** All of the record, in the time, the record and the knowledge that another state looks at. */
export function afresh({ time, record, language, theme, filter }: ViewState): ViewState {
  return { ...DEFAULT, time, record, language, theme, filter: { ...NO_FILTER, publishedBy: filter.publishedBy } };
}

/** What an address without any state shows: the article that the record began with. */
export const START: ViewState = { ...DEFAULT, focus: ['mali'], time: { kind: 'on', day: '2023-08-15' } };

/** A change of the state: the fields that are given are replaced whole. */
export type Change = Partial<ViewState>;

/** A change, and whether Back should lead to before it. */
export type OnChange = (change: Change, history?: 'push' | 'replace') => void;
