import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { ask } from '../data/ask';
import { viewInput } from '../data/filter';
import { SourceDetailsDocument, type SourceDetailsQuery } from '../data/generated';
import { kindLabel, useRegistry } from '../data/registry';
import { To } from '../page/bits';
import { useDetailWords } from '../page/details-words';
import { Passage } from '../page/relation-text';
import { Sheet, useTitle } from '../page/sheet';
import { Failure, Loading, Notice } from '../page/states';
import { useWords } from '../page/words';
import { useViewState } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';

type Source = NonNullable<SourceDetailsQuery['source']>;

/** A source: what it is, and every passage that was taken from it. */
export default function SourcePage({ id }: { id: string }) {
  const w = useDetailWords();
  const general = useWords();
  const { state } = useViewState();
  const language = useLanguage();
  const pages = useInfiniteQuery({
    queryKey: ['source', language, id, state.record],
    initialPageParam: null as string | null,
    queryFn: async ({ signal, pageParam }) =>
      (await ask(SourceDetailsDocument, { id: `source:${id}`, after: pageParam, view: viewInput(state.record), language }, signal)).source,
    getNextPageParam: (last) => (last?.evidence.pageInfo.hasNextPage ? last.evidence.pageInfo.endCursor : null),
  });
  const source = pages.data?.pages[0] ?? null;
  useTitle(source?.title);
  if (pages.isPending) return <Loading />;
  if (pages.error) return <Sheet><Failure page error={pages.error} retry={() => void pages.refetch()} /></Sheet>;
  if (!source)
    return (
      <Sheet>
        <Notice page title={w.notFound(`source:${id}`)}>
          <p>{general.goneHint}</p>
        </Notice>
      </Sheet>
    );
  return (
    <Sheet className="source">
      <SourceHead source={source} />
      <section>
        <h2>{w.takenFrom(source.evidence.totalCount)}</h2>
        <div className="columns">
          {pages.data.pages.flatMap((page) => page?.evidence.nodes.map((e) => <Taken key={e.id} evidence={e} />))}
        </div>
        {pages.hasNextPage && (
          <Button className="button" onPress={() => void pages.fetchNextPage()}>
            {w.loadMore}
          </Button>
        )}
      </section>
    </Sheet>
  );
}

function SourceHead({ source }: { source: Source }) {
  const w = useDetailWords();
  const language = useLanguage();
  const registry = useRegistry();
  const f = useFormat();
  return (
    <header className="sheet-head">
      <p className="eyebrow">{[source.publisher, source.published && f.edtf(source.published)].filter(Boolean).join(' · ')}</p>
      <h1>{source.title}</h1>
      {source.note && <p className="lead note">{source.note}</p>}
      <dl className="facts wide">
        {source.address && (
          <div>
            <dt>{w.address}</dt>
            <dd>
              <a href={source.address} target="_blank" rel="noopener noreferrer">
                {source.address}
              </a>
            </dd>
          </div>
        )}
        {source.license && (
          <div>
            <dt>{w.license}</dt>
            <dd>{source.license}</dd>
          </div>
        )}
        {registry.data &&
          source.coverage.map((c) => (
            <div key={`${c.kinds.join()} ${c.period.inWords}`}>
              <dt>{w.covers}</dt>
              <dd>
                {c.kinds.map((k) => registry.data && kindLabel(registry.data, k, language)).join(', ')}: {c.period.inWords}
                {c.note && ` (${c.note})`}
              </dd>
            </div>
          ))}
      </dl>
    </header>
  );
}

function Taken({ evidence }: { evidence: Source['evidence']['nodes'][number] }) {
  const w = useDetailWords();
  const language = useLanguage();
  const registry = useRegistry();
  const { relation, event } = evidence;
  return (
    <div className="group">
      <p className="small">
        {w.for}{' '}
        {relation && registry.data && (
          <To id={relation.id}>
            {relation.from.name} {kindLabel(registry.data, relation.kind.name, language)} {relation.to.name}, {relation.period.inWords}
          </To>
        )}
        {event && <To id={event.id}>{event.name}</To>}
      </p>
      <Passage evidence={evidence} />
    </div>
  );
}
