import { MODALITIES } from '../state/lists';
import type { ViewState } from '../state/state';
import { write } from '../state/url';

// The formats of /export; their names are those of the service.

/** The data of a view. */
export const DATA_FORMATS = [
  { name: 'csv', title: 'CSV' },
  { name: 'csv-pair', title: (w: { csvPair: string }) => w.csvPair },
  { name: 'gexf', title: 'GEXF (Gephi)' },
  { name: 'graphml', title: 'GraphML' },
  { name: 'cytoscape', title: 'Cytoscape JSON' },
  { name: 'cx2', title: 'CX2 (Cytoscape)' },
  { name: 'd3', title: 'D3 node-link JSON' },
  { name: 'jsonl', title: 'JSON Lines' },
  { name: 'jsonld', title: 'JSON-LD' },
  { name: 'turtle', title: 'Turtle (RDF)' },
] as const;

/** A brief with footnotes, and the evidence for a bibliography. */
export const EVIDENCE_FORMATS = [
  { name: 'html', title: 'HTML' },
  { name: 'markdown', title: 'Markdown' },
  { name: 'bibtex', title: 'BibTeX' },
  { name: 'ris', title: 'RIS' },
  { name: 'csl', title: 'CSL-JSON' },
] as const;

/** The address of a file with what the view keeps. Its words are those of the view's own address. */
export function exportHref(format: string, state: ViewState, revision: number | null): string {
  const { filter, focus, record, time } = state;
  const words = new URLSearchParams(
    write({
      ...state,
      filter: { ...filter, modalities: filter.modalities.length > 0 ? filter.modalities : MODALITIES },
      record: record.kind === 'newest' && revision !== null ? { kind: 'revision', revision } : record,
      time,
    }),
  );
  for (const word of [...words.keys()]) {
    if (/^(mode|selected|group|lines|at|mapAt|pins|hidden|mapOf|lang|theme|scenario|ask(\..*)?)$/.test(word)) words.delete(word);
  }
  if (focus.length === 0) words.delete('of');
  else if (filter.text.trim() !== '') {
    // A neighborhood can't be searched for words; the relations of its actors can.
    words.delete('of');
    words.set('actors', focus.join(','));
  }
  if (words.get('hops') === '0') words.delete('hops');
  return `/export/${format}?${words.toString().replaceAll('%2C', ',').replaceAll('%2F', '/')}`;
}
