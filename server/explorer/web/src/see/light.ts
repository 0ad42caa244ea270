// What stands in the light: what is looked at, and what it is tied to.
import type { Selection } from '../state/state';
import { signOfNet, type Sign } from './marks';
import { pairKey } from './net';
import type { Strand } from './scene';

/** What is looked at: an actor or a line, by pointer or keys; null for nothing. */
export type Look = { actor: string } | { line: string } | null;

/** What stands in the light; null if everything does. */
export interface Lit {
  strands: ReadonlySet<string>;
  actors: ReadonlySet<string>;
  /** The one actor whose ties are shown, if it is one. */
  of: string | null;
}

/** What stands in the light, by what is looked at, else by what is selected. */
export function litBy(look: Look, selection: Selection, strands: readonly Strand[]): Lit | null {
  if (look && 'line' in look) return ofLines(strands.filter((s) => isLine(s, look.line)), [], null);
  if (look) return around([look.actor], strands);
  if (selection.relations.length > 0) {
    const chosen = new Set(selection.relations);
    const lines = strands.filter((s) => s.ties.some((t) => chosen.has(t.id)));
    // A link may name relations that the filters leave out now.
    if (lines.length > 0) return ofLines(lines, selection.actors, null);
  }
  return selection.actors.length > 0 ? around(selection.actors, strands) : null;
}

/** Whether a line is the one with an id: its own, or that of a relation in it. */
export function isLine(strand: Strand, id: string): boolean {
  return strand.id === id || strand.ties.some((t) => t.id === id);
}

function around(actors: readonly string[], strands: readonly Strand[]): Lit | null {
  const chosen = new Set(actors);
  const lines = strands.filter((s) => chosen.has(s.from) || chosen.has(s.to));
  return ofLines(lines, actors, actors.length === 1 ? (actors[0] ?? null) : null);
}

function ofLines(lines: readonly Strand[], actors: readonly string[], of: string | null): Lit {
  return { strands: new Set(lines.map((s) => s.id)), actors: new Set([...actors, ...lines.flatMap((s) => [s.from, s.to])]), of };
}

/** How an actor stands to the one that is looked at; null for itself, and where nothing is recorded between them. */
export function standsTo(of: string | null, actor: string, nets: ReadonlyMap<string, number>): Sign | null {
  if (of === null || of === actor) return null;
  const net = nets.get(pairKey(of, actor));
  return net === undefined ? null : signOfNet(net);
}
