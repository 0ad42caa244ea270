import './see.css';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Subgraph } from '../data/subgraph';
import type { Change, OnChange } from '../state/state';
import { type Changes, useChanges } from '../understand/use-difference';
import { useFormat } from '../words/format';
import type { Chosen, DrawingProps } from './drawing-props';
import { Graph } from './graph';
import { Legend, legendWidth } from './legend';
import { Matrix } from './matrix-drawing';
import { linesOf, pictureOf } from './picture';
import type { SeeProps } from './props';
import { Timeline } from './timeline-drawing';
import { useSay, useSeen } from './use-seen';
import { useWords } from './words';

const WorldMap = lazy(() => import('./map').then((m) => ({ default: m.WorldMap })));

/** So many relations still have a line each unless asked otherwise. */
const EACH = 40;

/** The drawings: graph, map, matrix, timeline, of the same actors and relations, with the same selection. */
export function See(given: SeeProps) {
  const { state, registry } = given;
  const w = useWords();
  const changes = useChanges(state, registry, given.subgraph.relations);
  const subgraph = useMemo(() => withChanges(given.subgraph, changes), [given.subgraph, changes]);
  const props = { ...given, subgraph };
  const seen = useSeen(props);
  const say = useSay(props, seen);
  const { onChange, undo } = useUndo(props);
  const bundling = state.drawing.lines ?? (seen.relations.length <= EACH ? 'each' : 'pair');
  const hands = useHands(props, onChange);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const root = useRef<HTMLDivElement | null>(null);
  useOfferPicture(props, svg, root, seen.relations.length);
  const drawing: DrawingProps = { ...props, ...hands, onChange, seen, say, bundling, undo, changes: changes.of, offerSvg: setSvg };
  const legend = subgraph.relations.length > 0 && <Legend seen={seen} marks={state.mode === 'graph'} changes={changes.of} />;
  return (
    <div
      className={props.stale ? 'see stale' : 'see'}
      ref={root}
      onKeyDown={(event) => {
        if (undo && event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
          event.preventDefault();
          undo();
        }
      }}
    >
      {state.mode === 'graph' && <Graph {...drawing} />}
      {state.mode === 'map' && (
        <Suspense fallback={<p className="see-wait">{w.loadingMap}</p>}>
          <WorldMap {...drawing} legend={legend} />
        </Suspense>
      )}
      {state.mode === 'matrix' && <Matrix {...drawing} />}
      {state.mode === 'timeline' && <Timeline {...drawing} />}
      {state.mode === 'graph' && legend}
    </div>
  );
}

/** What is seen, with the relations that a difference tells of and the view alone would leave out. */
function withChanges(subgraph: Subgraph, changes: Changes): Subgraph {
  if (changes.relations.length === 0) return subgraph;
  const actors = new Set(subgraph.actors.map((a) => a.id));
  const relations = new Set(subgraph.relations.map((r) => r.id));
  // Only at those in view: a difference of the whole record would fill the drawing.
  const more = changes.relations.filter((r) => !relations.has(r.id) && (actors.has(r.from) || actors.has(r.to)));
  const ends = new Set(more.flatMap((r) => [r.from, r.to]));
  return {
    ...subgraph,
    actors: [...subgraph.actors, ...changes.actors.filter((a) => ends.has(a.id) && !actors.has(a.id))],
    relations: [...subgraph.relations, ...more],
  };
}

/** What can be undone: what is in the drawing, how it is arranged, and how it is filtered. */
function useUndo({ state, onChange }: SeeProps): { onChange: OnChange; undo: (() => void) | null } {
  const [past, setPast] = useState<readonly Change[]>([]);
  const current = useRef(state);
  current.current = state;
  const change = useCallback<OnChange>(
    (next, history) => {
      const { drawing, focus, filter, hops } = current.current;
      if (next.drawing || next.focus || next.filter || next.hops !== undefined) setPast((p) => [...p.slice(-49), { drawing, focus, filter, hops }]);
      onChange(next, history);
    },
    [onChange],
  );
  const undo = useMemo(() => {
    const last = past[past.length - 1];
    return last
      ? () => {
          setPast(past.slice(0, -1));
          onChange(last);
        }
      : null;
  }, [past, onChange]);
  return { onChange: change, undo };
}

