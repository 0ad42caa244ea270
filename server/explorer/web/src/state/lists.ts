import type { ActorKind, ConfidenceWord, DateReading, Dimension, Modality, RelationClass, Sign } from '../data/generated';

/** Makes a list that holds every value of a union of words, or does not compile. */
function every<T extends string>(words: { readonly [K in T]: true }): readonly T[] {
  return Object.keys(words) as T[];
}

export const CLASSES = every<RelationClass>({ TIE: true, ACT: true });
export const SIGNS = every<Sign>({ FRIENDLY: true, NEUTRAL: true, HOSTILE: true });
export const DATE_READINGS = every<DateReading>({ STATED: true, POSSIBLE: true, CERTAIN: true });
export const CONFIDENCE_WORDS = every<ConfidenceWord>({ HIGH: true, MODERATE: true, LOW: true, NOT_JUDGED: true });

export const DIMENSIONS = every<Dimension>({
  DIPLOMATIC: true,
  SECURITY: true,
  ECONOMIC: true,
  LEGAL: true,
  INFORMATIONAL: true,
  POLITICAL: true,
  GEOGRAPHIC: true,
});

/** From the firmest to the least firm. */
export const MODALITIES = every<Modality>({
  ASSERTED: true,
  REPORTED: true,
  ATTRIBUTED: true,
  ASSESSED: true,
  INFERRED: true,
  ORDERED: true,
  PLANNED: true,
  CONDITIONAL: true,
});

/** What walks and measures take unless asked otherwise: what is said to be so. */
export const FIRM: readonly Modality[] = ['ASSERTED', 'REPORTED', 'ATTRIBUTED'];

export const ACTOR_KINDS = every<ActorKind>({
  STATE: true,
  ORGANIZATION: true,
  PERSON: true,
  OFFICE: true,
  GOVERNMENT: true,
  ARMED_FORCE: true,
  ARMED_GROUP: true,
  COMPANY: true,
  REGION: true,
  TREATY: true,
  COLLECTIVE: true,
  UNKNOWN: true,
});
