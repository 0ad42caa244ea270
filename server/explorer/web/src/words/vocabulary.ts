import type { ActorKind, ConfidenceWord, DateReading, Dimension, Modality, Obligation, RelationClass, Reliability, Sign } from '../data/generated';
import type { Language } from '../state/state';
import { useLanguage } from './language';

/** The words of the record in a language: one word for one thing, in every view. */
export interface Vocabulary {
  actorKind: Record<ActorKind, string>;
  class: Record<RelationClass, string>;
  dimension: Record<Dimension, string>;
  sign: Record<Sign, string>;
  modality: Record<Modality, string>;
  confidence: Record<ConfidenceWord, string>;
  reliability: Record<Reliability, string>;
  credibility: Record<1 | 2 | 3 | 4 | 5 | 6, string>;
  dates: Record<DateReading, string>;
  obligation: Record<Obligation, string>;
}

const en: Vocabulary = {
  actorKind: {
    STATE: 'State',
    ORGANIZATION: 'Organization',
    PERSON: 'Person',
    OFFICE: 'Office',
    GOVERNMENT: 'Government',
    ARMED_FORCE: 'Armed force',
    ARMED_GROUP: 'Armed group',
    COMPANY: 'Company',
    REGION: 'Region',
    TREATY: 'Treaty',
    COLLECTIVE: 'Collective',
    UNKNOWN: 'Unnamed',
  },
  class: { TIE: 'Ties, which last', ACT: 'Acts, which happen' },
  dimension: {
    DIPLOMATIC: 'Diplomatic',
    SECURITY: 'Security',
    ECONOMIC: 'Economic',
    LEGAL: 'Legal',
    INFORMATIONAL: 'Informational',
    POLITICAL: 'Political',
    GEOGRAPHIC: 'Geographic',
  },
  sign: { FRIENDLY: 'Friendly', NEUTRAL: 'Neutral', HOSTILE: 'Hostile' },
  modality: {
    ASSERTED: 'Stated as fact',
    REPORTED: 'Reported as news',
    ATTRIBUTED: 'Attributed to a speaker',
    ASSESSED: 'A judgment of the source',
    INFERRED: 'Inferred by the coder',
    ORDERED: 'Ordered, not said to be done',
    PLANNED: 'Planned, not done',
    CONDITIONAL: 'Conditional, not done',
  },
  confidence: { HIGH: 'High confidence', MODERATE: 'Moderate confidence', LOW: 'Low confidence', NOT_JUDGED: 'Confidence not judged' },
  reliability: {
    A: 'completely reliable source',
    B: 'usually reliable source',
    C: 'fairly reliable source',
    D: 'not usually reliable source',
    E: 'unreliable source',
    F: 'reliability of the source not judged',
  },
  credibility: {
    1: 'confirmed by others',
    2: 'probably true',
    3: 'possibly true',
    4: 'doubtful',
    5: 'improbable',
    6: 'truth not judged',
  },
  dates: { STATED: 'As stated', POSSIBLE: 'What may have held', CERTAIN: 'Only what must have held' },
  obligation: {
    DEFENSE: 'defense',
    OFFENSE: 'offense',
    NEUTRALITY: 'neutrality',
    NON_AGGRESSION: 'non-aggression',
    CONSULTATION: 'consultation',
  },
};

const fr: Vocabulary = {
  actorKind: {
    STATE: 'État',
    ORGANIZATION: 'Organisation',
    PERSON: 'Personne',
    OFFICE: 'Fonction',
    GOVERNMENT: 'Gouvernement',
    ARMED_FORCE: 'Force armée',
    ARMED_GROUP: 'Groupe armé',
    COMPANY: 'Entreprise',
    REGION: 'Région',
    TREATY: 'Traité',
    COLLECTIVE: 'Collectif',
    UNKNOWN: 'Non nommé',
  },
  class: { TIE: 'Liens, qui durent', ACT: 'Actes, qui ont lieu' },
  dimension: {
    DIPLOMATIC: 'Diplomatie',
    SECURITY: 'Sécurité',
    ECONOMIC: 'Économie',
    LEGAL: 'Droit',
    INFORMATIONAL: 'Information',
    POLITICAL: 'Politique',
    GEOGRAPHIC: 'Géographie',
  },
  sign: { FRIENDLY: 'Favorable', NEUTRAL: 'Neutre', HOSTILE: 'Hostile' },
  modality: {
    ASSERTED: 'Énoncé comme un fait',
    REPORTED: 'Rapporté comme nouvelle',
    ATTRIBUTED: 'Attribué à quelqu’un',
    ASSESSED: 'Appréciation de la source',
    INFERRED: 'Déduit par le codeur',
    ORDERED: 'Ordonné, non annoncé comme fait',
    PLANNED: 'Prévu, non réalisé',
    CONDITIONAL: 'Conditionnel, non réalisé',
  },
  confidence: { HIGH: 'Confiance élevée', MODERATE: 'Confiance moyenne', LOW: 'Confiance faible', NOT_JUDGED: 'Confiance non évaluée' },
  reliability: {
    A: 'source entièrement fiable',
    B: 'source habituellement fiable',
    C: 'source assez fiable',
    D: 'source peu fiable',
    E: 'source non fiable',
    F: 'fiabilité de la source non évaluée',
  },
  credibility: {
    1: 'confirmé par d’autres',
    2: 'probablement vrai',
    3: 'peut-être vrai',
    4: 'douteux',
    5: 'improbable',
    6: 'véracité non évaluée',
  },
  dates: { STATED: 'Telles qu’énoncées', POSSIBLE: 'Ce qui a pu avoir cours', CERTAIN: 'Seulement ce qui a eu cours à coup sûr' },
  obligation: {
    DEFENSE: 'défense',
    OFFENSE: 'offensive',
    NEUTRALITY: 'neutralité',
    NON_AGGRESSION: 'non-agression',
    CONSULTATION: 'consultation',
  },
};

export const vocabulary: Record<Language, Vocabulary> = { en, fr };
export const useVocabulary = () => vocabulary[useLanguage()];

/** Whether something is said to be done, is a judgment, or is not said to be done: three that never look alike. */
export function mood(modality: Modality): 'done' | 'judged' | 'undone' {
  if (modality === 'ORDERED' || modality === 'PLANNED' || modality === 'CONDITIONAL') return 'undone';
  return modality === 'ASSESSED' || modality === 'INFERRED' ? 'judged' : 'done';
}
