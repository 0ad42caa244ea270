// How what is known of a relation is drawn. Nothing is said by color alone: the sign is also in the line and in its
// head, the mood in its dash, the class in its width and its bead, the confidence in how strongly it is inked.
import type { Modality } from '../data/generated';
import type { SeenRelation } from '../data/subgraph';

/** The sign of a weight. */
export type Sign = 'friendly' | 'neutral' | 'hostile';

/** What a mood says of doing: done, judged by somebody, meant to be done, or tied to a condition. */
export type Mood = 'done' | 'judged' | 'intended' | 'conditional';

/** All signs, in the order of legends. */
export const signs: readonly Sign[] = ['friendly', 'hostile', 'neutral'];

/** All moods, in the order of legends. */
export const moods: readonly Mood[] = ['done', 'judged', 'intended', 'conditional'];

const moodOf: Record<Modality, Mood> = {
  ASSERTED: 'done',
  REPORTED: 'done',
  ATTRIBUTED: 'done',
  ASSESSED: 'judged',
  INFERRED: 'judged',
  ORDERED: 'intended',
  PLANNED: 'intended',
  CONDITIONAL: 'conditional',
};

/** The sign of a weight, as the schema has it: 0 alone is neutral. */
export function signOf(weight: number): Sign {
  return weight > 0 ? 'friendly' : weight < 0 ? 'hostile' : 'neutral';
}

/** The sign of a net of two actors: friendly from .05, hostile from −.05, neutral between. */
export function signOfNet(net: number): Sign {
  return net >= 0.05 ? 'friendly' : net <= -0.05 ? 'hostile' : 'neutral';
}

/** What a modality says of doing. */
export function mood(modality: Modality): Mood {
  return moodOf[modality];
}

/** The dash of a line, in units of its length; empty for a whole line. Only what is done has a whole line. */
export function dash(m: Mood): string {
  return { done: '', judged: '1.5 4.5', intended: '9 6', conditional: '11 4 1.5 4' }[m];
}

/** The ticks across a hostile line: a second, wide stroke whose dashes are the ticks. */
export const ticks = { width: 6, dash: '1.6 12.4' };

/** How wide a line is: ties are bands, acts are strokes; heavier relations are wider. */
export function lineWidth(tie: Pick<SeenRelation, 'class' | 'weight'>): number {
  const heavy = Math.min(1, Math.abs(tie.weight));
  return tie.class === 'TIE' ? 1.6 + 2 * heavy : 1 + 1.1 * heavy;
}

/** How strongly a line is inked: never so faint that it cannot be seen. */
export function ink(confidence: number): number {
  return 0.35 + 0.65 * Math.max(0, Math.min(1, confidence));
}

/** Whether the head of a line is filled: only what is done has a filled one. */
export function filledHead(m: Mood): boolean {
  return m === 'done';
}
