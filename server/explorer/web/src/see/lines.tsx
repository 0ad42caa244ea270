import { memo } from 'react';
import { bead, head } from './geometry';
import { filledHead, ticks } from './marks';
import type { Point } from './point';
import { headSize, type Strand, strandCurve } from './scene';

/** How a line stands out: as the rest, in the light, or in the shade. */
export type Light = 'plain' | 'lit' | 'dim';

interface LineProps {
  strand: Strand;
  ax: number;
  ay: number;
  bx: number;
  by: number;
  rimA: number;
  rimB: number;
  light: Light;
  /** Whether it has a wide band around it that a finger can hit. */
  band: boolean;
  /** What a difference says of it: began, ended …; empty for nothing. */
  change: string;
}

/** One line: its stroke, ticks if hostile, a head, a bead if it is an act. */
export const Line = memo(function Line({ strand, ax, ay, bx, by, rimA, rimB, light, band, change }: LineProps) {
  const c = strandCurve(strand, { x: ax, y: ay }, { x: bx, y: by }, rimA, rimB);
  const filled = filledHead(strand.mood);
  const headClass = filled && strand.sign !== 'neutral' ? 'tie-head' : 'tie-head hollow';
  const size = headSize(strand);
  return (
    <g className={`tie-line ${strand.sign} ${light}${change === '' ? '' : ` change ${change}`}`} data-line={strand.id}>
      {change !== '' && <path className="halo" d={c.d} strokeWidth={strand.width + 7} />}
      {band && <path className="band" d={c.d} />}
      <g opacity={strand.ink}>
        <path className="stroke" d={c.d} strokeWidth={strand.width} {...(strand.dash === '' ? {} : { strokeDasharray: strand.dash })} />
        {strand.sign === 'hostile' && <path className="ticks" d={c.d} strokeWidth={ticks.width + strand.width} strokeDasharray={ticks.dash} />}
        {strand.head && <path className={headClass} d={head(strand.sign, c.end, c.angle, size)} />}
        {strand.backHead && <path className={headClass} d={head(strand.sign, c.start, c.startAngle, size)} />}
        {strand.class === 'ACT' && <path className={filled ? 'bead' : 'bead hollow'} d={bead(c.middle, c.middleAngle, 3.6 + strand.width * 0.6)} />}
      </g>
    </g>
  );
});

/** Where an actor stands on the page, and how far its mark reaches. */
export interface Placed extends Point {
  r: number;
}

interface LinesProps {
  strands: readonly Strand[];
  placed: ReadonlyMap<string, Placed>;
  lit: ReadonlySet<string> | null;
  band: boolean;
  changes: ReadonlyMap<string, string>;
}

/** The lines of a drawing. With `lit`, all others step back. */
export const Lines = memo(function Lines({ strands, placed, lit, band, changes }: LinesProps) {
  return strands.map((s) => {
    const a = placed.get(s.from);
    const b = placed.get(s.to);
    if (!a || !b) return null;
    const change = s.ties.map((t) => changes.get(t.id) ?? '').find((c) => c !== '') ?? '';
    return (
      <Line
        key={s.id}
        strand={s}
        ax={a.x}
        ay={a.y}
        bx={b.x}
        by={b.y}
        rimA={a.r}
        rimB={b.r}
        light={lit === null ? 'plain' : lit.has(s.id) ? 'lit' : 'dim'}
        band={band}
        change={change}
      />
    );
  });
});
