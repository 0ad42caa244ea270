import { MODALITIES } from '../state/lists';
import type { ViewState } from '../state/state';
import { write } from '../state/url';

/** The formats of /export, by what they are for. Their names are those of the service. */
export const DATA_FORMATS = [
  { name: 'csv', title: 'CSV' },
  { name: 'graphml', title: 'GraphML' },
  { name: 'jsonl', title: 'JSON Lines' },
] as const;

export const EVIDENCE_FORMATS = [] as readonly { name: string; title: string }[];

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
    if (/^(mode|selected|group|pins|hidden|mapOf|lang|theme|scenario|ask(\..*)?)$/.test(word)) words.delete(word);
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
