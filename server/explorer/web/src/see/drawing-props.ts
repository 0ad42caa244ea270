import type { SeeProps } from './props';
import type { Lines } from '../state/state';
import type { Say, Seen } from './use-seen';

/** What was chosen by hand: an actor, or relations. */
export type Chosen = { actor: string } | { relations: readonly string[] };

/** What each drawing gets: what the frame hands over, what the drawings share, and what hands can do. */
export interface DrawingProps extends SeeProps {
  seen: Seen;
  say: Say;
  bundling: Lines;
  /** What a difference says of relations, by id: began, ended, grew or cooled. */
  changes: ReadonlyMap<string, string>;
  /** Selects, in every view; null selects nothing. With `more`, it is added to what is selected, or taken away from it. */
  onSelect: (chosen: Chosen | null, more: boolean) => void;
  /** Pins an actor at a place, or where it stands; null lets it go. */
  onPin: (id: string, at: readonly [number, number] | 'here' | null) => void;
  onGrow: (id: string) => void;
  onHide: (id: string) => void;
  undo: (() => void) | null;
  /** Hands over the drawing, for a picture of it. */
  offerSvg: (svg: SVGSVGElement | null) => void;
}
