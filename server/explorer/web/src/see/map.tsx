import type { GeoProjection } from 'd3-geo';
import { use, useCallback, useEffect, useMemo, useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useFormat } from '../words/format';
import { Label, Mark, labelSize } from './actor-marks';
import { Behind } from './behind';
import { Caption } from './caption';
import type { DrawingProps } from './drawing-props';
import { placeLabels } from './labels';
import { type Placed, Lines } from './lines';
import { litBy, type Look, standsTo } from './light';
import { signOfNet, type Sign } from './marks';
import { pairKey } from './net';
import { sightOf, usePanZoom, useWheel, type View, viewAt, zoomed } from './pan-zoom';
import { strands as strandsOf } from './scene';
import { Tools } from './tools';
import { useSize } from './use-size';
import { useWords } from './words';
import { pathsIn, projectionFor, shapeKey, type Shape, shapes, whereabouts } from './world';

/** The atlas is large, and loaded once, when the first map is opened. */
const atlas = import('world-atlas/countries-50m.json').then((m) => shapes(m.default as unknown as Parameters<typeof shapes>[0]));

/** The map: actors where they have their seat, relations as arcs, or states colored by how they stand to one of them. */
export function WorldMap(props: DrawingProps & { legend: ReactNode }) {
  const [ref, size] = useSize();
  const world = use(atlas);
  return (
    <div className="drawing map" ref={ref}>
      {size && <MapIn {...props} world={world} width={size.width} height={size.height} />}
    </div>
  );
}

type World = Awaited<typeof atlas>;

