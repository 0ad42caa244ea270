import { Link } from 'wouter';
import { useRegistry } from '../data/registry';
import { useRelation } from '../data/use-details';
import { History, Mend } from '../edit/history';
import { useDetailWords } from '../page/details-words';
import { Cite, Passages, Record, Sentence, Standing, useSentence } from '../page/relation-text';
import { Answered, Sheet, useTitle } from '../page/sheet';
import { Notice } from '../page/states';
import { useWords } from '../page/words';
import { afresh } from '../state/state';
import { useViewState, viewHref } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { mood, useVocabulary } from '../words/vocabulary';

/** A relation: what it says, in whose words, how firm it is, and how to cite it. */
export default function RelationPage({ id }: { id: string }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const general = useWords();
  const f = useFormat();
  const { state } = useViewState();
  const registry = useRegistry();
  const relation = useRelation(`relation:${id}`, state);
  const sentence = useSentence();
  useTitle(relation.data && registry.data ? sentence(relation.data, registry.data) : undefined);
  const { publishedBy } = state.filter;
  if (relation.data === null && publishedBy !== null) {
    return (
      <Sheet className="relation" publication>
        <Notice page title={general.notPublicThen(f.day(publishedBy))}>
          <p>{general.notPublicThenHint}</p>
        </Notice>
      </Sheet>
    );
  }
  return (
    <Sheet className="relation" publication>
      <Answered query={relation} id={`relation:${id}`}>
        {(r) =>
          registry.data && (
            <article className={`told ${mood(r.modality)}`}>
              <header className="sheet-head">
                <p className="eyebrow">
                  {v.dimension[registry.data.kinds.get(r.kind.name)?.dimension ?? 'DIPLOMATIC']} · {r.period.inWords}
                </p>
                <h1 className="sentence">
                  <Sentence relation={r} registry={registry.data} />
                </h1>
                <Standing relation={r} />
                {r.note && <p className="lead note">{r.note}</p>}
                <p className="row actions">
                  <Link
                    className="button primary"
                    href={viewHref({ ...afresh(state), time: { kind: 'ever' }, focus: [r.from.id, r.to.id], selection: { actors: [], relations: [r.id] } })}
                  >
                    {w.showInGraph}
                  </Link>
                </p>
              </header>
              <Passages relation={r} level="h2" />
              <section>
                <h2>{w.more}</h2>
                <Record relation={r} />
              </section>
              <History id={r.id} />
              <div>
                <Cite relation={r} registry={registry.data} />
                <Mend relation={r} />
              </div>
            </article>
          )
        }
      </Answered>
    </Sheet>
  );
}
