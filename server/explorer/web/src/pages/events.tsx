import { useInfiniteQuery } from '@tanstack/react-query';
import { ask } from '../data/ask';
import { viewInput } from '../data/filter';
import { EventsDocument } from '../data/generated';
import { To } from '../page/bits';
import { useDetailWords } from '../page/details-words';
import { ListPage } from '../page/list-page';
import { useViewState } from '../state/use-view-state';
import { useLanguage } from '../words/language';

/** All events, the newest first. */
export default function EventsPage() {
  const w = useDetailWords();
  const language = useLanguage();
  const { state } = useViewState();
  return (
    <ListPage
      title={w.eventsTitle}
      intro={w.eventsIntro}
      useList={(text) =>
        useInfiniteQuery({
          queryKey: ['events', language, text, state.record],
          initialPageParam: null as string | null,
          queryFn: async ({ signal, pageParam }) => (await ask(EventsDocument, { text: text || null, after: pageParam, view: viewInput(state.record), language }, signal)).events,
          getNextPageParam: (last) => (last?.pageInfo.hasNextPage ? last.pageInfo.endCursor : null),
        })
      }
    >
      {(e) => (
        <li key={e.id}>
          <span className="what">
            <To id={e.id}>{e.name}</To>
          </span>
          <span className="when">
            {e.period.inWords}
            {e.participants.length > 0 && ` · ${[...new Set(e.participants.map((p) => p.actor.name))].join(', ')}`}
          </span>
        </li>
      )}
    </ListPage>
  );
}
