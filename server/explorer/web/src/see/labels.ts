// Labels that keep out of each other's way.
import type { Point } from './point';

/** A rectangle by its upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A label that wants a place beside a mark. */
export interface Wish {
  id: string;
  text: string;
  at: Point;
  /** How far the mark reaches. */
  radius: number;
  /** Greater ones choose first. */
  weight: number;
  /** Whether it must be shown even where it covers others. */
  must?: boolean;
}

/** Where a label stands. */
export interface Placed {
  id: string;
  lines: string[];
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  box: Box;
}

/** The height of a line of text, in units of its size. */
export const lineHeight = 1.16;

/** About how wide a text is. Words are measured by the classes of their letters, so it is the same everywhere. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const letter of text) {
    if ('iljtfI.,:;\'’|!()[] '.includes(letter)) units += 0.31;
    else if ('mwMW@—'.includes(letter)) units += 0.88;
    else if (letter >= 'A' && letter <= 'Z') units += 0.68;
    else if (letter > '\u2e80') units += 1;
    else units += 0.555;
  }
  // A little more than most fonts need: the widest usual one must fit.
  return units * size * 1.07;
}

/** A text in at most two lines of about so many letters; what does not fit ends in an ellipsis. */
export function wrap(text: string, letters = 22): string[] {
  if (text.length <= letters) return [text];
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1]!;
    if (line === '' || line.length + word.length + 1 <= letters) lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= 2) return lines;
  const second = lines.slice(1).join(' ');
  return [lines[0]!, `${second.slice(0, letters - 1).trimEnd()}…`];
}

/**
 * Places labels below, above, right or left of their marks, the weightiest first, so that none covers another label or a
 * mark; where they can, within a room. One that finds no place is left out, unless it must be shown.
 */
export function placeLabels(wishes: readonly Wish[], size: number, room: Box | null = null): Placed[] {
  const grid = new Grid(size * 6);
  for (const w of wishes) grid.add({ x: w.at.x - w.radius, y: w.at.y - w.radius, width: 2 * w.radius, height: 2 * w.radius });
  const out: Placed[] = [];
  const order = [...wishes].sort((a, b) => Number(b.must ?? false) - Number(a.must ?? false) || b.weight - a.weight || (a.id < b.id ? -1 : 1));
  // In a small drawing everybody has a name, be it a short one.
  const short = wishes.length <= 60 ? order.map((w) => ({ ...w, text: clipped(w.text, 13), short: true })) : [];
  const placed = new Set<string>();
  for (const wish of [...order.map((w) => ({ ...w, short: false })), ...short]) {
    if (placed.has(wish.id)) continue;
    const places = candidates(wish, size);
    const within = room === null ? places : places.filter((p) => inside(p.box, room));
    const free = (within.length > 0 ? within : places).find((p) => !grid.hits(inner(p.box)));
    const chosen = free ?? (wish.must && !wish.short ? (within[0] ?? places[0]) : undefined);
    if (!chosen) continue;
    placed.add(wish.id);
    grid.add(chosen.box);
    out.push(chosen);
  }
  return out;
}

function clipped(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1).trimEnd()}…`;
}

/** Whether a box lies within another. */
function inside(box: Box, room: Box): boolean {
  return box.x >= room.x && box.y >= room.y && box.x + box.width <= room.x + room.width && box.y + box.height <= room.y + room.height;
}

/** A box a little smaller: labels may touch. */
function inner(box: Box): Box {
  return { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 };
}

function candidates(wish: Wish, size: number): Placed[] {
  const lines = wrap(wish.text);
  const width = Math.max(...lines.map((l) => textWidth(l, size)));
  const height = lines.length * size * lineHeight;
  const { x, y } = wish.at;
  const gap = wish.radius + 3;
  const place = (anchor: Placed['anchor'], left: number, top: number, at: number): Placed => ({
    id: wish.id,
    lines,
    anchor,
    x: at,
    y: top + size * 0.86,
    box: { x: left, y: top, width, height },
  });
  return [
    place('middle', x - width / 2, y + gap, x),
    place('middle', x - width / 2, y - gap - height, x),
    place('start', x + gap, y - height / 2, x + gap),
    place('end', x - gap - width, y - height / 2, x - gap),
    place('start', x + gap * 0.7, y + gap * 0.6, x + gap * 0.7),
    place('end', x - gap * 0.7 - width, y + gap * 0.6, x - gap * 0.7),
    place('start', x + gap * 0.7, y - gap * 0.6 - height, x + gap * 0.7),
    place('end', x - gap * 0.7 - width, y - gap * 0.6 - height, x - gap * 0.7),
  ];
}

/** Boxes by where they lie, so that only near ones are compared. */
class Grid {
  private readonly cells = new Map<string, Box[]>();
  constructor(private readonly side: number) {}

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  hits(box: Box): boolean {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) if (overlap(box, other)) return true;
    }
    return false;
  }

  private *keys(box: Box): Generator<string> {
    for (let i = Math.floor(box.x / this.side); i <= Math.floor((box.x + box.width) / this.side); i++) {
      for (let j = Math.floor(box.y / this.side); j <= Math.floor((box.y + box.height) / this.side); j++) yield `${i} ${j}`;
    }
  }
}

/** Whether two boxes cover one another. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
