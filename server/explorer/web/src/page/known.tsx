import { Button } from 'react-aria-components';
import type { Change, Filter, RecordChoice } from '../state/state';
import { useViewState } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useWords } from './words';

/** The last moment of a day: what was recorded on it counts. */
export const endOf = (day: string): RecordChoice => ({ kind: 'knownAt', time: `${day}T23:59:59Z` });

/** The day of a record as it was known; null for another choice. */
export const recordedBy = (record: RecordChoice): string | null => (record.kind === 'knownAt' ? new Date(record.time).toISOString().slice(0, 10) : null);

/** Everything that is known, whatever else is looked at. */
function allKnown(record: RecordChoice, filter: Filter): Change {
  return { filter: { ...filter, publishedBy: null }, record: record.kind === 'scenario' ? record : { kind: 'newest' } };
}

/** Says of what is seen as of when it was known, and leads back to all that is known. Publication counts where pages heed it. */
export function Known({ publication = true }: { publication?: boolean }) {
  const w = useWords();
  const f = useFormat();
  const { state, onChange } = useViewState();
  const { record, filter } = state;
  const told = [];
  if (publication && filter.publishedBy) told.push(w.publicBy(f.day(filter.publishedBy)));
  if (record.kind === 'knownAt') told.push(w.recordedBy(f.moment(record.time)));
  if (record.kind === 'revision') told.push(w.recordedAt(record.revision));
  if (told.length === 0) return null;
  return (
    <p className="known" role="status">
      <span>{told.join(' ')}</span>
      <Button className="button small" onPress={() => onChange(allKnown(record, filter))}>
        {w.allKnown}
      </Button>
    </p>
  );
}
