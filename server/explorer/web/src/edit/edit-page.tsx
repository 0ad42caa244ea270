import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { AskError, ask } from '../data/ask';
import { type KindName, ProposeDocument, RecordDocument } from '../data/generated';
import { kindLabel, type Registry, useRegistry } from '../data/registry';
import { Sheet, useTitle } from '../page/sheet';
import { Failure, FaultText, Loading } from '../page/states';
import { MODALITIES } from '../state/lists';
import { pageHref, useHref, useViewState } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useKindWords } from '../words/kinds';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import { type Draft, EMPTY_DRAFT, type Faults, type Field, faultsOf, fieldOf, inputOf, keepDraft, keptDraft, looksLikePeriod } from './draft';
import { ActorField, ChoiceField, SourceField, TextField } from './fields';
import { KeyDialog, useKey } from './key-dialog';
import { Passage } from './passage';
import { useEditWords } from './words';

/** Where a statement is recorded, with the passage that says so. */
export default function EditPage() {
  const w = useEditWords();
  const registry = useRegistry();
  useTitle(w.title);
  if (registry.error) {
    return (
      <Sheet>
        <Failure page error={registry.error} retry={() => void registry.refetch()} />
      </Sheet>
    );
  }
  if (!registry.data) return <Loading />;
  return (
    <Sheet className="edit">
      <header className="sheet-head">
        <h1>{w.title}</h1>
        <p className="lead">{w.intro}</p>
      </header>
      <Statements registry={registry.data} />
    </Sheet>
  );
}

/** A passage to read, and the form that its statements go into. */
function Statements({ registry }: { registry: Registry }) {
  const w = useEditWords();
  const { state } = useViewState();
  const [taken, setTaken] = useState<{ draft: Draft; times: number }>({ draft: keptDraft(), times: 0 });
  return (
    <>
      <Passage
        registry={registry}
        onUse={(part) => {
          setTaken(({ times }) => ({ draft: { ...keptDraft(), ...part }, times: times + 1 }));
        }}
      />
      <StatementForm key={taken.times} begin={taken.draft} registry={registry} taken={taken.times > 0} />
      <p className="small">
        <Link href={pageHref('/review', state)}>{w.toReview}</Link>
      </p>
    </>
  );
}

/** What came of sending a draft. */
type Outcome = { kind: 'none' } | { kind: 'sending' } | { kind: 'done'; said: string; id: string | null } | { kind: 'failed'; error: AskError };