function MapIn(props: DrawingProps & { legend: ReactNode; world: World; width: number; height: number }) {
  const { legend, seen, state, say, world, width, height, offerSvg, onSelect, bundling } = props;
  const w = useWords();
  const seats = useMemo(() => {
    const out = new Map<string, { latitude: number; longitude: number }>();
    for (const a of seen.actors) {
      const seat = whereabouts(a, world.byKey);
      if (seat) out.set(a.id, seat);
    }
    return out;
  }, [seen.actors, world]);
  const projection = useProjection(props, seats);
  const [view, setView] = useView(props, projection);
  const placed = useMemo(() => placesOn(projection, seats, view.k), [projection, seats, view.k]);
  const strands = useMemo(
    () => strandsOf(seen.relations.filter((r) => placed.has(r.from) && placed.has(r.to)), bundling).map(arched),
    [seen.relations, placed, bundling],
  );
  const of = state.drawing.mapOf !== null && seen.actor.has(state.drawing.mapOf) ? state.drawing.mapOf : null;
  const shown = of === null ? strands : [];
  const [look, setLook] = useState<Look>(null);
  const [focused, setFocused] = useState<Look>(null);
  const lit = useMemo(() => litBy(look ?? focused, state.selection, strands), [look, focused, state.selection, strands]);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const [stage, setStage] = useState<HTMLDivElement | null>(null);
  const layer = useRef<SVGSVGElement | null>(null);
  layer.current = svg;
  useEffect(() => offerSvg(svg), [offerSvg, svg]);
  const pan = usePanZoom(layer, view, setView, () => onSelect(null, false));
  useWheel(stage, pan.onWheel);
  const labels = useMemo(() => {
    const must = new Set([...state.focus, ...state.selection.actors, ...(of === null ? [] : [of])]);
    return placeLabels(
      seen.actors.flatMap((a) => {
        const at = placed.get(a.id);
        return at ? [{ id: a.id, text: a.name, at, radius: at.r, weight: (seen.degree.get(a.id) ?? 0) + (lit?.actors.has(a.id) ? 1_000 : 0), must: must.has(a.id) }] : [];
      }),
      labelSize,
    );
  }, [seen, state.focus, state.selection.actors, placed, lit, of]);
  const onUp = (event: PointerEvent<Element>): void => {
    const target = (event.target as Element).closest<SVGElement>('[data-actor], [data-line]');
    const actor = target?.dataset['actor'];
    const line = target?.dataset['line'];
    if (actor !== undefined) onSelect({ actor }, event.shiftKey);
    else if (line !== undefined) onSelect({ relations: strands.find((s) => s.id === line)?.ties.map((t) => t.id) ?? [] }, event.shiftKey);
    else pan.handlers.onPointerUp(event);
  };
  const off = seen.actors.length - placed.size;
  return (
    <>
      <div
        className={pan.grabbing ? 'see-stage grabbing' : 'see-stage'}
        ref={setStage}
        onPointerDown={(e) => !(e.target as Element).closest('[data-actor], [data-line]') && pan.handlers.onPointerDown(e)}
        onPointerMove={(e) => {
          pan.handlers.onPointerMove(e);
          if (e.buttons === 0 && e.pointerType === 'mouse') setLook(lookAt(e.target));
        }}
        onPointerUp={onUp}
        onPointerCancel={pan.handlers.onPointerCancel}
        onPointerLeave={() => setLook(null)}
      >
        <svg ref={setSvg} className="picture" width={width} height={height} role="img" aria-label={of === null ? w.map : w.mapOf(say.name(of))}>
          <g transform={`translate(${Math.round(view.x)} ${Math.round(view.y)})`}>
            <Land {...props} projection={projection} k={view.k} of={of} />
            <Lines strands={shown} placed={placed} lit={lit?.strands ?? null} band={shown.length <= 600} changes={props.changes} />
            {seen.actors.map((a) => {
              const at = placed.get(a.id);
              return (
                at && (
                  <Mark
                    key={a.id}
                    actor={a}
                    x={at.x}
                    y={at.y}
                    r={at.r}
                    light={lit === null || lit.actors.has(a.id) ? 'plain' : 'dim'}
                    selected={state.selection.actors.includes(a.id)}
                    focused={focused !== null && 'actor' in focused && focused.actor === a.id}
                    center={a.id === of || (of === null && state.focus.includes(a.id))}
                    pinned={false}
                    stands={standsTo(of ?? lit?.of ?? null, a.id, seen.nets)}
                  />
                )
              );
            })}
            {labels.map((l) => (
              <Label key={l.id} placed={l} light={lit === null || lit.actors.has(l.id) ? 'plain' : 'dim'} strong={l.id === of || state.focus.includes(l.id)} />
            ))}
          </g>
        </svg>
      </div>
      <Tools {...props} zoom={(by) => setView(zoomed(view, by, { x: width / 2, y: height / 2 }))} fit={() => props.onChange({ mapAt: null }, 'replace')}>
        {of !== null && (
          <Button className="button small" onPress={() => props.onChange({ drawing: { ...state.drawing, mapOf: null } })}>
            {w.arcs}
          </Button>
        )}
      </Tools>
      <div className="map-foot">
        {legend /* above what is said of the borders, however many lines that takes */}
        <p className="map-note">
          {w.bordersNote}
          {off > 0 && ` ${w.notOnMap(off)}.`}
        </p>
      </div>
      <Caption {...props} strands={strands} look={look ?? focused} />
      <Behind {...props} onFocus={setFocused} />
    </>
  );
}

/** The view: what the address has in sight, else what the projection fits. */
function useView({ state, onChange, width, height }: DrawingProps & { width: number; height: number }, projection: GeoProjection) {
  const { mapAt } = state;
  const view = useMemo((): View => {
    const middle = mapAt && projection([mapAt.x, mapAt.y]);
    return middle ? viewAt({ x: middle[0], y: middle[1], zoom: mapAt.zoom }, width, height) : { k: 1, x: 0, y: 0 };
  }, [mapAt, projection, width, height]);
  const setView = useCallback(
    (next: View) => {
      const { x, y, zoom } = sightOf(next, width, height);
      const middle = projection.invert?.([x, y]);
      if (middle?.every(Number.isFinite)) onChange({ mapAt: { x: middle[0], y: middle[1], zoom } }, 'replace');
    },
    [onChange, projection, width, height],
  );
  return [view, setView] as const;
}

function lookAt(target: EventTarget): Look {
  const found = target instanceof Element ? target.closest<SVGElement>('[data-actor], [data-line]') : null;
  const { actor, line } = found?.dataset ?? {};
  return actor !== undefined ? { actor } : line !== undefined ? { line } : null;
}

