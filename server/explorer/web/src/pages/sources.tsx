import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../data/ask';
import { viewInput } from '../data/filter';
import { SourcesDocument } from '../data/generated';
import { To } from '../page/bits';
import { useDetailWords } from '../page/details-words';
import { ListPage } from '../page/list-page';
import { useViewState } from '../state/use-view-state';
import { useFormat } from '../words/format';

/** All sources. */
export default function SourcesPage() {
  const w = useDetailWords();
  const f = useFormat();
  const { state } = useViewState();
  return (
    <ListPage
      title={w.sourcesTitle}
      intro={w.sourcesIntro}
      useList={(text) =>
        useInfiniteQuery({
          queryKey: ['sources', text, state.record],
          initialPageParam: null as string | null,
          queryFn: async ({ signal, pageParam }) => (await ask(SourcesDocument, { text: text || null, after: pageParam, view: viewInput(state.record) }, signal)).sources,
          getNextPageParam: (last) => (last?.pageInfo.hasNextPage ? last.pageInfo.endCursor : null),
        })
      }
    >
      {(s) => (
        <li key={s.id}>
          <span className="what">
            <To id={s.id}>{s.title}</To>
          </span>
          <span className="when">
            {[s.publisher, s.published && f.edtf(s.published), w.takenFrom(s.evidence.totalCount)].filter(Boolean).join(' · ')}
          </span>
        </li>
      )}
    </ListPage>
  );
}