function StatementForm({ registry, begin, taken }: { registry: Registry; begin: Draft; taken: boolean }) {
  const w = useEditWords();
  const href = useHref();
  const key = useKey();
  const answers = useQueryClient();
  const [draft, setDraft] = useState<Draft>(begin);
  const [touched, setTouched] = useState<ReadonlySet<Field>>(new Set());
  const legend = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (taken) legend.current?.scrollIntoView();
  }, [taken]);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => keepDraft(draft), [draft]);
  useEffect(() => {
    if (outcome.kind === 'failed' || outcome.kind === 'done') summary.current?.focus();
  }, [outcome]);
  const faults = faultsOf(draft, registry.kinds);
  const set = (part: Partial<Draft>) => {
    setDraft((d) => ({ ...d, ...part }));
    setTouched((t) => new Set([...t, ...(Object.keys(part) as Field[])]));
  };
  const send = async (event: FormEvent | null, how: 'record' | 'propose') => {
    event?.preventDefault();
    setTouched(new Set(Object.keys(EMPTY_DRAFT) as Field[]));
    if (Object.keys(faults).length > 0) return;
    setOutcome({ kind: 'sending' });
    try {
      const [reason, key] = [draft.reason.trim(), idempotencyKey(draft)];
      if (how === 'record') {
        const { record } = await ask(RecordDocument, { input: { ...inputOf(draft), reason, key } });
        setOutcome({ kind: 'done', said: w.recorded(record?.revision?.number ?? 0), id: record?.relations[0]?.id ?? null });
      } else {
        const { propose } = await ask(ProposeDocument, { input: { record: inputOf(draft), reason, key } });
        setOutcome({ kind: 'done', said: w.proposed(propose?.proposal.id ?? ''), id: null });
      }
      setDraft(EMPTY_DRAFT);
      setTouched(new Set());
      void answers.invalidateQueries();
    } catch (error) {
      setOutcome({ kind: 'failed', error: error instanceof AskError ? error : new AskError('INTERNAL', String(error)) });
    }
  };
  const shown = shownFaults(faults, touched, outcome, w);
  const many = Object.keys(faults).length;
  return (
    <form className="form" ref={legend} onSubmit={(event) => void send(event, 'record')} noValidate>
      <div ref={summary} tabIndex={-1} className="outcome" role="status">
        {outcome.kind === 'done' && (
          <p className="done">
            {outcome.said} {outcome.id && <Link href={href(outcome.id)}>{w.seeIt}</Link>}
          </p>
        )}
        {outcome.kind === 'failed' && <Refused error={outcome.error} />}
      </div>
      <Statement draft={draft} set={set} shown={shown} registry={registry} />
      <Evidence draft={draft} set={set} shown={shown} />
      <fieldset>
        <legend>{w.why}</legend>
        <TextField label={w.reason} value={draft.reason} onValue={(reason) => set({ reason })} hint={w.reasonHint} wrong={shown.reason} />
      </fieldset>
      <p className="hint">{w.proposeHint}</p>
      <p className="row">
        <button type="submit" className="button primary" disabled={outcome.kind === 'sending'}>
          {outcome.kind === 'sending' ? w.recording : w.record}
        </button>
        <Button className="button" isDisabled={outcome.kind === 'sending'} onPress={() => void send(null, 'propose')}>
          {w.propose}
        </Button>
        <Button
          className="button quiet"
          onPress={() => {
            setDraft(EMPTY_DRAFT);
            setTouched(new Set());
            setOutcome({ kind: 'none' });
          }}
        >
          {w.clear}
        </Button>
        {!key && <KeyDialog className="button">{w.needsKey}</KeyDialog>}
        <span className="hint" aria-live="polite">
          {touched.size > 0 && many > 0 ? w.faults(many) : w.kept}
        </span>
      </p>
    </form>
  );
}

/** The same draft sent twice, since an answer was lost, is recorded once. */
function idempotencyKey(draft: Draft): string {
  let hash = 0;
  for (const c of JSON.stringify(draft)) hash = (Math.imul(hash, 31) + (c.codePointAt(0) ?? 0)) | 0;
  return `explorer-${(hash >>> 0).toString(36)}-${draft.reason.length}-${draft.quotation.length}`;
}

type Shown = Partial<Record<Field, string>>;

/** The faults to tell: of fields that were touched, and what the service found. */
function shownFaults(faults: Faults, touched: ReadonlySet<Field>, outcome: Outcome, w: ReturnType<typeof useEditWords>): Shown {
  const out: Shown = {};
  for (const [field, wrong] of Object.entries(faults) as [Field, keyof typeof w & string][]) {
    if (touched.has(field)) out[field] = w[wrong] as string;
  }
  if (outcome.kind !== 'failed') return out;
  const told = outcome.error.faults.length > 0 ? outcome.error.faults : [outcome.error];
  for (const { field, message } of told) {
    const at = fieldOf(field);
    if (at) out[at] ??= message;
  }
  return out;
}