/** What hands can do in every drawing. */
function useHands({ state }: SeeProps, onChange: OnChange): Pick<DrawingProps, 'onSelect' | 'onPin' | 'onGrow' | 'onHide'> {
  const { selection, drawing, focus } = state;
  return useMemo(
    () => ({
      onSelect: (chosen: Chosen | null, more: boolean) => {
        if (!chosen) {
          if (selection.actors.length + selection.relations.length > 0) onChange({ selection: { actors: [], relations: [] } }, 'replace');
        } else if ('actor' in chosen) {
          onChange({ selection: { actors: toggled(selection.actors, [chosen.actor], more), relations: more ? selection.relations : [] } }, 'replace');
        } else {
          onChange({ selection: { actors: more ? selection.actors : [], relations: toggled(selection.relations, chosen.relations, more) } }, 'replace');
        }
      },
      onPin: (id, at) => {
        const { [id]: _let, ...others } = drawing.pins;
        if (at === 'here') return;
        onChange({ drawing: { ...drawing, pins: at === null ? others : { ...others, [id]: [Math.round(at[0]), Math.round(at[1])] } } });
      },
      onGrow: (id) => {
        if (!focus.includes(id)) onChange({ focus: [...focus, id] });
      },
      onHide: (id) => {
        if (drawing.hidden.includes(id)) return;
        onChange({
          drawing: { ...drawing, hidden: [...drawing.hidden, id] },
          selection: { ...selection, actors: selection.actors.filter((a) => a !== id) },
        });
      },
    }),
    [selection, drawing, focus, onChange],
  );
}

function toggled(all: readonly string[], some: readonly string[], more: boolean): readonly string[] {
  if (!more) return some;
  const without = all.filter((id) => !some.includes(id));
  return without.length < all.length ? without : [...all, ...some];
}

/** Hands the frame the way to a picture of what is drawn. */
function useOfferPicture({ state, subgraph, offerPicture }: SeeProps, svg: SVGSVGElement | null, root: { current: HTMLElement | null }, relations: number): void {
  const w = useWords();
  const format = useFormat();
  const { time, mode } = state;
  const when =
    time.kind === 'on'
      ? w.onDay(format.day(time.day))
      : time.kind === 'during'
        ? w.duringSpan(time.first ? format.day(time.first) : '…', time.last ? format.day(time.last) : '…')
        : w.allTimes;
  const names = state.focus.map((id) => subgraph.actors.find((a) => a.id === id)?.name ?? id).join(', ');
  // The frame may hand over a new function each time it draws; what is offered does not change with it.
  const offer = useRef(offerPicture);
  offer.current = offerPicture;
  useEffect(() => {
    if (!svg) {
      offer.current(null);
      return undefined;
    }
    offer.current(async () => {
      const legend = root.current?.querySelector<SVGSVGElement>('.legend-drawing') ?? null;
      const notes = mode === 'map' ? [w.bordersNote] : mode === 'matrix' ? [w.matrixHow] : mode === 'timeline' ? [w.timelineHow] : [];
      return pictureOf(svg, legend, {
        title: names === '' ? w.pictureOf(when) : `${names}, ${when}`,
        subtitle: `${w.bundle(relations)} · ${w[mode === 'table' ? 'graph' : mode]}`,
        notes: notes.flatMap((note) => linesOf(note, svg.clientWidth + (legend ? legendWidth : 0) - 48)),
        source: `${w.source(subgraph.revision)} · ${location.href}`,
      });
    });
    return () => offer.current(null);
  }, [svg, root, w, mode, names, when, relations, subgraph.revision]);
}
