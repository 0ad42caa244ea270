// From actors and relations to the lines and marks of a picture, wherever the actors stand.
import { bends, curve, type Curve, headLength } from './geometry';
import { dash, ink, lineWidth, mood, type Mood, type Sign, signOf } from './marks';
import type { ActorKind } from '../data/generated';
import type { SeenActor, SeenRelation } from '../data/subgraph';
import type { Lines } from '../state/state';
import { pairKey } from './net';
import type { Point } from './point';

/** One line between two marks: a relation, or those of two actors that say the like, bundled. */
export interface Strand {
  /** The id of its relation, or of its bundle. */
  id: string;
  from: string;
  to: string;
  ties: SeenRelation[];
  sign: Sign;
  mood: Mood;
  class: 'TIE' | 'ACT';
  /** Whether it has a head at its target; symmetric ones have none. */
  head: boolean;
  /** Whether it has one at its source too: a bundle in both directions. */
  backHead: boolean;
  /** How far it bends off the straight line, seen from `from`. */
  bend: number;
  width: number;
  ink: number;
  dash: string;
}

/** The lines of a picture. Parallel ones bend apart; friendly ones keep to one side, hostile ones to the other. */
export function strands(ties: readonly SeenRelation[], bundling: Lines): Strand[] {
  const pairs = new Map<string, Strand[]>();
  for (const strand of bundling === 'each' ? ties.map(single) : bundles(ties)) {
    const key = pairKey(strand.from, strand.to);
    const list = pairs.get(key);
    if (list) list.push(strand);
    else pairs.set(key, [strand]);
  }
  const out: Strand[] = [];
  for (const list of pairs.values()) {
    list.sort(compare);
    const offsets = bends(list.length);
    list.forEach((strand, i) => {
      // A bend is told from the lower id to the higher one, so that both directions keep apart.
      const bend = list.length === 1 ? lone(strand) : offsets[i]!;
      out.push({ ...strand, bend: strand.from <= strand.to ? bend : -bend });
    });
  }
  return out;
}

/** A line alone bends a little too: straight ones cross at marks that they do not touch. */
function lone(strand: Strand): number {
  return strand.from === strand.to ? 0 : 7;
}

const signOrder: Record<Sign, number> = { friendly: 0, neutral: 1, hostile: 2 };

function compare(a: Strand, b: Strand): number {
  return signOrder[a.sign] - signOrder[b.sign] || a.from.localeCompare(b.from) || (a.id < b.id ? -1 : 1);
}

function single(tie: SeenRelation): Strand {
  const m = mood(tie.modality);
  return {
    id: tie.id,
    from: tie.from,
    to: tie.to,
    ties: [tie],
    sign: signOf(tie.weight),
    mood: m,
    class: tie.class,
    head: !tie.symmetric,
    backHead: false,
    bend: 0,
    width: lineWidth(tie),
    ink: ink(tie.confidence),
    dash: dash(m),
  };
}

function bundles(ties: readonly SeenRelation[]): Strand[] {
  const groups = new Map<string, SeenRelation[]>();
  for (const tie of ties) {
    const key = `${pairKey(tie.from, tie.to)}\n${signOf(tie.weight)}\n${mood(tie.modality)}`;
    const list = groups.get(key);
    if (list) list.push(tie);
    else groups.set(key, [tie]);
  }
  return [...groups].map(([key, list]) => bundle(key, list));
}

function bundle(key: string, ties: SeenRelation[]): Strand {
  const first = ties[0]!;
  if (ties.length === 1) return single(first);
  const there = ties.some((t) => !t.symmetric && t.from === first.from);
  const back = ties.some((t) => !t.symmetric && t.from !== first.from);
  const heaviest = Math.max(...ties.map(lineWidth));
  return {
    ...single(first),
    id: `bundle:${key.replaceAll('\n', ' ')}`,
    ties,
    class: ties.some((t) => t.class === 'TIE') ? 'TIE' : 'ACT',
    head: there,
    backHead: back,
    width: heaviest + 0.8 * Math.log2(ties.length),
    ink: Math.max(...ties.map((t) => ink(t.confidence))),
  };
}

