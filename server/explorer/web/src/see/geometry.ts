// Lines between two marks: curves that keep apart, end at the rims, and carry a head for each sign.
import type { Sign } from './marks';
import type { Point } from './point';

/** A drawn line: its path, where it ends and which way it points there, and a point in its middle. */
export interface Curve {
  d: string;
  end: Point;
  start: Point;
  /** The direction in which it arrives, in radians. */
  angle: number;
  /** The direction in which it arrives at its start if it is followed backward. */
  startAngle: number;
  middle: Point;
  /** The direction of the line in its middle. */
  middleAngle: number;
}

/** How far apart parallel lines stand in their middles. */
export const apart = 15;

/** The bends of n parallel lines, in pixels off the straight line, kept apart evenly and symmetric about it. */
export function bends(n: number, step = apart): number[] {
  // A bundle of many grows slower than its number, so that it does not sweep over its neighbors.
  const gap = n <= 5 ? step : (step * 4) / (n - 1) + 2;
  return Array.from({ length: n }, (_, i) => (i - (n - 1) / 2) * gap);
}

/** Lines from a to b that bend by so much to the left of the way from a to b, and stop short of the rims. */
export function curve(a: Point, b: Point, rimA: number, rimB: number, bend: number): Curve {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.hypot(dx, dy);
  if (length < 1e-6) return loop(a, rimA, bend);
  // A quadratic curve passes half as far from the chord as its control point lies.
  const control = { x: (a.x + b.x) / 2 + (dy / length) * 2 * bend, y: (a.y + b.y) / 2 - (dx / length) * 2 * bend };
  const room = length / 2 - 1;
  const start = toward(a, control, Math.min(rimA, room));
  const end = toward(b, control, Math.min(rimB, room));
  return {
    d: `M${n(start.x)} ${n(start.y)}Q${n(control.x)} ${n(control.y)} ${n(end.x)} ${n(end.y)}`,
    start,
    end,
    angle: Math.atan2(end.y - control.y, end.x - control.x),
    startAngle: Math.atan2(start.y - control.y, start.x - control.x),
    middle: { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 },
    middleAngle: Math.atan2(end.y - start.y, end.x - start.x),
  };
}

/** A line from a mark to itself: a loop above it, the higher the more it is bent. */
function loop(a: Point, rim: number, bend: number): Curve {
  const height = rim + 26 + Math.abs(bend);
  const start = { x: a.x - rim * 0.5, y: a.y - rim * 0.87 };
  const end = { x: a.x + rim * 0.5, y: a.y - rim * 0.87 };
  const top = a.y - height * 1.4;
  return {
    d: `M${n(start.x)} ${n(start.y)}C${n(a.x - height)} ${n(top)} ${n(a.x + height)} ${n(top)} ${n(end.x)} ${n(end.y)}`,
    start,
    end,
    angle: Math.atan2(end.y - top, end.x - (a.x + height)),
    startAngle: Math.atan2(start.y - top, start.x - (a.x - height)),
    middle: { x: a.x, y: (start.y + 3 * top) / 4 },
    middleAngle: 0,
  };
}

/** The point at a distance from p on the way to q. */
export function toward(p: Point, q: Point, distance: number): Point {
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  return { x: p.x + ((q.x - p.x) / length) * distance, y: p.y + ((q.y - p.y) / length) * distance };
}

/** How far before the rim a line must stop so that its head fits. */
export const headLength = 9;

/**
 * The head of a line at its end: friendly a triangle, hostile a bar across the line, neutral an open hook. So the signs
 * are told apart without color.
 */
export function head(sign: Sign, at: Point, angle: number, size = headLength): string {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const p = (along: number, across: number): string =>
    `${n(at.x + along * cos - across * sin)} ${n(at.y + along * sin + across * cos)}`;
  const half = size * 0.5;
  switch (sign) {
    case 'friendly':
      return `M${p(size, 0)}L${p(0, half)}L${p(0, -half)}Z`;
    case 'hostile':
      return `M${p(size * 0.35, -half * 1.3)}L${p(size * 0.75, -half * 1.3)}L${p(size * 0.75, half * 1.3)}L${p(size * 0.35, half * 1.3)}Z`;
    case 'neutral':
      return `M${p(size * 0.1, half)}L${p(size * 0.9, 0)}L${p(size * 0.1, -half)}`;
  }
}

/** A bead on the middle of a line: the mark of an act. */
export function bead(at: Point, angle: number, size = 4): string {
  const cos = Math.cos(angle) * size;
  const sin = Math.sin(angle) * size;
  return `M${n(at.x + cos)} ${n(at.y + sin)}L${n(at.x - sin)} ${n(at.y + cos)}L${n(at.x - cos)} ${n(at.y - sin)}L${n(at.x + sin)} ${n(at.y - cos)}Z`;
}

/** A rounded outline round points, at a distance: the hull of a group. Null for no points. */
export function hull(points: readonly Point[], room: number): string | null {
  const outline = convex(points);
  const [first] = outline;
  if (!first) return null;
  if (outline.length === 1) return `M${n(first.x - room)} ${n(first.y)}a${room} ${room} 0 1 1 ${2 * room} 0a${room} ${room} 0 1 1 ${-2 * room} 0Z`;
  // Each side is moved outward; arcs about the corners join them.
  return `${outline
    .map((p, i) => {
      const q = outline[(i + 1) % outline.length]!;
      const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
      const out = { x: ((q.y - p.y) / length) * room, y: (-(q.x - p.x) / length) * room };
      const join = i === 0 ? 'M' : `A${n(room)} ${n(room)} 0 0 1 `;
      return `${join}${n(p.x + out.x)} ${n(p.y + out.y)}L${n(q.x + out.x)} ${n(q.y + out.y)}`;
    })
    .join('')}A${n(room)} ${n(room)} 0 0 1 ${startOf(outline, room)}Z`;
}

function startOf(outline: readonly Point[], room: number): string {
  const [p, q] = outline as [Point, Point];
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1;
  return `${n(p.x + ((q.y - p.y) / length) * room)} ${n(p.y - ((q.x - p.x) / length) * room)}`;
}

/** The convex outline of points, counterclockwise (Andrew's monotone chain). */
export function convex(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((p, q) => p.x - q.x || p.y - q.y);
  if (sorted.length < 3) return sorted;
  const half = (list: Point[]): Point[] => {
    const out: Point[] = [];
    for (const p of list) {
      while (out.length >= 2 && turn(out[out.length - 2]!, out[out.length - 1]!, p) <= 0) out.pop();
      out.push(p);
    }
    out.pop();
    return out;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(o: Point, a: Point, b: Point): number {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/** A number with one decimal, as short as it can be written. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
