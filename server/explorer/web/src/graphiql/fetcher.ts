import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';

const send = createGraphiQLFetcher({ url: '/graphql' });

/**
 * Sends what is in the editor to the endpoint of this origin. GraphiQL goes on naming
 * the operation of the tab before where a new tab's has no name, or was changed a
 * moment ago; the server would rightly refuse that, so such a name is left out.
 */
export const fetcher: Fetcher = ({ operationName, ...request }, options) =>
  send(operationName && defines(request.query, operationName) ? { ...request, operationName } : request, options);

function defines(query: string, operation: string): boolean {
  try {
    return parse(query).definitions.some(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === operation,
    );
  } catch {
    return false; // the server says what is wrong with the query
  }
}
