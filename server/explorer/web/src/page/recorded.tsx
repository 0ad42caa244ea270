import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { useRecorded } from '../data/follow';
import { useRegistry } from '../data/registry';
import { useWords } from './words';

/** A quiet notice that something was recorded meanwhile; what is seen stays until one asks for the new. */
export function RecordedNotice() {
  const w = useWords();
  const answers = useQueryClient();
  const registry = useRegistry();
  const [recorded, dismiss] = useRecorded(registry.data ? (registry.data.service.newest?.number ?? 0) : null);
  return (
    <div className="recorded" role="status">
      {recorded && (
        <p>
          <span>
            {w.recordedMeanwhile(recorded.number, recorded.author)} <span className="soft">{recorded.reason}</span>
          </span>
          <Button
            className="button small"
            onPress={() => {
              dismiss();
              void answers.invalidateQueries();
            }}
          >
            {w.showNew}
          </Button>
          <Button className="button small quiet" onPress={dismiss}>
            {w.dismiss}
          </Button>
        </p>
      )}
    </div>
  );
}