/** The line of a strand between two points. */
export function strandCurve(strand: Strand, a: Point, b: Point, rimA: number, rimB: number): Curve {
  const gap = 3;
  const size = headSize(strand);
  return curve(a, b, rimA + gap + (strand.backHead ? size : 0), rimB + gap + (strand.head ? size : 0), strand.bend);
}

/** How large the head of a line is: wide lines have larger ones. */
export function headSize(strand: Strand): number {
  return headLength + strand.width;
}

/** How many relations each actor has. */
export function degrees(ties: readonly SeenRelation[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const tie of ties) for (const id of new Set([tie.from, tie.to])) out.set(id, (out.get(id) ?? 0) + 1);
  return out;
}

/** How far the mark of an actor reaches. */
export function radius(actor: SeenActor, degree: number): number {
  const base = { STATE: 16, ORGANIZATION: 16, GOVERNMENT: 14, ARMED_FORCE: 13, ARMED_GROUP: 13, COMPANY: 12 }[actor.kind as string] ?? 10;
  return base + Math.min(9, 1.6 * Math.sqrt(degree));
}

/** The outline of a mark about 0, 0: each kind of actor has its own, so that kinds are told apart without color. */
export function markPath(kind: ActorKind, r: number): string {
  switch (kind) {
    case 'STATE':
    case 'REGION':
    case 'UNKNOWN':
    case 'COLLECTIVE':
      return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
    case 'ORGANIZATION':
      return rounded(r * 0.92, r * 0.35);
    case 'GOVERNMENT':
      return polygon(r * 1.05, 5, -90);
    case 'ARMED_FORCE':
      return polygon(r * 1.12, 3, 90);
    case 'ARMED_GROUP':
      return polygon(r * 1.12, 3, -90);
    case 'COMPANY':
      return polygon(r, 6, 0);
    case 'PERSON':
      return person(r);
    case 'OFFICE':
      return polygon(r * 1.08, 4, 0);
    case 'TREATY':
      return `M${-r * 0.75} ${-r * 0.95}H${r * 0.35}L${r * 0.75} ${-r * 0.55}V${r * 0.95}H${-r * 0.75}Z`;
  }
}

/** The kinds of actors whose outline is dashed: they are no bodies that act. */
export function dashedOutline(kind: ActorKind): boolean {
  return kind === 'REGION' || kind === 'UNKNOWN' || kind === 'COLLECTIVE';
}

function rounded(h: number, c: number): string {
  return `M${-h + c} ${-h}H${h - c}Q${h} ${-h} ${h} ${-h + c}V${h - c}Q${h} ${h} ${h - c} ${h}H${-h + c}Q${-h} ${h} ${-h} ${h - c}V${-h + c}Q${-h} ${-h} ${-h + c} ${-h}Z`;
}

function polygon(r: number, corners: number, turn: number): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = ((turn + (360 * i) / corners) * Math.PI) / 180;
    return `${Math.round(10 * r * Math.cos(angle)) / 10} ${Math.round(10 * r * Math.sin(angle)) / 10}`;
  });
  return `M${points.join('L')}Z`;
}

/** A head above shoulders. */
function person(r: number): string {
  const head = r * 0.48;
  return (
    `M${-head} ${-r * 0.45}A${head} ${head} 0 1 1 ${head} ${-r * 0.45}A${head} ${head} 0 1 1 ${-head} ${-r * 0.45}Z` +
    `M${-r * 0.9} ${r}Q${-r * 0.9} ${r * 0.12} 0 ${r * 0.12}Q${r * 0.9} ${r * 0.12} ${r * 0.9} ${r}Z`
  );
}

/** The letters that stand in a mark: of a state its three-letter code, of others none. */
export function lettersOf(actor: SeenActor): string {
  if (actor.kind === 'UNKNOWN') return '?';
  return actor.kind === 'STATE' ? (actor.iso3 ?? '') : '';
}

