// How the page asks the service.

/**
 * What went wrong with a question, in lines that a reader can act on.
 */
export class Trouble extends Error {
  /**
   * @param {string} message what failed, in a sentence
   * @param {string[]} details one line for each fault
   * @param {unknown} answer what the service sent, if it was JSON
   */
  constructor(message, details = [], answer = undefined) {
    super(message);
    this.details = details;
    this.answer = answer;
  }
}

/**
 * @typedef {object} GraphQLError
 * @property {string} message
 * @property {{line: number, column: number}[]} [locations]
 * @property {(string | number)[]} [path]
 * @property {{code?: string, field?: string}} [extensions]
 */

/**
 * Sends a GraphQL document and gives the whole answer with the time it took in
 * milliseconds and its size in bytes. An answer that is not GraphQL, or none at all,
 * is Trouble; errors inside a GraphQL answer are left to the caller.
 * @param {string} query
 * @param {Record<string, unknown>} [variables]
 * @param {AbortSignal} [signal]
 */
export async function send(query, variables = {}, signal = undefined) {
  const started = performance.now();
  /** @type {Response} */
  let response;
  let text = '';
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json, application/json;q=0.9',
      },
      body: JSON.stringify({ query, variables }),
      signal: signal ?? null,
    });
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Trouble('The service does not answer. Is it still running?');
  }
  const milliseconds = Math.round(performance.now() - started);
  try {
    /** @type {{data?: any, errors?: GraphQLError[]}} */
    const answer = JSON.parse(text);
    if (answer.data === undefined && !Array.isArray(answer.errors)) throw new Error('not GraphQL');
    return { answer, milliseconds, bytes: new Blob([text]).size };
  } catch {
    throw new Trouble(`The service answered with status ${response.status} instead of a GraphQL answer.`, [text.slice(0, 300)]);
  }
}

/**
 * Asks for data: every error in the answer is Trouble.
 * @param {string} query
 * @param {Record<string, unknown>} [variables]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function ask(query, variables, signal) {
  const { answer } = await send(query, variables, signal);
  if (answer.errors?.length) throw new Trouble('The service could not answer this.', answer.errors.map(inWords), answer);
  return answer.data;
}

/**
 * Says a GraphQL error in a line: where in the query, what, and where in the answer.
 * @param {GraphQLError} error
 */
export function inWords(error) {
  const at = error.locations?.[0];
  const where = at ? `Line ${at.line}, column ${at.column}: ` : '';
  const rest = [error.extensions?.code, error.path?.length ? `at ${error.path.join('.')}` : ''].filter(Boolean).join(', ');
  return `${where}${error.message}${rest ? ` (${rest})` : ''}`;
}
