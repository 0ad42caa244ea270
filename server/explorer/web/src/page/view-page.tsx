import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { Button, Dialog, DialogTrigger, Menu, MenuItem, MenuTrigger, Modal, ModalOverlay, Popover, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useSearch } from 'wouter';
import { AskError } from '../data/ask';
import { type Registry, useRegistry } from '../data/registry';
import type { Subgraph } from '../data/subgraph';
import { useSubgraph } from '../data/use-subgraph';
import type { MakePicture } from '../see/props';
import { type Ask, MODES, type Mode, NO_FILTER, type OnChange, type ViewState } from '../state/state';
import { useViewState, viewHref } from '../state/use-view-state';
import type { Fault } from '../state/url';
import { useDetailWords } from './details-words';
import { FilterPanel, filterCount } from './filter-panel';
import { suggested, useQuestionTitles } from './questions';
import { useSentenceOfView } from './sentence';
import { Download, Share } from './sharing';
import { useTitle } from './sheet';
import { SidePanel } from './side-panel';
import { Failure, Loading, Notice } from './states';
import { Known, recordedBy } from './known';
import { useNarrow } from './use-narrow';
import { useFormat } from '../words/format';
import { useWords } from './words';

const See = lazy(() => import('../see').then((m) => ({ default: m.See })));
const Understand = lazy(() => import('../understand').then((m) => ({ default: m.Understand })));
const Table = lazy(() => import('./table-view').then((m) => ({ default: m.TableView })));

/** The view: filters, what is seen, and what is behind the selection. Embedded, what is seen alone. */
export function ViewPage({ embedded = false }: { embedded?: boolean }) {
  const { state, faults, onChange } = useViewState();
  const registry = useRegistry();
  const subgraph = useSubgraph(state);
  const sentence = useSentenceOfView(state, subgraph.data);
  const [makePicture, setMakePicture] = useState<MakePicture | null>(null);
  const offerPicture = useCallback((make: MakePicture | null) => setMakePicture(() => make), []);
  const narrow = useNarrow();
  useTitle(sentence);
  useStartElsewhere(subgraph.error, onChange);
  const filters = registry.data && <FilterPanel state={state} subgraph={subgraph.data} registry={registry.data} onChange={onChange} />;
  const failed = registry.error ?? (subgraph.isPlaceholderData || !subgraph.data ? subgraph.error : null);
  const retry = () => {
    void registry.refetch();
    void subgraph.refetch();
  };
  return (
    <main id="main" className={`view ${embedded ? 'embedded' : ''} ${state.question ? 'asking' : ''}`}>
      {!embedded && !narrow && <aside className="filter-side">{filters}</aside>}
      <section className="canvas">
        <Top state={state} subgraph={subgraph.data} sentence={sentence} onChange={onChange} embedded={embedded} makePicture={makePicture}>
          {narrow && !embedded && <FilterSheet state={state}>{filters}</FilterSheet>}
        </Top>
        <BrokenLink faults={faults} />
        <Known />
        {failed && (!subgraph.data || notThere(failed)) && <Gone error={failed} retry={retry} state={state} onChange={onChange} />}
        {failed && subgraph.data && !notThere(failed) && <Failure error={failed} retry={retry} />}
        {!failed && (!registry.data || !subgraph.data) && <Loading />}
        {registry.data && subgraph.data && !failed && (
          <Seen
            state={state}
            subgraph={subgraph.data}
            registry={registry.data}
            stale={subgraph.isPlaceholderData}
            onChange={onChange}
            offerPicture={offerPicture}
          />
        )}
      </section>
      {!embedded && registry.data && subgraph.data && (
        <Side state={state} subgraph={subgraph.data} registry={registry.data} onChange={onChange} />
      )}
    </main>
  );
}

/** What is asked for is not there, whatever was seen before. */
const notThere = (error: Error) => error instanceof AskError && error.code === 'NOT_FOUND';

/** Without the bundled record, where one starts is all there is. */
function useStartElsewhere(error: Error | null, onChange: OnChange) {
  const search = useSearch();
  useEffect(() => {
    if (error instanceof AskError && error.code === 'NOT_FOUND' && !new URLSearchParams(search).has('of')) {
      onChange({ focus: [], time: { kind: 'ever' } }, 'replace');
    }
  }, [error, search, onChange]);
}

interface TopProps {
  state: ViewState;
  subgraph: Subgraph | undefined;
  sentence: string;
  onChange: OnChange;
  embedded: boolean;
  makePicture: MakePicture | null;
  children: ReactNode;
}

function Top({ state, subgraph, sentence, onChange, embedded, makePicture, children }: TopProps) {
  const w = useWords();
  return (
    <div className="top">
      <div className="told-so">
        <h1>{sentence}</h1>
        <p className="soft" role="status">
          {subgraph ? w.summary(w.actors(subgraph.actors.length), w.relations(subgraph.relations.length)) : '\u00a0'}
          {subgraph?.revision != null && ` · ${w.revision(subgraph.revision)}`}
          {subgraph?.cut && ` · ${[subgraph.cut.actors && w.cutActors(subgraph.cut.actors), subgraph.cut.relations && w.cutRelations(subgraph.cut.relations)].filter(Boolean).join(', ')}`}
        </p>
      </div>
      <div className="view-tools">
        <ToggleButtonGroup
          aria-label={w.views}
          className="segments modes"
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
        {children}
        {!embedded && (
          <>
            <AskMenu state={state} onChange={onChange} />
            {subgraph && <Download state={state} subgraph={subgraph} makePicture={makePicture} />}
            {subgraph && <Share state={state} subgraph={subgraph} />}
          </>
        )}
        {embedded && (
          <a className="button small" href={viewHref(state)} target="_blank" rel="noopener">
            Entente
          </a>
        )}
      </div>
    </div>
  );
}

