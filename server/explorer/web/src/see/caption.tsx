import { Button } from 'react-aria-components';
import type { DrawingProps } from './drawing-props';
import { isLine, type Look } from './light';
import { pairKey } from './net';
import type { Strand } from './scene';
import { useWords } from './words';

/** What is looked at, or selected, in words; and what can be done with a selected actor. */
export function Caption(props: DrawingProps & { strands: readonly Strand[]; look: Look }) {
  const { state, look } = props;
  const [selected, ...others] = state.selection.actors;
  const chosen = selected !== undefined && others.length === 0 && props.seen.actor.has(selected) ? selected : null;
  const lines = captionOf(props, look ?? (chosen === null ? null : { actor: chosen }));
  if (lines.length === 0 && chosen === null) return null;
  return (
    <div className="caption">
      <div className="caption-lines">
        {lines.map((line, i) => (
          <p key={`${i} ${line}`} className={i === 0 ? 'first' : ''}>
            {line}
          </p>
        ))}
      </div>
      {chosen !== null && !(look && 'line' in look) && <Actions {...props} id={chosen} />}
    </div>
  );
}

function captionOf({ seen, say, state, strands }: DrawingProps & { strands: readonly Strand[] }, look: Look): string[] {
  if (look && 'actor' in look) {
    const title = `${say.name(look.actor)} — ${say.actorKind(look.actor)}`;
    return [title, ...between(look.actor)];
  }
  if (look) {
    const strand = strands.find((s) => isLine(s, look.line));
    return strand ? tieLines(strand.ties) : [];
  }
  const chosen = state.selection.relations.flatMap((id) => seen.relation.get(id) ?? []);
  return state.selection.actors.length === 0 ? tieLines(chosen) : [];

  function between(id: string): string[] {
    const [only, ...more] = state.selection.actors;
    if (only === undefined || more.length > 0 || only === id || !seen.pairs.has(pairKey(only, id))) return [];
    return tieLines(seen.pairs.get(pairKey(only, id)) ?? []);
  }
  function tieLines(ties: DrawingProps['subgraph']['relations']): string[] {
    const shown = ties.slice(0, 4).map(say.whole);
    return ties.length > shown.length ? [...shown, `+${ties.length - shown.length}`] : shown;
  }
}

function Actions({ id, state, onChange, onGrow, onPin, onHide, seen }: DrawingProps & { id: string }) {
  const w = useWords();
  const pinned = id in state.drawing.pins;
  const centered = state.focus.includes(id);
  return (
    <div className="actions">
      {!centered && (
        <Button className="button small" onPress={() => onGrow(id)}>
          {w.grow}
        </Button>
      )}
      {centered && state.focus.length > 1 && (
        <Button className="button small" onPress={() => onChange({ focus: state.focus.filter((f) => f !== id) })}>
          {w.shrink}
        </Button>
      )}
      {state.mode === 'graph' && (
        <Button className="button small" onPress={() => onPin(id, pinned ? null : 'here')}>
          {pinned ? w.unpin : w.pin}
        </Button>
      )}
      <Button className="button small" onPress={() => onHide(id)}>
        {w.hide}
      </Button>
      {seen.actor.get(id)?.kind === 'STATE' && state.drawing.mapOf !== id && (
        <Button className="button small" onPress={() => onChange({ mode: 'map', drawing: { ...state.drawing, mapOf: id } })}>
          {w.colorMap}
        </Button>
      )}
    </div>
  );
}
