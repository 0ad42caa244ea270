import { type ReactNode, useId, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { kindLabel, type Registry } from '../data/registry';
import type { Subgraph } from '../data/subgraph';
import { useNames } from '../data/use-details';
import { ACTOR_KINDS, DATE_READINGS, DIMENSIONS, MODALITIES, SIGNS } from '../state/lists';
import { type Filter, NO_FILTER, type OnChange, type TimeChoice, type ViewState } from '../state/state';
import { isDay } from '../state/url';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import { endOf, recordedBy } from './known';
import { ActorPicker } from './search-box';
import { useWords } from './words';

interface PanelProps {
  state: ViewState;
  subgraph: Subgraph | undefined;
  registry: Registry;
  onChange: OnChange;
}

/** How many filters narrow the view, time and focus aside. */
export function filterCount(f: Filter): number {
  const lists = [f.kinds, f.dimensions, f.signs, f.modalities, f.actorKinds, f.sources].filter((l) => l.length > 0).length;
  const others = [f.class, f.publishedBy, f.minConfidence > 0, f.minAbsoluteWeight > 0, f.text.trim(), f.dates !== 'STATED'].filter(Boolean).length;
  return lists + others;
}

/** Which relations are kept: around whom, when, and of what sort. */
export function FilterPanel({ state, subgraph, registry, onChange }: PanelProps) {
  const w = useWords();
  const v = useVocabulary();
  const { filter } = state;
  const set = (part: Partial<Filter>) => onChange({ filter: { ...filter, ...part } });
  const active = filterCount(filter);
  return (
    <div className="filters">
      <Around state={state} onChange={onChange} />
      <Time state={state} onChange={onChange} />
      <KnownOn state={state} onChange={onChange} />
      <Group label={w.class}>
        <ToggleButtonGroup
          className="segments"
          aria-label={w.class}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter.class ?? 'BOTH']}
          onSelectionChange={(keys) => {
            const key = String([...keys][0]);
            set({ class: key === 'TIE' || key === 'ACT' ? key : null });
          }}
        >
          <ToggleButton id="BOTH">{w.both}</ToggleButton>
          <ToggleButton id="TIE">{w.ties}</ToggleButton>
          <ToggleButton id="ACT">{w.acts}</ToggleButton>
        </ToggleButtonGroup>
      </Group>
      <Chips label={w.sign} all={SIGNS} words={v.sign} chosen={filter.signs} onChoose={(signs) => set({ signs })} />
      <Chips label={w.dimension} all={DIMENSIONS} words={v.dimension} chosen={filter.dimensions} onChoose={(dimensions) => set({ dimensions })} />
      <Chips label={w.modality} all={MODALITIES} words={v.modality} chosen={filter.modalities} onChoose={(modalities) => set({ modalities })} />
      <More state={state} subgraph={subgraph} registry={registry} onChange={onChange} />
      {active > 0 && (
        <Button className="button" onPress={() => onChange({ filter: NO_FILTER })}>
          {w.clearFilters} ({active})
        </Button>
      )}
    </div>
  );
}

function Group({ label, children, hint }: { label: string; children: ReactNode; hint?: string }) {
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {children}
      {hint && <p className="hint">{hint}</p>}
    </fieldset>
  );
}

interface ChipsProps<T extends string> {
  label: string;
  all: readonly T[];
  words: Record<T, string>;
  chosen: readonly T[];
  onChoose: (chosen: T[]) => void;
}

