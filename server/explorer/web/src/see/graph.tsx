import { lazy, type PointerEvent, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SeenActor } from '../data/subgraph';
import { useFormat } from '../words/format';
import { useVocabulary } from '../words/vocabulary';
import { Label, Mark, labelSize } from './actor-marks';
import { Behind } from './behind';
import { Caption } from './caption';
import { hull, n } from './geometry';
import { type Groups, groupsOf } from './groups';
import { type Body, type Places, type Plan, type Spring } from './layout';
import { placeLabels, textWidth, type Placed as PlacedLabel } from './labels';
import { LineLabels } from './line-labels';
import { type Placed, Lines } from './lines';
import { type Lit, litBy, type Look, standsTo } from './light';
import { fit, sightOf, usePanZoom, useWheel, type View, viewAt, zoomed } from './pan-zoom';
import type { DrawingProps } from './drawing-props';
import { radius, strands as strandsOf, type Strand } from './scene';
import { Tools } from './tools';
import { usePlaces } from './use-places';
import { useSize } from './use-size';
import type { Seen } from './use-seen';
import { useWords } from './words';

const Large = lazy(() => import('./large').then((m) => ({ default: m.Large })));

/** Beyond so many lines the drawing is no longer made of elements of the page (see large.tsx). */
export const MOST_LINES = 2_000;

/** The graph: actors as marks, relations as lines, arranged by who stands with whom. */
export function Graph(props: DrawingProps) {
  const [ref, size] = useSize();
  return (
    <div className="drawing graph" ref={ref}>
      {size && <GraphIn {...props} width={size.width} height={size.height} />}
    </div>
  );
}

interface Sized {
  width: number;
  height: number;
}

function usePlan(seen: Seen, groups: Groups, aspect: number): Plan {
  return useMemo(() => {
    const bodies = seen.actors.map((a): Body => {
      const r = radius(a, seen.degree.get(a.id) ?? 0);
      return { id: a.id, radius: r, label: Math.min(150, textWidth(a.name, labelSize)), group: groups.of.get(a.id) ?? null };
    });
    const springs = [...seen.pairs.keys()].map((key): Spring => {
      const [from = '', to = ''] = key.split('\n');
      return { from, to, net: seen.nets.get(key) ?? 0 };
    });
    return { bodies, springs, groups: [...groups.names.keys()], aspect };
  }, [seen, groups, aspect]);
}

/** Places as they are on the page at a zoom, with pins and the actor that is being moved where they are put. */
function usePlaced(props: DrawingProps, places: Places, k: number): ReadonlyMap<string, Placed> {
  const { seen, state } = props;
  const { pins } = state.drawing;
  return useMemo(() => {
    // Many marks shrink with the drawing, so that the lines between them stay in sight.
    const shrink = seen.actors.length > 400 ? Math.max(0.12, Math.min(1, k * 0.55)) : Math.max(0.45, Math.min(1.15, Math.sqrt(k)));
    const out = new Map<string, Placed>();
    for (const a of seen.actors) {
      const at = pins[a.id] ?? places[a.id];
      if (at) out.set(a.id, { x: at[0] * k, y: at[1] * k, r: radius(a, seen.degree.get(a.id) ?? 0) * shrink });
    }
    return out;
  }, [seen, places, pins, k]);
}

