import type {
  ActorKind,
  ConfidenceWord,
  Dimension,
  KindName,
  Modality,
  RelationClass,
  SeenActorFragment,
  SeenRelationFragment,
  Sign,
} from './generated';
import type { Registry } from './registry';

/** An actor as the drawings take it. */
export interface SeenActor {
  id: string;
  /** In the language of the page. */
  name: string;
  kind: ActorKind;
  /** Steps from the nearest actor in focus; 0 in the whole record. */
  distance: number;
  /** Its capital or headquarters. */
  seat: { latitude: number; longitude: number } | null;
  /** Its ISO 3166 codes, where it has some: as MLI, and 466 with three digits. */
  iso3: string | null;
  isoNumeric: string | null;
}

/** A relation as the drawings take it; both its ends are among the actors. */
export interface SeenRelation {
  id: string;
  from: string;
  to: string;
  kind: KindName;
  class: RelationClass;
  dimension: Dimension;
  /** Read from both ends: no arrow. */
  symmetric: boolean;
  sign: Sign;
  weight: number;
  intensity: number;
  confidence: number;
  confidenceWord: ConfidenceWord;
  modality: Modality;
  disputed: boolean;
  /** Against whom or about what, in words. */
  about: { id: string | null; text: string } | null;
  period: SeenPeriod;
}

/** The API's Period. */
export type SeenPeriod = SeenRelationFragment['period'];

/** What there is to see. */
export interface Subgraph {
  actors: readonly SeenActor[];
  relations: readonly SeenRelation[];
  /** The revision that was read; null while nothing is recorded. */
  revision: number | null;
  /** What one must know to read it, in the API's words. */
  notes: readonly string[];
  /** Why it is not all there is; null if it is. */
  cut: { actors: number | null; relations: number | null; reason: string } | null;
}

export const EMPTY: Subgraph = { actors: [], relations: [], revision: null, notes: [], cut: null };

/** The sign of a weight, as the API defines it. */
export function signOf(weight: number): Sign {
  return weight > 0 ? 'FRIENDLY' : weight < 0 ? 'HOSTILE' : 'NEUTRAL';
}

export function seenActor(a: SeenActorFragment, distance: number): SeenActor {
  const code = (scheme: string) => a.codes.find((c) => c.scheme === scheme)?.value ?? null;
  return {
    id: a.id,
    name: a.name,
    kind: a.kind,
    distance,
    seat: a.seat,
    iso3: code('iso3'),
    isoNumeric: code('isonum')?.padStart(3, '0') ?? null,
  };
}

export function seenRelation(r: SeenRelationFragment, registry: Registry): SeenRelation {
  const kind = registry.kinds.get(r.kind.name);
  return {
    id: r.id,
    from: r.from.id,
    to: r.to.id,
    kind: r.kind.name,
    class: kind?.class ?? 'TIE',
    dimension: kind?.dimension ?? 'DIPLOMATIC',
    symmetric: kind?.symmetric ?? false,
    sign: signOf(r.weight),
    weight: r.weight,
    intensity: r.intensity,
    confidence: r.confidence,
    confidenceWord: r.confidenceWord,
    modality: r.modality,
    disputed: r.disputed,
    about: aboutOf(r.about),
    period: r.period,
  };
}

function aboutOf(about: SeenRelationFragment['about']): SeenRelation['about'] {
  if (!about) return null;
  return about.__typename === 'Topic' ? { id: null, text: about.text } : { id: about.id, text: about.name };
}