function AskMenu({ state, onChange }: { state: ViewState; onChange: OnChange }) {
  const w = useWords();
  const titles = useQuestionTitles();
  return (
    <MenuTrigger>
      <Button className="button small">{w.askQuestion}</Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" onAction={(key) => onChange({ question: suggested(state)[key as Ask] })}>
          {(Object.keys(titles) as Ask[]).map((a) => (
            <MenuItem key={a} id={a}>
              {titles[a]}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** On a narrow screen the filters come from below. */
function FilterSheet({ state, children }: { state: ViewState; children: ReactNode }) {
  const w = useWords();
  const n = filterCount(state.filter);
  return (
    <DialogTrigger>
      <Button className="button small">{n > 0 ? w.filterCount(n) : w.filters}</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="sheet-modal">
          <Dialog aria-label={w.filters}>
            {({ close }) => (
              <>
                <div className="side-head">
                  <h2 className="eyebrow">{w.filters}</h2>
                  <Button className="button small" onPress={close}>
                    {w.close}
                  </Button>
                </div>
                {children}
              </>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

/** Says which parts of a link were left out. */
function BrokenLink({ faults }: { faults: readonly Fault[] }) {
  const w = useWords();
  const told = faults.map((f) => `${f.word}=${f.value}`).join(', ');
  const [dismissed, setDismissed] = useState('');
  if (told === '' || dismissed === told) return null;
  return (
    <p className="broken" role="alert">
      {w.brokenLink(told)}
      <Button className="button small quiet" onPress={() => setDismissed(told)}>
        {w.dismiss}
      </Button>
    </p>
  );
}

function Gone({ error, retry, state, onChange }: { error: Error; retry: () => void; state: ViewState; onChange: OnChange }) {
  const w = useWords();
  const d = useDetailWords();
  const f = useFormat();
  const gone = error instanceof AskError && error.code === 'NOT_FOUND';
  const day = recordedBy(state.record);
  if (gone && day !== null && error.field === 'view.knownAt') {
    return (
      <Notice
        title={w.notRecordedThen}
        action={
          <Button className="button" onPress={() => onChange({ record: { kind: 'newest' }, filter: { ...state.filter, publishedBy: day } })}>
            {w.askPublic(f.day(day))}
          </Button>
        }
      >
        <p>{w.notRecordedThenHint}</p>
      </Notice>
    );
  }
  if (!gone) return <Failure error={error} retry={retry} />;
  // The error names whom; a revision or a scenario that is gone is told by the whole of its words.
  const missing = state.focus.filter((id) => error.message.includes(`"${id}"`));
  if (missing.length === 0) return <Failure error={error} retry={retry} />;
  return (
    <Notice
      title={d.notFound(missing.join(', '))}
      action={
        <Button className="button" onPress={() => onChange({ focus: state.focus.filter((id) => !missing.includes(id)) })}>
          {state.focus.length > missing.length ? w.leaveOut : w.showAllRecord}
        </Button>
      }
    >
      <p>{w.goneHint}</p>
    </Notice>
  );
}

interface SeenProps {
  state: ViewState;
  subgraph: Subgraph;
  registry: Registry;
  stale: boolean;
  onChange: OnChange;
  offerPicture: (make: MakePicture | null) => void;
}

function Seen(props: SeenProps) {
  const w = useWords();
  const { state, subgraph, registry, stale, onChange } = props;
  if (registry.service.newest === null) {
    return (
      <Notice title={w.nothingRecorded}>
        <p>{w.nothingRecordedHint}</p>
      </Notice>
    );
  }
  if (subgraph.relations.length === 0 && !stale) return <NothingLeft state={state} onChange={onChange} />;
  return (
    <div className={`seen ${stale ? 'stale' : ''}`} aria-busy={stale}>
      {stale && <div className="bar" role="status" aria-label={w.loading} />}
      <Suspense fallback={<Loading />}>{state.mode === 'table' ? <Table {...props} /> : <See {...props} />}</Suspense>
    </div>
  );
}

/** No relation passes: what could be let go, one by one. */
function NothingLeft({ state, onChange }: { state: ViewState; onChange: OnChange }) {
  const w = useWords();
  return (
    <Notice title={w.nothingKept}>
      <p>{w.nothingKeptHint}</p>
      <p className="row actions">
        {filterCount(state.filter) > 0 && (
          <Button className="button" onPress={() => onChange({ filter: NO_FILTER })}>
            {w.clearFilters}
          </Button>
        )}
        {state.time.kind !== 'ever' && (
          <Button className="button" onPress={() => onChange({ time: { kind: 'ever' } })}>
            {w.ever}
          </Button>
        )}
        {state.focus.length > 0 && (
          <Button className="button" onPress={() => onChange({ focus: [] })}>
            {w.showAllRecord}
          </Button>
        )}
      </p>
    </Notice>
  );
}

function Side(props: Omit<SeenProps, 'stale' | 'offerPicture'>) {
  const w = useWords();
  const titles = useQuestionTitles();
  const { state, onChange } = props;
  const { question } = state;
  return (
    <aside className="side" aria-label={w.panel}>
      {question && (
        <section className="question">
          <div className="side-head">
            <h2>{titles[question.ask]}</h2>
            <Button className="button small quiet" aria-label={w.closeQuestion} onPress={() => onChange({ question: null })}>
              {w.close}
            </Button>
          </div>
          <Suspense fallback={<Loading />}>
            <Understand {...props} question={question} />
          </Suspense>
        </section>
      )}
      {(!question || state.selection.actors.length + state.selection.relations.length > 0) && <SidePanel {...props} />}
    </aside>
  );
}
