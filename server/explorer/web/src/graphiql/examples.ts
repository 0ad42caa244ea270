/** A query to start from, with the question that it answers. */
export interface Example {
  title: string;
  query: string;
}

// The Go server embeds the same files, for its plain page and its tests.
const files = import.meta.glob<string>('../../../examples/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The example queries in the order of their file names; the first line of each is its title. */
export const examples: Example[] = Object.entries(files)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([, query]) => ({ title: query.slice(0, query.indexOf('\n')).replace(/^#\s*/, ''), query }));
