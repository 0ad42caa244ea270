import { Link } from 'wouter';
import type { KindName } from '../data/generated';
import { type KindInfo, kindLabel, type Registry, useRegistry } from '../data/registry';
import { WeightBar } from '../page/bits';
import { useDetailWords } from '../page/details-words';
import { Sheet, useTitle } from '../page/sheet';
import { Failure, Loading } from '../page/states';
import { DIMENSIONS } from '../state/lists';
import { afresh } from '../state/state';
import { useViewState, viewHref } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useKindWords } from '../words/kinds';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';

/** Every kind of relation: what it says, and how it is weighed. */
export default function KindsPage() {
  const w = useDetailWords();
  const v = useVocabulary();
  const registry = useRegistry();
  useTitle(w.kindsTitle);
  if (registry.error) return <Sheet><Failure page error={registry.error} retry={() => void registry.refetch()} /></Sheet>;
  if (!registry.data) return <Loading />;
  const kinds = [...registry.data.kinds.values()];
  return (
    <Sheet className="kinds">
      <header className="sheet-head">
        <h1>{w.kindsTitle}</h1>
        <p className="lead">{w.kindsIntro}</p>
      </header>
      {DIMENSIONS.map((d) => (
        <section key={d}>
          <h2>{v.dimension[d]}</h2>
          <ul className="kind-list">
            {kinds.filter((k) => k.dimension === d).map((k) => registry.data && <Kind key={k.name} kind={k} registry={registry.data} />)}
          </ul>
        </section>
      ))}
    </Sheet>
  );
}

function Kind({ kind, registry }: { kind: KindInfo; registry: Registry }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const f = useFormat();
  const language = useLanguage();
  const { state } = useViewState();
  const words = useKindWords()(kind);
  const name = (n: KindName) => kindLabel(registry, n, language);
  return (
    <li id={kind.name}>
      <div className="kind-head">
        <h3>{name(kind.name)}</h3>
        <WeightBar value={kind.weight} />
      </div>
      <p className="soft">
        {v.class[kind.class]} · {kind.symmetric ? w.symmetric : kindLabel(registry, kind.name, language, true)} · <code>{kind.name}</code>
      </p>
      <p>{words.description}</p>
      <p className="small soft">
        {w.leverage} {w.leverageOf(f.share(kind.leverageForward), f.share(kind.leverageBackward))}. {words.leverageReason}.
        {kind.opens && ` ${w.opens} ${name(kind.opens)}.`}
      </p>
      {kind.codes.length > 0 && (
        <p className="small codes">
          {kind.codes.map((c) => (
            <code key={`${c.scheme}:${c.value}`}>
              {c.scheme}:{c.value}
            </code>
          ))}
        </p>
      )}
      <Link
        className="small"
        href={viewHref({ ...afresh(state), time: { kind: 'ever' }, filter: { ...afresh(state).filter, kinds: [kind.name] } })}
      >
        {w.seeRelations}
      </Link>
    </li>
  );
}
