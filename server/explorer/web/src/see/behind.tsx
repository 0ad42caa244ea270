import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { SeenRelation } from '../data/subgraph';
import type { DrawingProps } from './drawing-props';
import type { Look } from './light';
import { useWords } from './words';

/** Where the keys stand: at an actor, or at one of its relations. */
interface Place {
  actor: string;
  /** The index of the relation among the actor's; −1 at the actor itself. */
  tie: number;
}

/** So many items on each side of the one with the focus are in the page; a reader hears how many there are in all. */
const AROUND = 12;

/**
 * The list behind the drawing, for keys and screen readers: every actor, and for the one in focus every relation. Keys
 * move along relations from actor to actor; the drawing shows where they are.
 */
export function Behind(props: DrawingProps & { onFocus: (look: Look) => void }) {
  const { seen, say, state, onFocus } = props;
  const w = useWords();
  const help = useId();
  const list = useRef<HTMLUListElement>(null);
  const inside = useRef(false);
  const moved = useRef(false);
  const order = useMemo(() => {
    const first = new Set(state.focus);
    return [...seen.actors].sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)) || (seen.degree.get(b.id) ?? 0) - (seen.degree.get(a.id) ?? 0) || (a.name < b.name ? -1 : 1));
  }, [seen, state.focus]);
  const ties = useMemo(() => tiesByActor(seen.relations), [seen.relations]);
  const [place, setPlace] = useState<Place | null>(null);
  const at = place && seen.actor.has(place.actor) ? place : { actor: order[0]?.id ?? '', tie: -1 };
  const index = Math.max(0, order.findIndex((a) => a.id === at.actor));

  const go = (next: Place): void => {
    moved.current = true;
    setPlace(next);
    const tie = ties.get(next.actor)?.[next.tie];
    onFocus(tie ? { line: tie.id } : { actor: next.actor });
  };
  // The focus follows before the next key comes, also when the item that had it has left the page: no key is lost.
  useLayoutEffect(() => {
    if (inside.current && (moved.current || !list.current?.contains(document.activeElement))) {
      list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    }
    moved.current = false;
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveBy(event.key, at, order, ties);
    if (next) go(next);
    else if (!act(event.key, at, ties, props)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const from = Math.max(0, index - AROUND);
  return (
    <div className="behind">
      <p id={help} className="behind-help">
        {w.listKeys}
      </p>
      <ul
        ref={list}
        aria-label={w.list}
        aria-describedby={help}
        onKeyDown={onKeyDown}
        onFocus={() => {
          inside.current = true;
        }}
        onBlur={(e) => {
          if (e.currentTarget.contains(e.relatedTarget)) return;
          inside.current = false;
          onFocus(null);
        }}
      >
        {order.slice(from, index + AROUND + 1).map((a, i) => (
          <li key={a.id} aria-setsize={order.length} aria-posinset={from + i + 1}>
            <button
              type="button"
              tabIndex={a.id === at.actor && at.tie < 0 ? 0 : -1}
              aria-pressed={state.selection.actors.includes(a.id)}
              onFocus={() => onFocus({ actor: a.id })}
              onClick={(e) => props.onSelect({ actor: a.id }, e.shiftKey)}
            >
              {w.actorItem(a.name, say.actorKind(a.id), seen.degree.get(a.id) ?? 0)}
            </button>
            {a.id === at.actor && <Ties ties={ties.get(a.id) ?? []} at={at} {...props} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Ties({ ties, at, say, state, onSelect, onFocus }: DrawingProps & { ties: readonly SeenRelation[]; at: Place; onFocus: (look: Look) => void }) {
  const w = useWords();
  const from = Math.max(0, at.tie - AROUND);
  if (ties.length === 0) return null;
  return (
    <ul>
      {ties.slice(from, Math.max(at.tie, 0) + AROUND + 1).map((t, i) => (
        <li key={t.id} aria-setsize={ties.length} aria-posinset={from + i + 1}>
          <button
            type="button"
            tabIndex={from + i === at.tie ? 0 : -1}
            aria-pressed={state.selection.relations.includes(t.id)}
            onFocus={() => onFocus({ line: t.id })}
            onClick={(e) => onSelect({ relations: [t.id] }, e.shiftKey)}
          >
            {w.relationItem(say.whole(t), say.name(otherEnd(t, at.actor)))}
          </button>
        </li>
      ))}
    </ul>
  );
}

function otherEnd(tie: SeenRelation, actor: string): string {
  return tie.from === actor ? tie.to : tie.from;
}

function tiesByActor(relations: readonly SeenRelation[]): Map<string, SeenRelation[]> {
  const out = new Map<string, SeenRelation[]>();
  for (const r of relations) {
    for (const id of new Set([r.from, r.to])) {
      const list = out.get(id);
      if (list) list.push(r);
      else out.set(id, [r]);
    }
  }
  return out;
}

/** Where a key leads; null if it leads nowhere. */
function moveBy(key: string, at: Place, order: readonly { id: string }[], ties: ReadonlyMap<string, SeenRelation[]>): Place | null {
  const own = ties.get(at.actor) ?? [];
  const index = order.findIndex((a) => a.id === at.actor);
  const actorAt = (i: number): Place | null => {
    const actor = order[Math.max(0, Math.min(order.length - 1, i))];
    return actor ? { actor: actor.id, tie: -1 } : null;
  };
  switch (key) {
    case 'ArrowDown':
      return at.tie < 0 ? actorAt(index + 1) : { ...at, tie: Math.min(own.length - 1, at.tie + 1) };
    case 'ArrowUp':
      return at.tie < 0 ? actorAt(index - 1) : { ...at, tie: Math.max(0, at.tie - 1) };
    case 'Home':
      return at.tie < 0 ? actorAt(0) : { ...at, tie: 0 };
    case 'End':
      return at.tie < 0 ? actorAt(order.length - 1) : { ...at, tie: own.length - 1 };
    case 'ArrowRight': {
      const tie = own[at.tie];
      if (tie) return { actor: otherEnd(tie, at.actor), tie: -1 };
      return own.length > 0 ? { ...at, tie: 0 } : null;
    }
    case 'ArrowLeft':
      return at.tie < 0 ? null : { ...at, tie: -1 };
    default:
      return null;
  }
}

/** Does what a key stands for at a place; whether it stands for anything. */
function act(key: string, at: Place, ties: ReadonlyMap<string, SeenRelation[]>, props: DrawingProps): boolean {
  const tie = ties.get(at.actor)?.[at.tie];
  switch (key) {
    case 'Enter':
    case ' ':
      props.onSelect(tie ? { relations: [tie.id] } : { actor: at.actor }, false);
      return true;
    case 'Escape':
      props.onSelect(null, false);
      return true;
    case 'g':
    case 'G':
      props.onGrow(at.actor);
      return true;
    case 'h':
    case 'H':
      props.onHide(at.actor);
      return true;
    case 'p':
    case 'P':
      props.onPin(at.actor, at.actor in props.state.drawing.pins ? null : 'here');
      return true;
    default:
      return false;
  }
}
