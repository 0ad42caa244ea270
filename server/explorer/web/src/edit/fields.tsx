import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { ask } from '../data/ask';
import { SourceNamesDocument } from '../data/generated';
import { ActorPicker } from '../page/search-box';
import { useVocabulary } from '../words/vocabulary';
import type { Chosen } from './draft';
import { useEditWords } from './words';

interface Described {
  label: string;
  hint?: ReactNode;
  /** What is wrong, once it should be said. */
  wrong?: string | undefined;
}

/** A field with its name, its help and its fault, tied together for those who hear them. */
export function Field({ label, hint, wrong, children }: Described & { children: (ids: { id: string; describedBy: string; invalid: boolean }) => ReactNode }) {
  const id = useId();
  return (
    <div className={`form-field ${wrong ? 'invalid' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: `${id}-hint ${id}-wrong`, invalid: Boolean(wrong) })}
      {hint && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} className="wrong">
          {wrong}
        </p>
      )}
    </div>
  );
}

interface TextProps extends Described {
  value: string;
  onValue: (value: string) => void;
  onLeave?: () => void;
  lines?: number;
  type?: string;
}

export function TextField({ value, onValue, onLeave, lines = 1, type = 'text', ...described }: TextProps) {
  return (
    <Field {...described}>
      {({ id, describedBy, invalid }) =>
        lines > 1 ? (
          <textarea id={id} className="input" rows={lines} value={value} aria-describedby={describedBy} aria-invalid={invalid} onChange={(e) => onValue(e.target.value)} onBlur={onLeave} />
        ) : (
          <input id={id} type={type} className="input" value={value} aria-describedby={describedBy} aria-invalid={invalid} onChange={(e) => onValue(e.target.value)} onBlur={onLeave} />
        )
      }
    </Field>
  );
}

interface ChoiceProps<T extends string> extends Described {
  value: T | null;
  options: readonly { value: T; text: string }[];
  onValue: (value: T) => void;
}

export function ChoiceField<T extends string>({ value, options, onValue, ...described }: ChoiceProps<T>) {
  const w = useEditWords();
  return (
    <Field {...described}>
      {({ id, describedBy, invalid }) => (
        <select id={id} className="input" value={value ?? ''} aria-describedby={describedBy} aria-invalid={invalid} onChange={(e) => onValue(e.target.value as T)}>
          {value === null && <option value="">{w.choose}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** An actor, found by name; once chosen it can be changed. */
export function ActorField({ label, value, onValue, wrong }: Described & { value: Chosen | null; onValue: (value: Chosen | null) => void }) {
  const w = useEditWords();
  const v = useVocabulary();
  return (
    <div className={`form-field ${wrong ? 'invalid' : ''}`}>
      <span className="label">{label}</span>
      {value ? (
        <p className="chosen">
          <span>
            {value.name} <span className="soft">{v.actorKind[value.kind]}</span>
          </span>
          <Button className="button small quiet" aria-label={`${w.change}: ${label}`} onPress={() => onValue(null)}>
            {w.change}
          </Button>
        </p>
      ) : (
        <ActorPicker label={label} onPick={(_, hit) => onValue(hit)} />
      )}
      {wrong && <p className="wrong">{wrong}</p>}
    </div>
  );
}

/** A source that is recorded, or a new one. */
export function SourceField({ value, onValue }: { value: string | null; onValue: (id: string | null) => void }) {
  const w = useEditWords();
  const [text, setText] = useState('');
  const found = useQuery({
    queryKey: ['source-names', text.trim()],
    queryFn: async ({ signal }) => (await ask(SourceNamesDocument, { text: text.trim() || null }, signal)).sources?.nodes ?? [],
  });
  const options = [{ value: '', text: w.newSource }, ...(found.data ?? []).map((s) => ({ value: s.id, text: [s.title, s.publisher].filter(Boolean).join(', ') }))];
  if (value !== null && !options.some((o) => o.value === value)) options.push({ value, text: value });
  return (
    <>
      <TextField label={w.findSource} value={text} onValue={setText} type="search" />
      <ChoiceField label={w.source} value={value ?? ''} options={options} onValue={(id) => onValue(id === '' ? null : id)} />
    </>
  );
}
