import { type ReactNode, useId } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useNames } from '../data/use-details';
import { ActorPicker } from '../page/search-box';
import { isDay } from '../state/url';
import { useWords } from './words';

/** One argument of a question, with its name. */
function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="ask-field" role="group" aria-label={label}>
      <span className="ask-label">{label}</span>
      {children}
    </div>
  );
}

/** An actor: the one chosen, or a box to find one. */
export function ActorField({ label, id, onPick, anybody }: { label: string; id: string | null; onPick: (id: string | null) => void; anybody?: string }) {
  const w = useWords();
  const name = useNames(id === null ? [] : [id]);
  return (
    <Field label={label}>
      {id === null ? (
        <ActorPicker label={label} placeholder={anybody ?? w.chooseActor} onPick={onPick} />
      ) : (
        <span className="ask-chosen">
          <span>{name(id)}</span>
          <Button className="button small quiet" aria-label={w.change(name(id))} onPress={() => onPick(null)}>
            ×
          </Button>
        </span>
      )}
    </Field>
  );
}

/** Several actors. */
export function ActorsField({ label, ids, onChange, placeholder }: { label: string; ids: readonly string[]; onChange: (ids: readonly string[]) => void; placeholder: string }) {
  const w = useWords();
  const name = useNames(ids);
  return (
    <Field label={label}>
      {ids.length > 0 && (
        <ul className="tags">
          {ids.map((id) => (
            <li key={id}>
              {name(id)}
              <button type="button" aria-label={w.change(name(id))} onClick={() => onChange(ids.filter((other) => other !== id))}>
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <ActorPicker label={label} placeholder={placeholder} onPick={(id) => !ids.includes(id) && onChange([...ids, id])} />
    </Field>
  );
}

/** One of a few. */
export function ChoiceField<T extends string>({ label, all, chosen, onChoose }: { label: string; all: Readonly<Record<T, string>>; chosen: T; onChoose: (value: T) => void }) {
  return (
    <Field label={label}>
      <ToggleButtonGroup
        className="segments"
        aria-label={label}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[chosen]}
        onSelectionChange={(keys) => onChoose([...keys][0] as T)}
      >
        {(Object.keys(all) as T[]).map((key) => (
          <ToggleButton key={key} id={key}>
            {all[key]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Field>
  );
}

/** One of many, or a number of steps. */
export function PickField({ label, all, chosen, onChoose }: { label: string; all: readonly (readonly [string, string])[]; chosen: string; onChoose: (value: string) => void }) {
  const id = useId();
  return (
    <div className="ask-field">
      <label className="ask-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} className="input" value={chosen} onChange={(event) => onChoose(event.target.value)}>
        {all.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A day. What is half typed is left alone until it is a day. */
export function DayField({ label, day, onChoose }: { label: string; day: string | null; onChoose: (day: string | null) => void }) {
  const id = useId();
  return (
    <div className="ask-field">
      <label className="ask-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        key={day}
        type="date"
        className="input"
        defaultValue={day ?? ''}
        onChange={(event) => {
          if (event.target.value === '') onChoose(null);
          else if (isDay(event.target.value)) onChoose(event.target.value);
        }}
      />
    </div>
  );
}