/** Fits what is in focus and what it is tied to; far ones do not shrink the rest to a dot. */
function useProjection({ seen, state, width, height }: DrawingProps & { width: number; height: number }, seats: ReadonlyMap<string, { latitude: number; longitude: number }>): GeoProjection {
  const { focus } = state;
  return useMemo(() => {
    const all = [...seats.values()];
    const middle = focus.flatMap((id) => seats.get(id) ?? []);
    const [m] = middle;
    // Of those around an actor, nine in ten are shown at first; the rest are a zoom away.
    const near = m
      ? [...all].sort((a, b) => distance(a, m) - distance(b, m)).slice(0, Math.max(3, Math.ceil(all.length * 0.8)))
      : all;
    return projectionFor(near, width, height, width < 600 ? { side: 34, top: 110, bottom: 130 } : { side: 90, top: 115, bottom: 110 });
  }, [seats, focus, width, height, seen]);
}

function distance(a: { latitude: number; longitude: number }, b: { latitude: number; longitude: number }): number {
  return Math.hypot(a.latitude - b.latitude, (a.longitude - b.longitude) * 0.8);
}

/** Where actors stand on the page; those that share a seat stand around it. */
function placesOn(projection: GeoProjection, seats: ReadonlyMap<string, { latitude: number; longitude: number }>, k: number): Map<string, Placed> {
  const at = new Map<string, string[]>();
  const points = new Map<string, [number, number]>();
  for (const [id, seat] of seats) {
    const p = projection([seat.longitude, seat.latitude]);
    if (!p) continue;
    points.set(id, p);
    const key = `${Math.round(p[0] * k)} ${Math.round(p[1] * k)}`;
    at.set(key, [...(at.get(key) ?? []), id]);
  }
  const out = new Map<string, Placed>();
  for (const ids of at.values()) {
    ids.sort().forEach((id, i) => {
      const p = points.get(id)!;
      const around = ids.length === 1 ? 0 : 15;
      const angle = (2 * Math.PI * i) / ids.length - Math.PI / 2;
      out.set(id, { x: p[0] * k + around * Math.cos(angle), y: p[1] * k + around * Math.sin(angle), r: 11 });
    });
  }
  return out;
}

/** Lines on a map bow, so that they read as arcs and leave the land between visible. */
function arched<S extends { bend: number; from: string; to: string }>(strand: S): S {
  const base = strand.from <= strand.to ? 26 : -26;
  return { ...strand, bend: strand.bend + base };
}

/** The land: every shape, colored by how its state stands to the actor that is chosen. */
function Land({ world, projection, k, of, seen, say, width, height }: DrawingProps & { world: World; projection: GeoProjection; k: number; of: string | null; width: number; height: number }) {
  const format = useFormat();
  const w = useWords();
  const drawn = useMemo(() => {
    const path = pathsIn(projection, width, height, Math.max(width, height));
    return world.all.map((shape) => ({ shape, d: path(shape) ?? '' })).filter((s) => s.d !== '');
  }, [world, projection, width, height]);
  const byShape = useMemo(() => {
    const out = new Map<Shape, string>();
    for (const a of seen.actors) {
      const shape = a.kind === 'STATE' ? world.byKey.get(shapeKey(a)) : undefined;
      if (shape) out.set(shape, a.id);
    }
    return out;
  }, [seen.actors, world]);
  return (
    <g className="land" transform={k === 1 ? undefined : `scale(${k})`}>
      {drawn.map(({ shape, d }, i) => {
        const id = byShape.get(shape);
        const net = of !== null && id !== undefined && id !== of ? seen.nets.get(pairKey(of, id)) : undefined;
        const sign: Sign | null = net === undefined ? null : signOfNet(net);
        return (
          <path
            key={`${shape.id ?? shape.properties.name} ${i}`}
            className={['shape', id === undefined ? '' : 'known', of !== null && id === of ? 'chosen' : '', sign ?? ''].filter(Boolean).join(' ')}
            d={d}
            {...(net === undefined ? {} : { fillOpacity: sign === 'neutral' ? 0.3 : 0.2 + 0.62 * Math.min(1, Math.abs(net)) })}
            {...(id === undefined ? {} : { 'data-actor': id })}
          >
            <title>{net === undefined || of === null ? shape.properties.name : w.netWith(say.name(of), format.signed(net))}</title>
          </path>
        );
      })}
    </g>
  );
}