function GraphIn({ onPin, ...rest }: DrawingProps & Sized) {
  const { seen, state, width, height, say, bundling } = rest;
  const w = useWords();
  const format = useFormat();
  const vocabulary = useVocabulary();
  const groups = useMemo(() => groupsOf(state.drawing.group, seen, w, vocabulary), [state.drawing.group, seen, w, vocabulary]);
  const plan = usePlan(seen, groups, width >= height ? 1.5 : 0.62);
  const { places, share } = usePlaces(plan);
  const props = { ...rest, onPin: (id: string, at: Parameters<typeof onPin>[1]) => onPin(id, at === 'here' ? (places[id] ?? null) : at) };
  const [view, setView] = useView(rest, places, width, height);
  const placed = usePlaced(props, places, view.k);
  const strands = useMemo(() => strandsOf(seen.relations, bundling), [seen.relations, bundling]);
  const [look, setLook] = useState<Look>(null);
  const [focused, setFocused] = useState<Look>(null);
  const lit = useMemo(() => litBy(look ?? focused, state.selection, strands), [look, focused, state.selection, strands]);
  const stage = useStage(props, placed, strands, view, setView, setLook);
  const labels = useLabels(props, placed, lit, stage.moving?.id ?? null, view, width, height);
  const center = useMemo(() => new Set(state.focus), [state.focus]);
  const { offerSvg } = props;
  useEffect(() => {
    if (stage.svg) offerSvg(stage.svg);
  }, [offerSvg, stage.svg]);

  const large = strands.length > MOST_LINES;
  return (
    <>
      {large ? (
        <Suspense fallback={null}>
          <Large {...props} width={width} height={height} placed={placed} strands={strands} labels={labels} lit={lit} view={view} setView={setView} setLook={setLook} />
        </Suspense>
      ) : (
      <div
        className={stage.grabbing ? 'see-stage grabbing' : 'see-stage'}
        ref={stage.setElement}
        {...stage.handlers}
      >
        <svg ref={stage.setSvg} className="picture" width={width} height={height} role="img" aria-label={w.graphOf(seen.actors.length, seen.relations.length)}>
          <g transform={`translate(${n(view.x)} ${n(view.y)})`}>
            <Hulls groups={groups} placed={placed} actors={seen.actors} k={view.k} />
            <Lines strands={stage.still} placed={placed} lit={lit?.strands ?? null} band={strands.length <= 600} changes={props.changes} />
            {stage.moving && <Lines strands={stage.touched} placed={stage.movingPlaced} lit={lit?.strands ?? null} band={false} changes={props.changes} />}
            <HullNames groups={groups} placed={placed} actors={seen.actors} />
            <LineLabels strands={stage.still} placed={placed} lit={lit} labels={labels} say={say} />
            <Marks {...props} placed={stage.movingPlaced} lit={lit} focused={focused} center={center} />
            {labels.map((l) => (
              <Label key={l.id} placed={l} light={lightOf(lit, l.id)} strong={center.has(l.id) || state.selection.actors.includes(l.id)} />
            ))}
            {stage.moving && <MovingLabel id={stage.moving.id} at={stage.movingPlaced.get(stage.moving.id)} name={say.name(stage.moving.id)} />}
          </g>
        </svg>
      </div>
      )}
      {share < 1 && <Progress text={w.layingOut(format.percent(share))} share={share} />}
      <Tools
        {...props}
        zoom={(by) => setView(zoomed(view, by, { x: width / 2, y: height / 2 }))}
        fit={() => props.onChange({ at: null }, 'replace')}
      />
      <Caption {...props} strands={strands} look={look ?? focused} />
      <Behind {...props} onFocus={setFocused} />
    </>
  );
}

/** The view: what the address has in sight, else all of the drawing. */
function useView({ state, onChange }: Pick<DrawingProps, 'state' | 'onChange'>, places: Places, width: number, height: number) {
  const { at, drawing } = state;
  const { pins } = drawing;
  const whole = useMemo(() => fitted(places, pins, width, height), [places, pins, width, height]);
  const view = useMemo(() => (at === null ? whole : viewAt(at, width, height)), [at, whole, width, height]);
  // Moving about is no step that one would go back to.
  const setView = useCallback((next: View) => onChange({ at: sightOf(next, width, height) }, 'replace'), [onChange, width, height]);
  return [view, setView] as const;
}

function fitted(places: Places, pins: Readonly<Record<string, readonly [number, number]>>, width: number, height: number): View {
  const points = Object.entries(places).map(([id, [x, y]]) => ({ x: pins[id]?.[0] ?? x, y: pins[id]?.[1] ?? y }));
  const narrow = width < 600;
  return fit(points, width, height, narrow ? { x: 50, top: 170, bottom: 130 } : { x: 105, top: 125, bottom: 90 });
}

