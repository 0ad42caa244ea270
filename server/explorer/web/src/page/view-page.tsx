import { lazy, Suspense } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useRegistry } from '../data/registry';
import { useSubgraph } from '../data/use-subgraph';
import { MODES, type Mode } from '../state/state';
import { useViewState } from '../state/use-view-state';
import { Failure, Loading, Notice } from './states';
import { useWords } from './words';

const See = lazy(() => import('../see').then((m) => ({ default: m.See })));
const Understand = lazy(() => import('../understand').then((m) => ({ default: m.Understand })));

/** The view: filters, what is seen, and what is behind the selection. Embedded, what is seen alone. */
export function ViewPage({ embedded = false }: { embedded?: boolean }) {
  const w = useWords();
  const { state, onChange } = useViewState();
  const registry = useRegistry();
  const subgraph = useSubgraph(state);
  if (registry.error) return <Failure error={registry.error} retry={() => void registry.refetch()} />;
  if (subgraph.error && !subgraph.data) return <Failure error={subgraph.error} retry={() => void subgraph.refetch()} />;
  if (!registry.data || !subgraph.data) return <Loading />;
  return (
    <main id="main" className={embedded ? 'view embedded' : 'view'}>
      <section className="canvas" aria-label={w.canvas}>
        <ToggleButtonGroup
          aria-label={w.views}
          className="modes"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state.mode]}
          onSelectionChange={(keys) => onChange({ mode: [...keys][0] as Mode })}
        >
          {MODES.map((mode) => (
            <ToggleButton key={mode} id={mode}>
              {w[mode]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {subgraph.data.actors.length === 0 ? (
          <Notice title={w.nothingKept}>
            <p>{w.nothingKeptHint}</p>
          </Notice>
        ) : (
          <Suspense fallback={<Loading />}>
            <See
              state={state}
              subgraph={subgraph.data}
              registry={registry.data}
              stale={subgraph.isPlaceholderData}
              onChange={onChange}
              offerPicture={() => {}}
            />
          </Suspense>
        )}
      </section>
      {state.question && (
        <aside className="side" aria-label={w.panel}>
          <Suspense fallback={<Loading />}>
            <Understand state={state} question={state.question} subgraph={subgraph.data} registry={registry.data} onChange={onChange} />
          </Suspense>
        </aside>
      )}
    </main>
  );
}
