import { type ReactNode, useRef } from 'react';
import { Button, Checkbox, Dialog, DialogTrigger, Popover, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { KIND_NAMES, type KindName } from '../data/generated';
import { kindLabel } from '../data/registry';
import { GROUPS, type Group } from '../state/state';
import { useLanguage } from '../words/language';
import type { DrawingProps } from './drawing-props';
import { useWords } from './words';

/** The tools of a drawing: groups, lines, kinds, undo, and the zoom where it has one. */
export function Tools(props: DrawingProps & { zoom?: (by: number) => void; fit?: () => void; children?: ReactNode }) {
  const { state, onChange, zoom, fit, undo, bundling, children } = props;
  const w = useWords();
  const groupName: Record<Group, string> = { none: w.none, kind: w.kind, bloc: w.byBloc };
  return (
    <div className="see-tools" role="toolbar" aria-label={w.tools}>
      {children}
      {state.mode === 'graph' && (
        <>
          <ToggleButtonGroup
            aria-label={w.groupBy}
            className="segments"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[state.drawing.group]}
            onSelectionChange={(keys) => onChange({ drawing: { ...state.drawing, group: [...keys][0] as Group } })}
          >
            {GROUPS.map((g) => (
              <ToggleButton key={g} id={g}>
                {groupName[g]}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
          <ToggleButton className="button small" isSelected={bundling === 'each'} onChange={(each) => onChange({ drawing: { ...state.drawing, lines: each ? 'each' : 'pair' } })}>
            {w.linesEach}
          </ToggleButton>
        </>
      )}
      <Kinds {...props} />
      {state.drawing.hidden.length > 0 && (
        <Button className="button small" onPress={() => onChange({ drawing: { ...state.drawing, hidden: [] } })}>
          {w.hiddenActors(state.drawing.hidden.length)}
        </Button>
      )}
      <span className="icons">
        <Icon name={w.undo} path="M6 4L2.5 7.5L6 11M2.5 7.5H9.5A4 4 0 0 1 9.5 15.5H7" act={undo} />
        {zoom && <Icon name={w.zoomOut} path="M4 9H14" act={() => zoom(1 / 1.35)} />}
        {zoom && <Icon name={w.zoomIn} path="M4 9H14M9 4V14" act={() => zoom(1.35)} />}
        {fit && <Icon name={w.fit} path="M3 7V3H7M11 3H15V7M15 11V15H11M7 15H3V11" act={fit} />}
      </span>
    </div>
  );
}

function Icon({ name, path, act }: { name: string; path: string; act: (() => void) | null }) {
  return (
    <Button className="button small icon" aria-label={name} isDisabled={act === null} onPress={() => act?.()}>
      <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden="true">
        <path d={path} />
        <title>{name}</title>
      </svg>
    </Button>
  );
}

/** Which kinds of relations are shown: those that are seen, with how many, and those that were taken out. */
function Kinds({ subgraph, registry, state, onChange }: DrawingProps) {
  const w = useWords();
  const language = useLanguage();
  const kept = state.filter.kinds;
  // A kind that is taken out keeps its row, so that one can think again.
  const counts = useRef(new Map<KindName, number>());
  const now = new Map<KindName, number>();
  for (const r of subgraph.relations) now.set(r.kind, (now.get(r.kind) ?? 0) + 1);
  for (const [kind, n] of now) counts.current.set(kind, n);
  const out = kept.length === 0 ? [] : KIND_NAMES.filter((k) => !kept.includes(k));
  const rows = [...new Set([...[...counts.current].sort((a, b) => b[1] - a[1]).map(([kind]) => kind), ...out])];
  const setKinds = (kinds: readonly KindName[]): void => onChange({ filter: { ...state.filter, kinds: kinds.length === KIND_NAMES.length ? [] : kinds } });
  const shown = kept.length === 0 ? KIND_NAMES : kept;
  return (
    <DialogTrigger>
      <Button className="button small">
        {w.kindsShown}
        {out.length > 0 && ` (−${out.length})`}
      </Button>
      <Popover className="popover">
        <Dialog aria-label={w.kindsShown} className="kinds-dialog">
          {out.length > 0 && (
            <Button className="button small" onPress={() => setKinds([])}>
              {w.allKinds}
            </Button>
          )}
          {rows.map((kind) => (
            <Checkbox key={kind} isSelected={shown.includes(kind)} onChange={(on) => setKinds(on ? [...shown, kind] : shown.filter((k) => k !== kind))}>
              <span className="box" aria-hidden="true" />
              {kindLabel(registry, kind, language)} {now.has(kind) && <span className="kind-count">{now.get(kind)}</span>}
            </Checkbox>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
