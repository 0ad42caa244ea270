import { memo } from 'react';
import type { SeenActor } from '../data/subgraph';
import type { Placed as PlacedLabel } from './labels';
import { lineHeight } from './labels';
import type { Sign } from './marks';
import { dashedOutline, lettersOf, markPath } from './scene';
import type { Light } from './lines';

/** The size of labels on the page. */
export const labelSize = 12.5;

interface MarkProps {
  actor: SeenActor;
  x: number;
  y: number;
  r: number;
  light: Light;
  selected: boolean;
  focused: boolean;
  /** Whether it is one of those in the middle of what is asked. */
  center: boolean;
  pinned: boolean;
  /** How it stands to the actor that is looked at; null if none is, or nothing is between them. */
  stands: Sign | null;
}

/** The mark of an actor: an outline that says what it is, letters if it has some, rings for what was chosen. */
export const Mark = memo(function Mark({ actor, x, y, r, light, selected, focused, center, pinned, stands }: MarkProps) {
  const letters = lettersOf(actor);
  const outline = markPath(actor.kind, r);
  const classes = ['actor-mark', light, center ? 'center' : '', stands ?? ''].filter(Boolean).join(' ');
  return (
    <g className={classes} data-actor={actor.id} transform={`translate(${x} ${y})`}>
      {(selected || focused) && <circle className={focused ? 'mark-ring focused' : 'mark-ring'} r={r + 5.5} />}
      <path className={dashedOutline(actor.kind) ? 'outline dashed' : 'outline'} d={outline} />
      {letters !== '' && (
        <text className="letters" textAnchor="middle" dy="0.36em" fontSize={Math.round(r * 0.62 * 10) / 10}>
          {letters}
        </text>
      )}
      {stands !== null && stands !== 'neutral' && (
        <g className={`net-badge ${stands}`} transform={`translate(${r * 0.78} ${-r * 0.78})`}>
          <circle r={6.5} />
          <path d={stands === 'friendly' ? 'M-3.2 0H3.2M0 -3.2V3.2' : 'M-3.2 0H3.2'} />
        </g>
      )}
      {pinned && <path className="pin" d={`M0 ${r - 2}l3.5 -3.5l-3.5 -3.5l-3.5 3.5Z`} />}
    </g>
  );
});

/** A label beside a mark, with a rim of paper that keeps it legible over lines. */
export function Label({ placed, light, strong }: { placed: PlacedLabel; light: Light; strong: boolean }) {
  return (
    <text className={`actor-label ${light}${strong ? ' strong' : ''}`} x={placed.x} y={placed.y} textAnchor={placed.anchor} fontSize={labelSize} data-actor={placed.id}>
      {placed.lines.map((line, i) => (
        <tspan key={line} x={placed.x} {...(i === 0 ? {} : { dy: labelSize * lineHeight })}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
