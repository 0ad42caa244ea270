import { Link } from 'wouter';
import { useRegistry } from '../data/registry';
import { useRelation } from '../data/use-details';
import { History, Mend } from '../edit/history';
import { useDetailWords } from '../page/details-words';
import { Cite, Passages, Record, Sentence, Standing, useSentence } from '../page/relation-text';
import { Answered, Sheet, useTitle } from '../page/sheet';
import { DEFAULT } from '../state/state';
import { useViewState, viewHref } from '../state/use-view-state';
import { mood, useVocabulary } from '../words/vocabulary';

/** A relation: what it says, in whose words, how firm it is, and how to cite it. */
export default function RelationPage({ id }: { id: string }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const { state } = useViewState();
  const registry = useRegistry();
  const relation = useRelation(`relation:${id}`, state.record);
  const sentence = useSentence();
  useTitle(relation.data && registry.data ? sentence(relation.data, registry.data) : undefined);
  return (
    <Sheet className="relation">
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
                    href={viewHref({ ...DEFAULT, record: state.record, language: state.language, theme: state.theme, focus: [r.from.id, r.to.id], selection: { actors: [], relations: [r.id] } })}
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
