import { useViewState } from '../state/use-view-state';
import { isDay } from '../state/url';
import { useDetailWords } from './details-words';
import { useWords } from './words';

/** On which day a page is read: one, or at any time. */
export function DayChoice() {
  const w = useWords();
  const d = useDetailWords();
  const { state, onChange } = useViewState();
  const day = state.time.kind === 'on' ? state.time.day : '';
  return (
    <label className="day">
      <span>{d.asOf}</span>
      <input
        type="date"
        className="input"
        defaultValue={day}
        key={day}
        onChange={(event) => {
          if (isDay(event.target.value)) onChange({ time: { kind: 'on', day: event.target.value } }, 'replace');
        }}
      />
      {day !== '' && (
        <button type="button" className="button small quiet" onClick={() => onChange({ time: { kind: 'ever' } })}>
          {w.ever}
        </button>
      )}
    </label>
  );
}
