import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../data/ask';
import { relationFilter, viewInput } from '../data/filter';
import { SeenTimelineDocument, type SeenTimelineQuery } from '../data/generated';
import type { Registry } from '../data/registry';
import type { ViewState } from '../state/state';
import { type Bucket, bucketFor, dayNumber, dayOf, type Span } from './days';
import type { Seen } from './use-seen';

export type Point = NonNullable<SeenTimelineQuery['timeline']>['points'][number];

/** The part of time that an axis shows: where acts are, with some room, and the window that is chosen. */
export function usualSpan(seen: Seen, time: ViewState['time'], registry: Registry): Span {
  const days: string[] = [];
  for (const r of seen.relations) if (r.class === 'ACT' && r.period.startMin) days.push(r.period.startMin);
  if (time.kind === 'on') days.push(time.day);
  if (time.kind === 'during') days.push(...[time.first, time.last].filter((d) => d !== null));
  const { firstDay, lastDay } = registry.service;
  days.sort();
  const first = days[0] ?? firstDay ?? '2000-01-01';
  const last = days[days.length - 1] ?? lastDay ?? first;
  const room = Math.max(30, Math.round((dayNumber(last) - dayNumber(first)) * 0.06));
  return { first: dayOf(dayNumber(first) - room), last: dayOf(dayNumber(last) + room) };
}

/** All of the time that the record speaks of. */
export function wholeSpan(registry: Registry, usual: Span): Span {
  const { firstDay, lastDay } = registry.service;
  const first = firstDay !== null && firstDay < usual.first ? firstDay : usual.first;
  const last = lastDay !== null && lastDay > usual.last ? lastDay : usual.last;
  return { first, last };
}

/** What happened and what was in force over a span, of the actors in focus, whatever day is chosen. */
export function useTimeline(state: ViewState, span: Span): { bucket: Bucket; points: readonly Point[]; undated: number } {
  const bucket = bucketFor(span);
  const { filter, focus, record } = state;
  const variables = useMemo(() => {
    const all = relationFilter({ filter, time: { kind: 'ever' } });
    return {
      bucket,
      filter: { ...all, ...(focus.length > 0 ? { actors: [...focus] } : {}), during: { first: span.first, last: span.last } },
      view: viewInput(record),
    };
  }, [bucket, filter, focus, record, span.first, span.last]);
  const { data } = useQuery({
    queryKey: ['seen-timeline', variables],
    queryFn: async ({ signal }) => (await ask(SeenTimelineDocument, variables, signal)).timeline,
    placeholderData: keepPreviousData,
  });
  return { bucket, points: data?.points ?? [], undated: data?.undated ?? 0 };
}