function Chips<T extends string>({ label, all, words, chosen, onChoose }: ChipsProps<T>) {
  return (
    <Group label={label}>
      <ToggleButtonGroup
        className="chips"
        aria-label={label}
        selectionMode="multiple"
        selectedKeys={[...chosen]}
        onSelectionChange={(keys) => onChoose(all.filter((one) => keys.has(one)))}
      >
        {all.map((one) => (
          <ToggleButton key={one} id={one} className={`chip ${one.toLowerCase()}`}>
            {words[one]}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Group>
  );
}

function Around({ state, onChange }: Pick<PanelProps, 'state' | 'onChange'>) {
  const w = useWords();
  const name = useNames(state.focus);
  return (
    <Group label={w.around}>
      {state.focus.length === 0 ? (
        <p className="hint">{w.wholeRecord}</p>
      ) : (
        <ul className="tags">
          {state.focus.map((id) => (
            <li key={id}>
              <span>{name(id)}</span>
              <Button aria-label={w.removeFocus(name(id))} onPress={() => onChange({ focus: state.focus.filter((f) => f !== id) })}>
                <span aria-hidden="true">×</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ActorPicker label={w.addFocus} placeholder={w.addFocus} onPick={(id) => onChange({ focus: [...new Set([...state.focus, id])] })} />
      {state.focus.length > 0 && (
        <label className="field">
          <span>{w.steps}</span>
          <select value={state.hops} onChange={(event) => onChange({ hops: Number(event.target.value) })}>
            {[0, 1, 2, 3].map((n) => (
              <option key={n} value={n}>
                {w.stepsOf(n)}
              </option>
            ))}
          </select>
        </label>
      )}
    </Group>
  );
}

function Time({ state, onChange }: Pick<PanelProps, 'state' | 'onChange'>) {
  const w = useWords();
  const { time } = state;
  const set = (next: TimeChoice) => onChange({ time: next });
  // What one comes from gives the day or window that one goes to.
  const day = time.kind === 'on' ? time.day : time.kind === 'during' ? (time.last ?? time.first) : null;
  const choose = (kind: string) => {
    if (kind === 'on') set({ kind: 'on', day: day ?? '2023-08-15' });
    else if (kind === 'during') set({ kind: 'during', first: day ? `${day.slice(0, 4)}-01-01` : '2023-01-01', last: day ?? '2023-12-31' });
    else set({ kind: 'ever' });
  };
  return (
    <Group label={w.time} {...(time.kind === 'on' ? { hint: w.dayHint } : {})}>
      <ToggleButtonGroup
        className="segments"
        aria-label={w.time}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[time.kind]}
        onSelectionChange={(keys) => choose(String([...keys][0]))}
      >
        <ToggleButton id="on">{w.onDay}</ToggleButton>
        <ToggleButton id="during">{w.window}</ToggleButton>
        <ToggleButton id="ever">{w.ever}</ToggleButton>
      </ToggleButtonGroup>
      {time.kind === 'on' && <DayField label={w.day} value={time.day} onDay={(d) => d && set({ kind: 'on', day: d })} />}
      {time.kind === 'during' && (
        <>
          <DayField label={w.from} value={time.first} onDay={(first) => set(windowOf(first, time.last))} />
          <DayField label={w.to} value={time.last} onDay={(last) => set(windowOf(time.first, last))} />
        </>
      )}
    </Group>
  );
}

/** As of when it was known: what the world could read by a day, and what this record held on one. */
function KnownOn({ state, onChange }: Pick<PanelProps, 'state' | 'onChange'>) {
  const w = useWords();
  const { record, filter } = state;
  return (
    <Group label={w.asKnownOn}>
      <DayField label={w.publishedBy} value={filter.publishedBy} onDay={(publishedBy) => onChange({ filter: { ...filter, publishedBy } })} hint={w.publishedByHint} />
      <DayField
        label={w.recordedByDay}
        value={recordedBy(record)}
        onDay={(day) => onChange({ record: day === null ? { kind: 'newest' } : endOf(day) })}
        hint={w.recordedByHint}
      />
    </Group>
  );
}

/** A window whose days stand in their order; the one that was changed stays. */
function windowOf(first: string | null, last: string | null): TimeChoice {
  if (first !== null && last !== null && first > last) return { kind: 'during', first: last, last: first };
  return { kind: 'during', first, last };
}

function DayField({ label, value, onDay, hint }: { label: string; value: string | null; onDay: (day: string | null) => void; hint?: string }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        key={value}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        defaultValue={value ?? ''}
        onChange={(event) => {
          const day = event.target.value;
          if (day === '' && value !== null) onDay(null);
          // While one types a year, 0002 is not meant yet.
          else if (isDay(day) && day >= '1000') onDay(day);
        }}
      />
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function More({ state, subgraph, registry, onChange }: PanelProps) {
  const w = useWords();
  const v = useVocabulary();
  const { filter } = state;
  const set = (part: Partial<Filter>) => onChange({ filter: { ...filter, ...part } });
  return (
    <>
      <Fold label={w.kindsOfRelation} open={filter.kinds.length > 0}>
        <Kinds state={state} subgraph={subgraph} registry={registry} onChange={onChange} />
      </Fold>
      <Fold label={w.moreFilters} open={filter.actorKinds.length > 0 || filter.minConfidence > 0 || filter.minAbsoluteWeight > 0 || filter.text !== '' || state.record.kind !== 'newest'}>
        <WordsField text={filter.text} onText={(text) => set({ text })} />
        <Slide label={w.confidence} value={filter.minConfidence} onValue={(minConfidence) => set({ minConfidence })} />
        <Slide label={w.weight} value={filter.minAbsoluteWeight} onValue={(minAbsoluteWeight) => set({ minAbsoluteWeight })} />
        <label className="field">
          <span>{w.dates}</span>
          <select value={filter.dates} onChange={(event) => set({ dates: event.target.value as Filter['dates'] })}>
            {DATE_READINGS.map((d) => (
              <option key={d} value={d}>
                {v.dates[d]}
              </option>
            ))}
          </select>
        </label>
        <RevisionField state={state} registry={registry} onChange={onChange} />
        <Chips label={w.kindsOfActor} all={ACTOR_KINDS} words={v.actorKind} chosen={filter.actorKinds} onChoose={(actorKinds) => set({ actorKinds })} />
      </Fold>
    </>
  );
}

function Fold({ label, open, children }: { label: string; open: boolean; children: ReactNode }) {
  return (
    <Disclosure className="disclosure" defaultExpanded={open}>
      <Heading level={3}>
        <Button slot="trigger">{label}</Button>
      </Heading>
      <DisclosurePanel>{children}</DisclosurePanel>
    </Disclosure>
  );
}

function Kinds({ state, subgraph, registry, onChange }: PanelProps) {
  const language = useLanguage();
  const f = useFormat();
  const { filter } = state;
  const counts = new Map<string, number>();
  for (const r of subgraph?.relations ?? []) counts.set(r.kind, (counts.get(r.kind) ?? 0) + 1);
  const all = [...registry.kinds.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return (
    <ul className="checks">
      {all.map((kind) => (
        <li key={kind}>
          <label>
            <input
              type="checkbox"
              checked={filter.kinds.includes(kind)}
              onChange={(event) =>
                onChange({ filter: { ...filter, kinds: event.target.checked ? [...filter.kinds, kind] : filter.kinds.filter((k) => k !== kind) } })
              }
            />
            <span>{kindLabel(registry, kind, language)}</span>
            <span className="soft count">{counts.has(kind) ? f.number(counts.get(kind) ?? 0) : ''}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function WordsField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const w = useWords();
  const [typed, setTyped] = useState(text);
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        onText(typed);
      }}
    >
      <label htmlFor="words">{w.words}</label>
      <input id="words" type="search" value={typed} placeholder={w.wordsHint} onChange={(event) => setTyped(event.target.value)} onBlur={() => typed !== text && onText(typed)} />
    </form>
  );
}

/** A least value, 0 to 1, that is asked for when it is let go. */
function Slide({ label, value, onValue }: { label: string; value: number; onValue: (value: number) => void }) {
  const f = useFormat();
  const [at, setAt] = useState<number | null>(null);
  const done = () => {
    if (at !== null && at !== value) onValue(at);
    setAt(null);
  };
  return (
    <label className="field slide">
      <span>{label}</span>
      <input type="range" min="0" max="1" step="0.05" value={at ?? value} onChange={(event) => setAt(Number(event.target.value))} onPointerUp={done} onKeyUp={done} onBlur={done} />
      <output>{f.share(at ?? value)}</output>
    </label>
  );
}

function RevisionField({ state, registry, onChange }: Pick<PanelProps, 'state' | 'registry' | 'onChange'>) {
  const w = useWords();
  const f = useFormat();
  const newest = registry.service.newest?.number ?? 0;
  const chosen = state.record.kind === 'revision' ? state.record.revision : null;
  return (
    <label className="field">
      <span>{w.record}</span>
      <select
        value={chosen ?? ''}
        onChange={(event) => onChange({ record: event.target.value === '' ? { kind: 'newest' } : { kind: 'revision', revision: Number(event.target.value) } })}
      >
        <option value="">{state.record.kind === 'knownAt' ? w.knownAt(f.moment(state.record.time)) : w.newest}</option>
        {Array.from({ length: Math.min(newest, 200) }, (_, i) => newest - i).map((n) => (
          <option key={n} value={n}>
            {w.revision(n)}
          </option>
        ))}
      </select>
    </label>
  );
}