function lightOf(lit: Lit | null, id: string): 'plain' | 'lit' | 'dim' {
  return lit === null ? 'plain' : lit.actors.has(id) ? 'lit' : 'dim';
}

function Progress({ text, share }: { text: string; share: number }) {
  return (
    <div className="see-progress" role="status">
      <span>{text}</span>
      <progress value={share} max={1} aria-label={text} />
    </div>
  );
}

function Hulls({ groups, placed, actors, k }: { groups: Groups; placed: ReadonlyMap<string, Placed>; actors: readonly SeenActor[]; k: number }) {
  return [...groups.names].map(([key, name]) => {
    const members = actors.filter((a) => groups.of.get(a.id) === key).flatMap((a) => placed.get(a.id) ?? []);
    const outline = hull(members, 34 + 14 * Math.min(1, k));
    if (outline === null) return null;
    return (
      <g key={key} className="hull">
        <path d={outline} />
        <title>{name}</title>
      </g>
    );
  });
}

/** The names of groups stand over the lines, or lines would cross them out. */
function HullNames({ groups, placed, actors }: { groups: Groups; placed: ReadonlyMap<string, Placed>; actors: readonly SeenActor[] }) {
  return [...groups.names].map(([key, name]) => {
    const members = actors.filter((a) => groups.of.get(a.id) === key).flatMap((a) => placed.get(a.id) ?? []);
    if (members.length === 0) return null;
    const top = members.reduce((a, b) => (a.y < b.y ? a : b));
    return (
      <g key={key} className="hull">
        <text x={top.x} y={top.y - 56} textAnchor="middle">
          {name}
        </text>
      </g>
    );
  });
}

interface MarksProps extends DrawingProps {
  placed: ReadonlyMap<string, Placed>;
  lit: Lit | null;
  focused: Look;
  center: ReadonlySet<string>;
}

function Marks({ seen, state, placed, lit, focused, center }: MarksProps) {
  const selected = new Set(state.selection.actors);
  const focusedActor = focused && 'actor' in focused ? focused.actor : null;
  return seen.actors.map((a) => {
    const at = placed.get(a.id);
    if (!at) return null;
    return (
      <Mark
        key={a.id}
        actor={a}
        x={at.x}
        y={at.y}
        r={at.r}
        light={lightOf(lit, a.id)}
        selected={selected.has(a.id)}
        focused={focusedActor === a.id}
        center={center.has(a.id)}
        pinned={a.id in state.drawing.pins}
        stands={standsTo(lit?.of ?? null, a.id, seen.nets)}
      />
    );
  });
}

function MovingLabel({ id, at, name }: { id: string; at: Placed | undefined; name: string }) {
  if (!at) return null;
  const label: PlacedLabel = { id, lines: [name], x: at.x, y: at.y + at.r + labelSize, anchor: 'middle', box: { x: 0, y: 0, width: 0, height: 0 } };
  return <Label placed={label} light="lit" strong />;
}

function useLabels(props: DrawingProps, placed: ReadonlyMap<string, Placed>, lit: Lit | null, without: string | null, view: View, width: number, height: number): PlacedLabel[] {
  const { seen, state } = props;
  const { x, y } = view;
  return useMemo(() => {
    const must = new Set([...state.focus, ...state.selection.actors, ...(lit?.of ? [lit.of] : [])]);
    const wishes = seen.actors.flatMap((a) => {
      const at = placed.get(a.id);
      if (!at || a.id === without) return [];
      const weight = (seen.degree.get(a.id) ?? 0) + (lit?.actors.has(a.id) ? 1_000 : 0);
      return [{ id: a.id, text: a.name, at, radius: at.r, weight, must: must.has(a.id) }];
    });
    // A mark that is moved out of sight takes its label with it.
    return placeLabels(wishes, labelSize, { x: 4 - x, y: 4 - y, width: width - 8, height: height - 8 });
  }, [seen, state.focus, state.selection.actors, placed, lit, without, x, y, width, height]);
}

