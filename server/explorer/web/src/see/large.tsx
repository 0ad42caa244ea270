// Drawings of more lines than a page can hold as elements: painted on a canvas, a slice at a time, so that the page
// answers meanwhile. While it is dragged, the painted canvas moves; it is painted anew when it is let go.
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useFormat } from '../words/format';
import { labelSize } from './actor-marks';
import type { DrawingProps } from './drawing-props';
import { head } from './geometry';
import type { Placed as PlacedLabel } from './labels';
import type { Placed } from './lines';
import type { Lit } from './light';
import type { Sign } from './marks';
import { usePanZoom, useWheel, type View } from './pan-zoom';
import { headSize, lettersOf, markPath, type Strand, strandCurve } from './scene';
import { useWords } from './words';

/** So many lines are painted at once; it takes a few milliseconds. */
const SLICE = 400;

interface Props extends DrawingProps {
  width: number;
  height: number;
  placed: ReadonlyMap<string, Placed>;
  strands: readonly Strand[];
  labels: readonly PlacedLabel[];
  lit: Lit | null;
  view: View;
  setView: (view: View) => void;
  setLook: (look: { actor: string } | null) => void;
}

/** A large graph. */
export function Large(props: Props) {
  const { width, height, view, setView, setLook, placed, onSelect, onGrow, offerSvg } = props;
  const w = useWords();
  const format = useFormat();
  const [stage, setStage] = useState<HTMLDivElement | null>(null);
  const layer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const image = useRef<SVGImageElement>(null);
  const [done, setDone] = useState(0);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  useEffect(() => offerSvg(svg), [offerSvg, svg]);
  const pan = usePanZoom(layer, view, setView, () => onSelect(null, false));
  useWheel(stage, pan.onWheel);
  usePainting(props, canvas, image, setDone);

  const at = (event: PointerEvent<Element>): string | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - view.x, event.clientY - box.top - view.y];
    let found: string | null = null;
    for (const [id, p] of placed) if (Math.hypot(p.x - x, p.y - y) <= Math.max(p.r, 6)) found = id;
    return found;
  };
  const pressed = useRef<{ id: string | null; x: number; y: number; time: number }>({ id: null, x: 0, y: 0, time: 0 });
  return (
    <>
      <div
        className={pan.grabbing ? 'see-stage grabbing' : 'see-stage'}
        ref={setStage}
        onPointerDown={(e) => {
          const id = at(e);
          pressed.current = { id, x: e.clientX, y: e.clientY, time: id !== null && pressed.current.id === id ? pressed.current.time : 0 };
          if (id === null) pan.handlers.onPointerDown(e);
        }}
        onPointerMove={(e) => {
          pan.handlers.onPointerMove(e);
          if (e.buttons === 0 && e.pointerType === 'mouse') {
            const id = at(e);
            setLook(id === null ? null : { actor: id });
          }
        }}
        onPointerUp={(e) => {
          const p = pressed.current;
          if (p.id === null) return pan.handlers.onPointerUp(e);
          if (e.timeStamp - p.time < 400) onGrow(p.id);
          else onSelect({ actor: p.id }, e.shiftKey);
          p.time = e.timeStamp;
        }}
        onPointerCancel={pan.handlers.onPointerCancel}
        onPointerLeave={() => setLook(null)}
      >
        <div ref={layer} className="see-layer">
          <canvas ref={canvas} style={{ width, height }} role="img" aria-label={w.graphOf(props.seen.actors.length, props.seen.relations.length)} />
        </div>
      </div>
      <svg ref={setSvg} className="see-copy" width={width} height={height} aria-hidden="true">
        <image ref={image} width={width} height={height} />
      </svg>
      {done < 1 && (
        <p className="see-painting" role="status">
          {w.drawing(format.percent(done))}
        </p>
      )}
    </>
  );
}

interface Colors {
  sign: Record<Sign, string>;
  ink: string;
  ground: string;
  font: string;
}

function colorsOf(element: Element): Colors {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return {
    sign: { friendly: color('--friendly'), hostile: color('--hostile'), neutral: color('--neutral') },
    ink: color('--ink'),
    ground: color('--card'),
    font: color('--sans'),
  };
}

