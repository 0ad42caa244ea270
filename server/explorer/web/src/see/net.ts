// How two actors stand to one another, by the relations that are drawn: the formula of docs/methods.md.
import type { KindName } from '../data/generated';
import type { SeenRelation } from '../data/subgraph';

/** The kind of tie that acts of a kind open; undefined or null for most. */
export type Opens = (kind: KindName) => KindName | null | undefined;

/** After how many days an act counts half. */
export const halfLifeDays = 180;

/** The key of two actors, whichever comes first. */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/** The two actors of a key. */
export function pairOf(key: string): [string, string] {
  const [a = '', b = ''] = key.split('\n');
  return [a, b];
}

/** Days from one day to another; both YYYY-MM-DD. */
export function daysBetween(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000;
}

/** How much a relation counts on the day: a tie in full, an act half for every half-life since its last possible day. */
export function recency(tie: Pick<SeenRelation, 'class' | 'period'>, day: string | null): number {
  const end = tie.period.endMax ?? tie.period.startMin;
  if (tie.class === 'TIE' || day === null || end === null) return 1;
  return 2 ** (-Math.max(0, daysBetween(end, day)) / halfLifeDays);
}

/** The relations of each two actors. */
export function byPair(ties: readonly SeenRelation[]): Map<string, SeenRelation[]> {
  const pairs = new Map<string, SeenRelation[]>();
  for (const tie of ties) {
    const key = pairKey(tie.from, tie.to);
    const list = pairs.get(key);
    if (list) list.push(tie);
    else pairs.set(key, [tie]);
  }
  return pairs;
}

/**
 * From −1 to 1: tanh Σ weight × intensity × confidence × recency over the relations of both directions. An act that opens
 * a tie is left out while such a tie stands beside it. What was not done carries nothing.
 */
export function net(ties: readonly SeenRelation[], day: string | null, opens: Opens): number {
  const counted = ties.filter((t) => t.modality === 'ASSERTED' || t.modality === 'REPORTED' || t.modality === 'ATTRIBUTED');
  const kinds = new Set(counted.map((t) => t.kind));
  let sum = 0;
  for (const tie of counted) {
    const opened = opens(tie.kind);
    if (opened && kinds.has(opened)) continue;
    sum += tie.weight * tie.intensity * tie.confidence * recency(tie, day);
  }
  return Math.tanh(sum);
}

/** The nets of all pairs that stand in a relation. */
export function nets(ties: readonly SeenRelation[], day: string | null, opens: Opens): Map<string, number> {
  const out = new Map<string, number>();
  for (const [key, list] of byPair(ties)) out.set(key, net(list, day, opens));
  return out;
}
