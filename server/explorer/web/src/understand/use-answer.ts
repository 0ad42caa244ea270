import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from '../data/ask';
import type { TypedDocumentString } from '../data/generated';

/** Asks a question of structure; null variables mean that it cannot be asked yet. The answer before stays until the next is there. */
export function useAnswer<Answer, Variables>(document: TypedDocumentString<Answer, Variables>, variables: Variables | null) {
  return useQuery({
    queryKey: ['understand', document.toString(), variables],
    queryFn: ({ signal }) => ask(document, variables as Variables, signal),
    enabled: variables !== null,
    placeholderData: keepPreviousData,
  });
}