/** Paints slice by slice, the more lines the fainter each, a slice a frame or more as there is time; a new painting ends the one before. */
function usePainting(props: Props, canvas: { current: HTMLCanvasElement | null }, image: { current: SVGImageElement | null }, setDone: (share: number) => void): void {
  const { strands, placed, labels, lit, view, width, height, seen, state } = props;
  // Not sign by sign: whichever came last would cover the others, and a mixed picture would look hostile.
  const order = strands;
  const theme = state.theme;
  useEffect(() => {
    const c = canvas.current;
    const context = c?.getContext('2d');
    if (!c || !context) return undefined;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    c.width = width * ratio;
    c.height = height * ratio;
    context.setTransform(ratio, 0, 0, ratio, view.x * ratio, view.y * ratio);
    const colors = colorsOf(c);
    const room = { left: -view.x, top: -view.y, right: width - view.x, bottom: height - view.y };
    let next = 0;
    let frame = 0;
    const step = (): void => {
      const until = performance.now() + 8;
      while (next < order.length && performance.now() < until) {
        paintLines(context, order.slice(next, next + SLICE), placed, lit, colors, room, 0.55 * Math.sqrt(Math.min(1, 2_000 / order.length)));
        next += SLICE;
      }
      setDone(Math.min(1, next / Math.max(1, order.length)));
      if (next < order.length) {
        frame = requestAnimationFrame(step);
        return;
      }
      paintMarks(context, props, colors);
      paintLabels(context, labels, lit, colors);
      frame = window.setTimeout(() => image.current?.setAttribute('href', c.toDataURL()), 300);
    };
    frame = requestAnimationFrame(step);
    return () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(frame);
    };
    // What is painted depends on these alone.
  }, [order, placed, labels, lit, view.x, view.y, width, height, seen, theme]);
}

interface Room {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function paintLines(context: CanvasRenderingContext2D, strands: readonly Strand[], placed: ReadonlyMap<string, Placed>, lit: Lit | null, colors: Colors, room: Room, faint: number): void {
  for (const s of strands) {
    const a = placed.get(s.from);
    const b = placed.get(s.to);
    if (!a || !b || outside(a, b, room)) continue;
    const shown = lit === null || lit.strands.has(s.id);
    context.globalAlpha = shown ? s.ink * (lit === null ? faint : 1) : 0.05;
    context.strokeStyle = colors.sign[s.sign];
    context.lineWidth = Math.max(0.7, s.width * 0.6);
    context.setLineDash(s.dash === '' ? [] : s.dash.split(' ').map(Number));
    const c = strandCurve(s, a, b, a.r, b.r);
    context.stroke(new Path2D(c.d));
    const length = Math.hypot(c.end.x - c.start.x, c.end.y - c.start.y);
    if (!shown || length < 24) continue;
    context.setLineDash([]);
    context.fillStyle = colors.sign[s.sign];
    if (s.head) paintHead(context, s, new Path2D(head(s.sign, c.end, c.angle, headSize(s) * 0.7)));
    if (s.backHead) paintHead(context, s, new Path2D(head(s.sign, c.start, c.startAngle, headSize(s) * 0.7)));
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function paintHead(context: CanvasRenderingContext2D, s: Strand, path: Path2D): void {
  if (s.sign !== 'neutral' && s.mood === 'done') context.fill(path);
  else context.stroke(path);
}

function outside(a: Placed, b: Placed, r: Room): boolean {
  const m = 40;
  return (a.x < r.left - m && b.x < r.left - m) || (a.x > r.right + m && b.x > r.right + m) || (a.y < r.top - m && b.y < r.top - m) || (a.y > r.bottom + m && b.y > r.bottom + m);
}

function paintMarks(context: CanvasRenderingContext2D, { seen, placed, lit, state }: Props, colors: Colors): void {
  const center = new Set(state.focus);
  const selected = new Set(state.selection.actors);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const a of seen.actors) {
    const at = placed.get(a.id);
    if (!at) continue;
    context.globalAlpha = lit === null || lit.actors.has(a.id) ? 1 : 0.25;
    context.save();
    context.translate(at.x, at.y);
    const path = new Path2D(markPath(a.kind, at.r));
    context.fillStyle = center.has(a.id) ? colors.ink : colors.ground;
    context.strokeStyle = colors.ink;
    context.lineWidth = selected.has(a.id) ? 3 : 1.1;
    context.fill(path);
    context.stroke(path);
    const letters = lettersOf(a);
    if (letters !== '' && at.r > 9) {
      context.fillStyle = center.has(a.id) ? colors.ground : colors.ink;
      context.font = `600 ${Math.round(at.r * 0.62)}px ${colors.font}`;
      context.fillText(letters, 0, 0.5);
    }
    context.restore();
  }
  context.globalAlpha = 1;
}

function paintLabels(context: CanvasRenderingContext2D, labels: readonly PlacedLabel[], lit: Lit | null, colors: Colors): void {
  context.textBaseline = 'alphabetic';
  context.font = `500 ${labelSize}px ${colors.font}`;
  context.lineJoin = 'round';
  for (const l of labels) {
    if (lit !== null && !lit.actors.has(l.id)) continue;
    context.textAlign = l.anchor === 'middle' ? 'center' : l.anchor === 'end' ? 'right' : 'left';
    l.lines.forEach((line, i) => {
      const y = l.y + i * labelSize * 1.16;
      context.strokeStyle = colors.ground;
      context.lineWidth = 3.5;
      context.strokeText(line, l.x, y);
      context.fillStyle = colors.ink;
      context.fillText(line, l.x, y);
    });
  }
}
