import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Language, ViewState } from '../state/state';
import { useLanguage } from '../words/language';
import { ask } from './ask';
import { relationFilter, viewInput } from './filter';
import { NeighborhoodDocument, RelationsDocument, type RelationsQuery } from './generated';
import { type Registry, useRegistry } from './registry';
import { type SeenActor, type Subgraph, seenActor, seenRelation } from './subgraph';

/** How many actors a neighborhood shows at most; the strongest are kept. */
const MAX_ACTORS = 400;
/** How many relations of the whole record are shown at most; the newest are kept. */
const MAX_RELATIONS = 20_000;

type Seen = Pick<ViewState, 'record' | 'time' | 'filter' | 'focus' | 'hops'>;

/** What there is to see in a state. While a new answer is on its way, the one before is kept (isPlaceholderData). */
export function useSubgraph(state: Seen) {
  const language = useLanguage();
  const registry = useRegistry();
  const { record, time, filter, focus, hops } = state;
  return useQuery({
    queryKey: ['subgraph', language, { record, time, filter, focus, hops }],
    queryFn: ({ signal }) => fetchSubgraph(state, language, registry.data as Registry, signal),
    enabled: registry.data !== undefined,
    placeholderData: keepPreviousData,
  });
}

function fetchSubgraph(state: Seen, language: Language, registry: Registry, signal: AbortSignal): Promise<Subgraph> {
  // A walk does not look for words; the relations of the actors in focus can be asked for some.
  const walks = state.focus.length > 0 && state.filter.text.trim() === '';
  return walks ? fetchNeighborhood(state, language, registry, signal) : fetchRelations(state, language, registry, signal);
}

async function fetchNeighborhood(state: Seen, language: Language, registry: Registry, signal: AbortSignal): Promise<Subgraph> {
  const variables = {
    of: [...state.focus],
    hops: state.hops,
    limit: MAX_ACTORS,
    filter: relationFilter(state),
    view: viewInput(state.record),
    language,
  };
  const { neighborhood } = await ask(NeighborhoodDocument, variables, signal);
  if (!neighborhood) return { actors: [], relations: [], revision: null, notes: [], cut: null };
  const { cut } = neighborhood;
  return {
    actors: neighborhood.actors.map((a) => seenActor(a.actor, a.distance)),
    relations: neighborhood.relations.map((r) => seenRelation(r, registry)),
    revision: neighborhood.answered.revision?.number ?? null,
    notes: neighborhood.answered.notes,
    cut: cut.truncated ? { actors: cut.omittedActors, relations: cut.omittedRelations, reason: cut.reason ?? '' } : null,
  };
}

type Page = NonNullable<RelationsQuery['relations']>;

async function fetchRelations(state: Seen, language: Language, registry: Registry, signal: AbortSignal): Promise<Subgraph> {
  const focus = state.focus.length > 0 ? { actors: [...state.focus] } : {};
  const filter = { ...relationFilter(state), ...focus };
  const actors = new Map<string, SeenActor>();
  const relations: Subgraph['relations'][number][] = [];
  let after: string | null = null;
  let total = 0;
  do {
    const variables: { after: string | null } = { after };
    const answer: RelationsQuery = await ask(
      RelationsDocument,
      { filter, orderBy: 'NEWEST', view: viewInput(state.record), language, ...variables },
      signal,
    );
    const page: Page | null = answer.relations;
    for (const r of page?.nodes ?? []) {
      relations.push(seenRelation(r, registry));
      for (const end of [r.from, r.to]) {
        if (!actors.has(end.id)) actors.set(end.id, seenActor(end, state.focus.length > 0 && !state.focus.includes(end.id) ? 1 : 0));
      }
    }
    total = page?.totalCount ?? 0;
    after = page?.pageInfo.hasNextPage && relations.length < MAX_RELATIONS ? page.pageInfo.endCursor : null;
  } while (after !== null);
  const omitted = total - relations.length;
  return {
    actors: [...actors.values()],
    relations,
    revision: state.record.kind === 'revision' ? state.record.revision : (registry.service.newest?.number ?? null),
    notes: [],
    cut: omitted > 0 ? { actors: null, relations: omitted, reason: '' } : null,
  };
}
