import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { kindLabel, type Registry } from '../data/registry';
import type { SeenActor, SeenRelation, Subgraph } from '../data/subgraph';
import { useRelations } from '../data/use-details';
import { NO_SELECTION, type OnChange, type ViewState } from '../state/state';
import { useHref } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { mood, useVocabulary } from '../words/vocabulary';
import { WeightBar } from './bits';
import { useDetailWords } from './details-words';
import { RelationText } from './relation-text';
import { Failure, Loading } from './states';
import { Questions } from './questions';
import { useWords } from './words';

interface SideProps {
  state: ViewState;
  subgraph: Subgraph;
  registry: Registry;
  onChange: OnChange;
}

/** What is behind the selection; without one, where one could begin. */
export function SidePanel({ state, subgraph, registry, onChange }: SideProps) {
  const w = useWords();
  const { actors, relations } = state.selection;
  if (actors.length + relations.length === 0) return <Questions />;
  return (
    <>
      <div className="side-head">
        <h2 className="eyebrow">{w.selected}</h2>
        <Button className="button small quiet" onPress={() => onChange({ selection: NO_SELECTION })}>
          {w.clearSelection}
        </Button>
      </div>
      {actors.map((id) => (
        <ActorCard key={id} id={id} state={state} subgraph={subgraph} registry={registry} onChange={onChange} />
      ))}
      <Relations ids={relations} state={state} registry={registry} />
    </>
  );
}

function Relations({ ids, state, registry }: { ids: readonly string[]; state: ViewState; registry: Registry }) {
  const w = useWords();
  const f = useFormat();
  const shown = useRelations(ids.slice(0, 20), state);
  if (ids.length === 0) return null;
  if (shown.error) return <Failure error={shown.error} retry={() => void shown.refetch()} />;
  if (!shown.data) return <Loading />;
  const { publishedBy } = state.filter;
  return (
    <>
      {shown.data.map((r) => (
        <RelationText key={r.id} relation={r} registry={registry} />
      ))}
      {publishedBy !== null && shown.data.length === 0 && (
        <p>
          {w.notPublicThen(f.day(publishedBy))}. {w.notPublicThenHint}
        </p>
      )}
    </>
  );
}

/** An actor in short, by what is seen: its ties in view, each a way to its passages. */
function ActorCard({ id, state, subgraph, registry, onChange }: SideProps & { id: string }) {
  const w = useDetailWords();
  const general = useWords();
  const v = useVocabulary();
  const href = useHref();
  const actor = subgraph.actors.find((a) => a.id === id);
  const ties = subgraph.relations.filter((r) => r.from === id || r.to === id);
  const name = (other: string) => subgraph.actors.find((a) => a.id === other)?.name ?? other;
  const others = state.focus.includes(id) ? state.focus : [...state.focus, id];
  return (
    <article className="told">
      <p className="eyebrow">{actor && v.actorKind[actor.kind]}</p>
      <h2>
        <Link href={href(id)}>{actor?.name ?? id}</Link>
      </h2>
      <p className="row actions">
        <Link href={href(id)} className="button small primary">
          {w.openPage}
        </Link>
        <Button className="button small" onPress={() => onChange({ focus: [id], selection: { actors: [id], relations: [] } })}>
          {w.centerOn}
        </Button>
        {!state.focus.includes(id) && state.focus.length > 0 && (
          <Button className="button small" onPress={() => onChange({ focus: others })}>
            {w.addToView}
          </Button>
        )}
      </p>
      <h3>{general.relations(ties.length)}</h3>
      <ul className="rows">
        {ties.slice(0, 60).map((r) => (
          <Tie key={r.id} relation={r} from={id} name={name} registry={registry} onChange={onChange} />
        ))}
      </ul>
    </article>
  );
}

interface TieProps {
  relation: SeenRelation;
  from: SeenActor['id'];
  name: (id: string) => string;
  registry: Registry;
  onChange: OnChange;
}

function Tie({ relation: r, from, name, registry, onChange }: TieProps) {
  const v = useVocabulary();
  const language = useLanguage();
  const inverse = r.to === from && r.from !== from;
  const label = `${kindLabel(registry, r.kind, language, inverse)} ${name(inverse ? r.from : r.to)}`;
  return (
    <li className={`tie ${mood(r.modality)}`}>
      <Button className="what" onPress={() => onChange({ selection: { actors: [], relations: [r.id] } })}>
        {label}
        {mood(r.modality) !== 'done' && <span className={`mood ${mood(r.modality)}`}>{v.modality[r.modality]}</span>}
      </Button>
      <span className="when">{r.period.inWords}</span>
      <WeightBar value={r.weight} />
    </li>
  );
}
