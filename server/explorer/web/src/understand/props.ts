import type { Registry } from '../data/registry';
import type { Subgraph } from '../data/subgraph';
import type { OnChange, Question, ViewState } from '../state/state';

/** What the frame hands to the analysis views: a form for the question's arguments, its answer, and how it was computed. */
export interface UnderstandProps {
  state: ViewState;
  /** Never null here. */
  question: Question;
  /** What is drawn beside the answer. */
  subgraph: Subgraph;
  registry: Registry;
  /** To change the question's arguments ({question}), and to mark an answer in the drawing ({selection}, {focus}). */
  onChange: OnChange;
}
