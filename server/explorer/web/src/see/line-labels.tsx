import { useMemo } from 'react';
import { lineHeight, overlap, textWidth, type Box, type Placed as PlacedLabel } from './labels';
import type { Placed } from './lines';
import type { Lit } from './light';
import { type Strand, strandCurve } from './scene';
import type { Say } from './use-seen';

const size = 11;
/** A drawing with so few lines says of each what it is, as far as there is room. */
const FEW = 26;

interface Props {
  strands: readonly Strand[];
  placed: ReadonlyMap<string, Placed>;
  lit: Lit | null;
  /** The labels of actors, which lines do not cover. */
  labels: readonly PlacedLabel[];
  say: Say;
}

/** What lines say, written in their middles: of all of them if they are few, else of those in the light. */
export function LineLabels({ strands, placed, lit, labels, say }: Props) {
  const written = useMemo(() => {
    const wanted = lit ? strands.filter((s) => lit.strands.has(s.id)) : strands.length <= FEW ? strands : [];
    return wanted.length > 60 ? [] : place(wanted, placed, labels, say);
  }, [strands, placed, lit, labels, say]);
  return written.map((l) => (
    <text key={l.id} className={`line-label ${l.sign}`} x={l.x} y={l.y} textAnchor="middle" fontSize={size}>
      {l.text}
    </text>
  ));
}

interface Written {
  id: string;
  sign: string;
  text: string;
  x: number;
  y: number;
}

/** Places each text in the middle of its line, or a little before or behind, where it covers nothing. */
function place(strands: readonly Strand[], placed: ReadonlyMap<string, Placed>, labels: readonly PlacedLabel[], say: Say): Written[] {
  const taken: Box[] = [
    ...labels.map((l) => l.box),
    ...[...placed.values()].map((p) => ({ x: p.x - p.r, y: p.y - p.r, width: 2 * p.r, height: 2 * p.r })),
  ];
  const out: Written[] = [];
  for (const s of strands) {
    const a = placed.get(s.from);
    const b = placed.get(s.to);
    if (!a || !b) continue;
    const text = textOf(s, say);
    const c = strandCurve(s, a, b, a.r, b.r);
    const width = textWidth(text, size) + 4;
    if (Math.hypot(c.end.x - c.start.x, c.end.y - c.start.y) < width * 0.6) continue;
    for (const share of [0, 0.16, -0.16]) {
      const x = c.middle.x + (c.end.x - c.start.x) * share;
      const y = c.middle.y + (c.end.y - c.start.y) * share;
      const box = { x: x - width / 2, y: y - size * 0.6, width, height: size * lineHeight };
      if (taken.some((t) => overlap(t, box))) continue;
      taken.push(box);
      out.push({ id: s.id, sign: s.sign, text, x: Math.round(x), y: Math.round(y + size * 0.34) });
      break;
    }
  }
  return out;
}

function textOf(s: Strand, say: Say): string {
  const kinds = [...new Set(s.ties.map(say.kind))];
  const [first = '', ...more] = kinds;
  if (more.length > 0) return `${first} +${s.ties.length - 1}`;
  return s.ties.length > 1 ? `${first} ×${s.ties.length}` : first;
}
