import type { Registry } from '../data/registry';
import type { Subgraph } from '../data/subgraph';
import type { OnChange, ViewState } from '../state/state';

/** A picture that stands alone: its text, its legend and its colors are in it. */
export interface Picture {
  /** An SVG document with width, height and viewBox, without references to anything outside. */
  svg: string;
  width: number;
  height: number;
}

/** Makes a picture of what is seen now, on paper's white unless the dark theme is asked for. */
export type MakePicture = () => Promise<Picture>;

/** What the frame hands to the drawings. They show `state.mode`: graph, map, matrix or timeline (the table is the frame's). */
export interface SeeProps {
  state: ViewState;
  /** What the filters keep; the same for every mode. Never empty: the frame says so where there is nothing. */
  subgraph: Subgraph;
  registry: Registry;
  /** Whether a newer answer is on its way. */
  stale: boolean;
  /** To select, focus, pin, hide, move the time … */
  onChange: OnChange;
  /** Hands over how to make a picture of this mode; null when it no longer can. Call it in an effect. */
  offerPicture: (make: MakePicture | null) => void;
}
