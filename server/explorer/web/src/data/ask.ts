import type { TypedDocumentString } from './generated';

/** The codes of the API's errors, and those for answers that never came. */
export type FaultCode =
  | 'INVALID'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  | 'CANCELED'
  | 'INTERNAL'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'AWAY';

/** Why a question was not answered. */
export class AskError extends Error {
  constructor(
    readonly code: FaultCode,
    message: string,
    readonly field: string | null = null,
    readonly requestId: string | null = null,
    /** All faults of a batch that was refused. */
    readonly faults: readonly { message: string; field: string | null }[] = [],
  ) {
    super(message);
    this.name = 'AskError';
  }
}

interface GraphQLFault {
  message: string;
  extensions?: { code?: string; field?: string; requestId?: string };
}

/** Where the key to write with is kept until the tab is closed. */
const KEY = 'entente.key';

export const currentKey = () => sessionStorage.getItem(KEY);

export function keepKey(key: string | null) {
  if (key === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, key);
}

/** Asks the API of this origin. Whatever goes wrong is an AskError, but for a question called off. */
export async function ask<Answer, Variables>(
  document: TypedDocumentString<Answer, Variables>,
  variables: Variables,
  signal?: AbortSignal,
  key: string | null = currentKey(),
): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json',
        ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ query: document.toString(), variables }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AskError('AWAY', error instanceof Error ? error.message : String(error));
  }
  return answerOf<Answer>(response);
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  let body: { data?: Answer | null; errors?: GraphQLFault[]; detail?: string };
  try {
    body = await response.json();
  } catch {
    throw new AskError(codeOf(response.status), `${response.status} ${response.statusText}`.trim());
  }
  const [first] = body.errors ?? [];
  if (first) {
    const { code, field, requestId } = first.extensions ?? {};
    const faults = (body.errors ?? []).map((f) => ({ message: f.message, field: f.extensions?.field ?? null }));
    throw new AskError((code as FaultCode) ?? codeOf(response.status), first.message, field ?? null, requestId ?? null, faults);
  }
  if (!response.ok || !body.data) throw new AskError(codeOf(response.status), body.detail ?? `status ${response.status}`);
  return body.data;
}

function codeOf(status: number): FaultCode {
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 502 || status === 503 || status === 429) return 'UNAVAILABLE';
  if (status === 504) return 'TIMEOUT';
  return status >= 500 ? 'INTERNAL' : 'INVALID';
}
