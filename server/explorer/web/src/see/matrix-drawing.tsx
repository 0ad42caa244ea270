import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useFormat } from '../words/format';
import { Caption } from './caption';
import type { DrawingProps } from './drawing-props';
import { textWidth } from './labels';
import type { Look } from './light';
import { signOfNet } from './marks';
import { borders, cell, matrixOrder } from './matrix';
import { pairKey } from './net';
import { Tools } from './tools';
import { useSize } from './use-size';
import { useWords } from './words';

/** The matrix: how each two stand to one another, bloc by bloc. */
export function Matrix(props: DrawingProps) {
  const [ref, size] = useSize();
  return (
    <div className="drawing matrix" ref={ref}>
      {size && <MatrixIn {...props} width={size.width} />}
    </div>
  );
}

/** Beyond so many actors the matrix shows those with the most ties: nobody reads more. */
const MOST = 120;

function MatrixIn(props: DrawingProps & { width: number }) {
  const { seen, width, offerSvg, onSelect, say, state } = props;
  const w = useWords();
  const format = useFormat();
  const [at, setAt] = useState<{ row: number; column: number } | null>(null);
  const [over, setOver] = useState<{ row: number; column: number } | null>(null);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const table = useRef<HTMLDivElement | null>(null);
  useEffect(() => offerSvg(svg), [offerSvg, svg]);
  const blocs = seen.blocs?.of ?? noBlocs;
  const order = useMemo(() => {
    const tied = seen.actors.filter((a) => seen.degree.has(a.id));
    const most = [...tied].sort((a, b) => (seen.degree.get(b.id) ?? 0) - (seen.degree.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1)).slice(0, MOST);
    return matrixOrder(most.map((a) => a.id), seen.nets, blocs);
  }, [seen, blocs]);
  const names = order.map((id) => clipped(say.name(id), width < 600 ? 16 : 26));
  const gutter = Math.min(width * 0.42, Math.max(60, ...names.map((n) => textWidth(n, 12) + 14)));
  const side = Math.max(18, Math.min(34, (width - gutter - 40) / Math.max(1, order.length)));
  const top = Math.max(...names.map((n) => textWidth(n, 12))) * 0.82 + 22;
  const edges = borders(order, blocs);
  const look = over ?? at;
  const select = (row: number, column: number): void => {
    const ties = seen.pairs.get(pairKey(order[row] ?? '', order[column] ?? ''));
    if (row === column) onSelect({ actor: order[row] ?? '' }, false);
    else if (ties) onSelect({ relations: ties.map((t) => t.id) }, false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const now = at ?? { row: 0, column: 0 };
    if (step) {
      const clamp = (n: number): number => Math.max(0, Math.min(order.length - 1, n));
      setAt({ row: clamp(now.row + step[0]!), column: clamp(now.column + step[1]!) });
    } else if (event.key === 'Enter' || event.key === ' ') select(now.row, now.column);
    else return;
    event.preventDefault();
  };
  const says = (row: number, column: number): string => {
    const [a = '', b = ''] = [order[row], order[column]];
    if (row === column) return w.actorItem(say.name(a), say.actorKind(a), seen.degree.get(a) ?? 0);
    const net = cell(seen.nets, a, b);
    return net === null ? w.nothingBetween(say.name(a), say.name(b)) : w.cellOf(say.name(a), say.name(b), format.signed(net), seen.pairs.get(pairKey(a, b))?.length ?? 0);
  };
  const selected = new Set(state.selection.relations.flatMap((id) => {
    const r = seen.relation.get(id);
    return r ? [pairKey(r.from, r.to)] : [];
  }));
  const chosen = new Set(state.selection.actors);
  const all = { width: gutter + side * order.length + 24, height: top + side * order.length + 20 };
  return (
    <>
      <div className="matrix-scroll" ref={table} tabIndex={0} role="application" aria-label={`${w.matrix}. ${w.matrixHow}`} aria-describedby="matrix-said" onKeyDown={onKeyDown} onFocus={() => setAt(at ?? { row: 0, column: Math.min(1, order.length - 1) })}>
        <svg ref={setSvg} className="picture matrix-picture" width={all.width} height={all.height} aria-hidden="true" onPointerLeave={() => setOver(null)}>
          {order.map((id, i) => (
            <g key={id} className={['matrix-name', chosen.has(id) ? 'strong' : '', look && (look.row === i || look.column === i) ? 'strong' : ''].join(' ')} onClick={() => onSelect({ actor: id }, false)}>
              <text x={gutter - 8} y={top + side * (i + 0.5)} dy="0.34em" textAnchor="end" fontSize={12}>
                {names[i]}
              </text>
              <text x={0} y={0} dy="0.34em" fontSize={12} transform={`translate(${gutter + side * (i + 0.5)} ${top - 8}) rotate(-55)`}>
                {names[i]}
              </text>
            </g>
          ))}
          {order.map((a, row) =>
            order.map((b, column) => {
              const net = cell(seen.nets, a, b);
              const x = gutter + side * column;
              const y = top + side * row;
              return (
                <g key={`${a} ${b}`} className="cell" onPointerEnter={() => setOver({ row, column })} onClick={() => select(row, column)}>
                  <rect className={row === column ? 'cell-self' : 'cell-room'} x={x} y={y} width={side} height={side} />
                  {net !== null && <Glyph net={net} x={x} y={y} side={side} selected={selected.has(pairKey(a, b))} />}
                </g>
              );
            }),
          )}
          {edges.map((i) => (
            <path key={i} className="bloc-edge" d={`M${gutter} ${top + side * i}H${gutter + side * order.length}M${gutter + side * i} ${top}V${top + side * order.length}`} />
          ))}
          <rect className="matrix-frame" x={gutter} y={top} width={side * order.length} height={side * order.length} />
          {look && <rect className="matrix-look" data-unseen="" x={gutter + side * look.column} y={top + side * look.row} width={side} height={side} />}
        </svg>
      </div>
      <Tools {...props} />
      <p className="matrix-said" id="matrix-said" role="status">
        {look ? says(look.row, look.column) : [w.matrixHow, seen.blocs ? w.blocsHow(seen.blocs.exact, seen.blocs.optima) : ''].join(' ')}
      </p>
      <Caption {...props} strands={noStrands} look={nowhere} />
    </>
  );
}

const noBlocs: ReadonlyMap<string, number> = new Map();
const noStrands: readonly never[] = [];
const nowhere: Look = null;

/** A net as a mark: the greater, the larger; friendly a disc, hostile a barred square, neither a ring. */
function Glyph({ net, x, y, side, selected }: { net: number; x: number; y: number; side: number; selected: boolean }) {
  const sign = signOfNet(net);
  const half = (side / 2 - 2) * Math.sqrt(Math.max(0.12, Math.abs(net)));
  const [cx, cy] = [x + side / 2, y + side / 2];
  return (
    <g className={`glyph ${sign}`}>
      {selected && <rect className="glyph-mark" x={x + 1} y={y + 1} width={side - 2} height={side - 2} />}
      {sign === 'friendly' && <circle cx={cx} cy={cy} r={half} />}
      {sign === 'hostile' && <rect x={cx - half} y={cy - half} width={2 * half} height={2 * half} />}
      {sign === 'hostile' && <path d={`M${cx - half * 0.55} ${cy}H${cx + half * 0.55}`} />}
      {sign === 'neutral' && <circle cx={cx} cy={cy} r={2.6} />}
    </g>
  );
}

function clipped(name: string, letters: number): string {
  return name.length <= letters ? name : `${name.slice(0, letters - 1).trimEnd()}…`;
}