function Refused({ error }: { error: AskError }) {
  const w = useEditWords();
  const { code } = error;
  return (
    <div className="refused" role="alert">
      {code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? <p>{code === 'FORBIDDEN' ? w.needsRole : w.keyRefused}</p> : <FaultText error={error} />}
      {error.faults.length > 1 && (
        <ul lang="en">
          {error.faults.map((f) => (
            <li key={`${f.field} ${f.message}`}>
              {f.field && <code>{f.field}</code>} {f.message}
            </li>
          ))}
        </ul>
      )}
      {(code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') && <KeyDialog className="button" />}
    </div>
  );
}

interface PartProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  shown: Shown;
}

function Statement({ draft, set, shown, registry }: PartProps & { registry: Registry }) {
  const w = useEditWords();
  const f = useFormat();
  const language = useLanguage();
  const fits = [...registry.kinds.values()].filter(
    (k) => (!draft.from || k.fromKinds.includes(draft.from.kind)) && (!draft.to || k.toKinds.includes(draft.to.kind)),
  );
  const names: KindName[] = fits.map((k) => k.name);
  if (draft.kind && !names.includes(draft.kind)) names.push(draft.kind);
  const options = names.map((value) => ({ value, text: kindLabel(registry, value, language) })).sort((a, b) => a.text.localeCompare(b.text, language));
  const kindWords = useKindWords();
  const chosen = draft.kind && registry.kinds.get(draft.kind);
  const period = draft.period.trim();
  return (
    <fieldset>
      <legend>{w.statement}</legend>
      <div className="three">
        <ActorField label={w.from} value={draft.from} onValue={(from) => set({ from })} wrong={shown.from} />
        <ChoiceField label={w.kind} value={draft.kind} options={options} onValue={(kind) => set({ kind })} wrong={shown.kind} hint={chosen && kindWords(chosen).description} />
        <ActorField label={w.to} value={draft.to} onValue={(to) => set({ to })} wrong={shown.to} />
      </div>
      <div className="two">
        <TextField
          label={w.period}
          value={draft.period}
          onValue={(value) => set({ period: value })}
          wrong={shown.period}
          hint={looksLikePeriod(period) ? w.reads(f.edtf(period)) : w.periodHint}
        />
        <TextField label={w.about} value={draft.about} onValue={(about) => set({ about })} wrong={shown.about} hint={w.aboutHint} />
      </div>
      <TextField label={w.note} value={draft.note} onValue={(note) => set({ note })} wrong={shown.note} />
    </fieldset>
  );
}

function Evidence({ draft, set, shown }: PartProps) {
  const w = useEditWords();
  const v = useVocabulary();
  return (
    <fieldset>
      <legend>{w.evidence}</legend>
      <TextField label={w.quotation} value={draft.quotation} onValue={(quotation) => set({ quotation })} lines={3} wrong={shown.quotation} />
      <div className="two">
        <SourceField value={draft.source} onValue={(source) => set({ source })} />
      </div>
      {draft.source === null && (
        <div className="two">
          <TextField label={w.sourceTitle} value={draft.title} onValue={(title) => set({ title })} wrong={shown.title} />
          <TextField label={w.publisher} value={draft.publisher} onValue={(publisher) => set({ publisher })} wrong={shown.publisher} />
          <TextField label={w.published} value={draft.published} onValue={(published) => set({ published })} wrong={shown.published} />
          <TextField label={w.address} type="url" value={draft.address} onValue={(address) => set({ address })} wrong={shown.address} />
        </div>
      )}
      <div className="two">
        <ChoiceField
          label={w.modality}
          value={draft.modality}
          options={MODALITIES.map((value) => ({ value, text: v.modality[value] }))}
          onValue={(modality) => set({ modality })}
          wrong={shown.modality}
          hint={w.modalityHint}
        />
        <TextField label={w.saidBy} value={draft.saidBy} onValue={(saidBy) => set({ saidBy })} wrong={shown.saidBy} hint={w.saidByHint} />
        <ChoiceField
          label={w.reliability}
          value={draft.reliability}
          options={(['A', 'B', 'C', 'D', 'E', 'F'] as const).map((value) => ({ value, text: `${value}: ${v.reliability[value]}` }))}
          onValue={(reliability) => set({ reliability })}
          wrong={shown.reliability}
        />
        <ChoiceField
          label={w.credibility}
          value={String(draft.credibility)}
          options={([1, 2, 3, 4, 5, 6] as const).map((n) => ({ value: String(n), text: `${n}: ${v.credibility[n]}` }))}
          onValue={(n) => set({ credibility: Number(n) })}
          wrong={shown.credibility}
        />
        <ChoiceField
          label={w.stance}
          value={draft.stance}
          options={[
            { value: 'SUPPORTS', text: w.supports },
            { value: 'DISPUTES', text: w.disputes },
          ]}
          onValue={(stance) => set({ stance })}
          wrong={shown.stance}
        />
      </div>
    </fieldset>
  );
}
