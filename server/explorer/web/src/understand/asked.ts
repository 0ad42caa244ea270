import type { Ask, Question } from '../state/state';
import type { UnderstandProps } from './props';

/** What the view of one question gets. */
export interface AskedProps<A extends Ask> extends Omit<UnderstandProps, 'question'> {
  question: Extract<Question, { ask: A }>;
  /** The actors that the drawing shows. */
  shown: ReadonlySet<string>;
}
