import { useQuery } from '@tanstack/react-query';
import type { Language, ViewState } from '../state/state';
import { useLanguage } from '../words/language';
import { ask } from './ask';
import { viewInput } from './filter';
import { NamesDocument, RelationsAsKnownDocument, type RelationsAsKnownQuery, type RelationTextFragment, RelationsDetailsDocument } from './generated';

/** What was known: which state of the record is read, and of it what was public by a day. */
type Known = Pick<ViewState, 'record' | 'filter'>;

/** A relation with its evidence; null if none is recorded by that id, or was known. */
export function useRelation(id: string, known: Known) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['relation', language, id, known.record, known.filter.publishedBy],
    queryFn: async ({ signal }) => (await fetchRelations([id], known, language, signal))[0] ?? null,
  });
}

/** Several relations with their evidence, in the order of their ids; those not recorded or not known are left out. */
export function useRelations(ids: readonly string[], known: Known) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['relations', language, ids, known.record, known.filter.publishedBy],
    enabled: ids.length > 0,
    queryFn: ({ signal }) => fetchRelations(ids, known, language, signal),
  });
}

async function fetchRelations(ids: readonly string[], known: Known, language: Language, signal: AbortSignal): Promise<RelationTextFragment[]> {
  const { nodes } = await ask(RelationsDetailsDocument, { ids: [...ids], view: viewInput(known.record), language }, signal);
  const relations = nodes.filter((n): n is RelationTextFragment => n !== null && 'evidence' in n);
  const { publishedBy } = known.filter;
  if (publishedBy === null) return relations;
  const then = await Promise.all(relations.map((r) => asKnown(r, publishedBy, known, language, signal)));
  return then.filter((r) => r !== null);
}

/** A relation with the evidence, the confidence and the mood that it had by a day: only a filter reads it so, and none names a relation. */
async function asKnown(relation: RelationTextFragment, publishedBy: string, known: Known, language: Language, signal: AbortSignal): Promise<RelationTextFragment | null> {
  const filter = { actors: [relation.from.id], kinds: [relation.kind.name], publishedBy };
  let after: string | null = null;
  do {
    const answer: RelationsAsKnownQuery = await ask(RelationsAsKnownDocument, { filter, after, view: viewInput(known.record), language }, signal);
    const found = answer.relations?.nodes.find((r) => r.id === relation.id);
    if (found) return found;
    after = answer.relations?.pageInfo.hasNextPage ? answer.relations.pageInfo.endCursor : null;
  } while (after !== null);
  return null;
}

/** The names of things by id, for those that are not at hand otherwise; an id that is not recorded stays as it is. */
export function useNames(ids: readonly string[]): (id: string) => string {
  const language = useLanguage();
  const names = useQuery({
    queryKey: ['names', language, ids],
    enabled: ids.length > 0,
    staleTime: 5 * 60_000,
    queryFn: async ({ signal }) => {
      const { nodes } = await ask(NamesDocument, { ids: [...ids], language }, signal);
      return new Map(nodes.flatMap((n, i) => (n && 'name' in n ? [[ids[i] as string, n.name]] : n && 'title' in n ? [[ids[i] as string, n.title]] : [])) as [string, string][]);
    },
  });
  return (id) => names.data?.get(id) ?? id;
}
