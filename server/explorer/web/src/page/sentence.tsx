import type { Subgraph } from '../data/subgraph';
import { useNames } from '../data/use-details';
import type { ViewState } from '../state/state';
import { useFormat } from '../words/format';
import { useWords } from './words';

/** What is seen, in words: "Mali and Niger on 15 August 2023". */
export function useSentenceOfView(state: ViewState, subgraph: Subgraph | undefined): string {
  const w = useWords();
  const f = useFormat();
  const seen = new Map(subgraph?.actors.map((a) => [a.id, a.name]));
  const fetched = useNames(state.focus.filter((id) => !seen.has(id)));
  const names = state.focus.map((id) => seen.get(id) ?? fetched(id));
  const who = names.length === 0 ? w.sentenceAll : names.length <= 3 ? joined(names, w.and) : joined([...names.slice(0, 2), w.others(names.length - 2)], w.and);
  const { time, filter, record } = state;
  const parts = [who];
  if (time.kind === 'on') parts.push(w.sentenceOn(f.day(time.day)));
  if (time.kind === 'during') {
    if (time.first && time.last) parts.push(w.sentenceDuring(f.day(time.first), f.day(time.last)));
    else if (time.first) parts.push(w.sentenceSince(f.day(time.first)));
    else if (time.last) parts.push(w.sentenceUntil(f.day(time.last)));
  }
  const said = [parts.join(' ')];
  if (filter.publishedBy) said.push(w.sentenceKnown(f.day(filter.publishedBy)));
  if (record.kind === 'knownAt') said.push(w.knownAt(f.moment(record.time)));
  return said.join(', ');
}

function joined(names: readonly string[], and: string): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}