/** What pointers do: move the drawing, move an actor (which pins it), point at, select, grow. */
function useStage(
  props: DrawingProps,
  placed: ReadonlyMap<string, Placed>,
  strands: readonly Strand[],
  view: View,
  setView: (view: View) => void,
  setLook: (look: Look) => void,
) {
  const { onSelect, onPin, onGrow } = props;
  const layer = useRef<SVGSVGElement | null>(null);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [moving, setMoving] = useState<{ id: string; x: number; y: number } | null>(null);
  const press = useRef<{ id: string; x: number; y: number; moved: boolean } | null>(null);
  const tapped = useRef<{ id: string; time: number } | null>(null);
  layer.current = svg;
  const pan = usePanZoom(layer, view, setView, () => onSelect(null, false));
  useWheel(element, pan.onWheel);

  const onPointerDown = (event: PointerEvent<Element>): void => {
    const id = actorAt(event.target);
    if (id === null) {
      if (lineAt(event.target) === null) pan.handlers.onPointerDown(event);
      return;
    }
    if (event.button !== 0) return;
    press.current = { id, x: event.clientX, y: event.clientY, moved: false };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<Element>): void => {
    const p = press.current;
    if (p) {
      const at = placed.get(p.id);
      if (!at || (!p.moved && Math.hypot(event.clientX - p.x, event.clientY - p.y) < 4)) return;
      p.moved = true;
      setMoving({ id: p.id, x: at.x + event.clientX - p.x, y: at.y + event.clientY - p.y });
      return;
    }
    pan.handlers.onPointerMove(event);
    if (event.buttons === 0 && event.pointerType === 'mouse') setLook(lookAt(event.target));
  };
  const onPointerUp = (event: PointerEvent<Element>): void => {
    const p = press.current;
    press.current = null;
    const line = lineAt(event.target);
    if (p?.moved && moving) onPin(p.id, [moving.x / view.k, moving.y / view.k]);
    else if (p) tap(p.id, event);
    else if (line !== null && !pan.grabbing) onSelect({ relations: strands.find((s) => s.id === line)?.ties.map((t) => t.id) ?? [] }, event.shiftKey);
    pan.handlers.onPointerUp(event);
    setMoving(null);
  };
  // The pointer is held by the stage, so a double click would be told of the stage, not of the actor.
  const tap = (id: string, event: PointerEvent<Element>): void => {
    const twice = tapped.current?.id === id && event.timeStamp - tapped.current.time < 400;
    tapped.current = twice ? null : { id, time: event.timeStamp };
    if (twice) onGrow(id);
    else onSelect({ actor: id }, event.shiftKey || event.ctrlKey || event.metaKey);
  };

  const movingId = moving?.id ?? null;
  const still = useMemo(() => (movingId === null ? strands : strands.filter((s) => s.from !== movingId && s.to !== movingId)), [strands, movingId]);
  const touched = useMemo(() => (movingId === null ? [] : strands.filter((s) => s.from === movingId || s.to === movingId)), [strands, movingId]);
  const movingPlaced = useMemo(() => {
    const at = moving && placed.get(moving.id);
    return moving && at ? new Map(placed).set(moving.id, { ...at, x: moving.x, y: moving.y }) : placed;
  }, [placed, moving]);
  const handlers = {
    onPointerDown,
    onPointerMove,
    onPointerUp,
    onPointerCancel: onPointerUp,
    onPointerLeave: () => setLook(null),
  };
  return { svg, setSvg, setElement, moving, movingPlaced, still, touched, grabbing: pan.grabbing, handlers };
}

function actorAt(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<SVGElement>('[data-actor]')?.dataset['actor'] ?? null) : null;
}

function lineAt(target: EventTarget): string | null {
  return target instanceof Element ? (target.closest<SVGElement>('[data-line]')?.dataset['line'] ?? null) : null;
}

function lookAt(target: EventTarget): Look {
  const actor = actorAt(target);
  if (actor !== null) return { actor };
  const line = lineAt(target);
  return line === null ? null : { line };
}

