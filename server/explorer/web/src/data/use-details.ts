import { useQuery } from '@tanstack/react-query';
import type { RecordChoice } from '../state/state';
import { useLanguage } from '../words/language';
import { ask } from './ask';
import { viewInput } from './filter';
import { NamesDocument, type RelationTextFragment, RelationDetailsDocument, RelationsDetailsDocument } from './generated';

/** A relation with its evidence; null if none is recorded by that id. */
export function useRelation(id: string, record: RecordChoice) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['relation', language, id, record],
    queryFn: async ({ signal }) => (await ask(RelationDetailsDocument, { id, view: viewInput(record), language }, signal)).relation,
  });
}

/** Several relations with their evidence, in the order of their ids; those not recorded are left out. */
export function useRelations(ids: readonly string[], record: RecordChoice) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['relations', language, ids, record],
    enabled: ids.length > 0,
    queryFn: async ({ signal }): Promise<RelationTextFragment[]> => {
      const { nodes } = await ask(RelationsDetailsDocument, { ids: [...ids], view: viewInput(record), language }, signal);
      return nodes.filter((n): n is RelationTextFragment => n !== null && 'evidence' in n);
    },
  });
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
