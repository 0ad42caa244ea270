import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { AskError, ask } from '../data/ask';
import { type ChangeOfFragment, CorrectDocument, type CorrectRelationInput, RelationHistoryDocument, type RelationTextFragment, RetractDocument } from '../data/generated';
import { Failure, FaultText, Loading } from '../page/states';
import { useFormat } from '../words/format';
import { looksLikePeriod } from './draft';
import { TextField } from './fields';
import { KeyDialog, useKey } from './key-dialog';
import { useEditWords } from './words';

/** What each revision did to a relation, the newest first. */
export function History({ id }: { id: string }) {
  const w = useEditWords();
  const history = useQuery({
    queryKey: ['history', id],
    queryFn: async ({ signal }) => (await ask(RelationHistoryDocument, { id }, signal)).relation?.history.nodes ?? [],
  });
  return (
    <section>
      <h2>{w.history}</h2>
      {history.error ? <Failure error={history.error} retry={() => void history.refetch()} /> : history.data ? <Changes changes={history.data} /> : <Loading />}
    </section>
  );
}

/** Changes, each with its revision and what it did field by field; open, the fields alone, of a change that is proposed. */
export function Changes({ changes, open = false }: { changes: readonly ChangeOfFragment[]; open?: boolean }) {
  const w = useEditWords();
  const f = useFormat();
  const done = { ADDED: w.added, CORRECTED: w.corrected, RETRACTED: w.retracted };
  return (
    <ul className="changes">
      {changes.map((c) => (
        <li key={`${c.id} ${c.revision.number}`}>
          <p>
            <strong>{done[c.change]}</strong> {!open && <span className="soft">{w.by(c.revision.author, f.moment(c.revision.time))}</span>}
          </p>
          {!open && <p>{c.revision.reason}</p>}
          {open || c.change === 'CORRECTED' ? <FieldChanges change={c} /> : <Folded label={w.fields(c.fields.length)}><FieldChanges change={c} /></Folded>}
        </li>
      ))}
    </ul>
  );
}

function FieldChanges({ change }: { change: ChangeOfFragment }) {
  const w = useEditWords();
  return (
    <dl className="facts">
      {change.fields.map((f) => (
        <div key={f.field}>
          <dt>{f.field}</dt>
          <dd>
            {change.change === 'CORRECTED' && <span className="was">{f.before ?? w.nothing}</span>} {change.change === 'RETRACTED' ? f.before : (f.after ?? w.nothing)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Folded({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Disclosure className="disclosure">
      <Heading level={3}>
        <Button slot="trigger">{label}</Button>
      </Heading>
      <DisclosurePanel>{children}</DisclosurePanel>
    </Disclosure>
  );
}

/** Correcting and retracting a relation, for whoever has a key. */
export function Mend({ relation }: { relation: RelationTextFragment }) {
  const w = useEditWords();
  const key = useKey();
  if (!key) return null;
  return (
    <>
      <Folded label={w.correct}>
        <CorrectForm relation={relation} />
      </Folded>
      <Folded label={w.retract}>
        <RetractForm id={relation.id} />
      </Folded>
    </>
  );
}

/** Sends a change, and tells what came of it. */
export function useChange() {
  const answers = useQueryClient();
  const [said, setSaid] = useState<{ done?: string; error?: AskError; busy?: boolean }>({});
  const w = useEditWords();
  const send = async (change: () => Promise<number | undefined>) => {
    setSaid({ busy: true });
    try {
      const revision = await change();
      setSaid({ done: revision === undefined ? w.decided : w.recorded(revision) });
      void answers.invalidateQueries();
    } catch (error) {
      setSaid({ error: error instanceof AskError ? error : new AskError('INTERNAL', String(error)) });
    }
  };
  return { said, send };
}

export function Said({ said }: { said: ReturnType<typeof useChange>['said'] }) {
  const w = useEditWords();
  const code = said.error?.code;
  return (
    <div role="status">
      {said.done && <p className="outcome done">{said.done}</p>}
      {said.error && (
        <div className="refused">
          {code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? <p>{code === 'FORBIDDEN' ? w.needsRole : w.keyRefused}</p> : <FaultText error={said.error} />}
          {(code === 'UNAUTHENTICATED' || code === 'FORBIDDEN') && <KeyDialog className="button" />}
        </div>
      )}
    </div>
  );
}

function CorrectForm({ relation }: { relation: RelationTextFragment }) {
  const w = useEditWords();
  const { said, send } = useChange();
  const [period, setPeriod] = useState(relation.period.written);
  const [note, setNote] = useState(relation.note ?? '');
  const [weight, setWeight] = useState(String(relation.weight));
  const [weightReason, setWeightReason] = useState(relation.weightReason ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const changed: Partial<CorrectRelationInput> = {};
  if (period.trim() !== relation.period.written) changed.period = period.trim();
  if (note.trim() !== (relation.note ?? '')) changed.note = note.trim();
  if (Number(weight) !== relation.weight) changed.weight = Number(weight);
  if (weightReason.trim() !== (relation.weightReason ?? '')) changed.weightReason = weightReason.trim();
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!reason.trim() || !looksLikePeriod(period.trim())) return;
        void send(async () => (await ask(CorrectDocument, { input: { relations: [{ id: relation.id, ...changed }], reason: reason.trim() } })).correct?.revision?.number);
      }}
    >
      <p className="hint">{w.correctIntro}</p>
      <div className="two">
        <TextField label={w.period} value={period} onValue={setPeriod} hint={w.periodHint} wrong={looksLikePeriod(period.trim()) ? undefined : w.noPeriod} />
        <TextField label={w.note} value={note} onValue={setNote} />
        <TextField label={w.weight} value={weight} onValue={setWeight} type="number" />
        <TextField label={w.weightReason} value={weightReason} onValue={setWeightReason} />
      </div>
      <TextField label={w.reason} value={reason} onValue={setReason} hint={w.reasonHint} wrong={tried && !reason.trim() ? w.missing : undefined} />
      <Said said={said} />
      <p>
        <button type="submit" className="button primary" disabled={said.busy}>
          {w.save}
        </button>
      </p>
    </form>
  );
}

function RetractForm({ id }: { id: string }) {
  const w = useEditWords();
  const { said, send } = useChange();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reason.trim()) void send(async () => (await ask(RetractDocument, { input: { ids: [id], reason: reason.trim() } })).retract?.revision?.number);
      }}
    >
      <p className="hint">{w.retractIntro}</p>
      <TextField label={w.reason} value={reason} onValue={setReason} hint={w.reasonHint} wrong={tried && !reason.trim() ? w.missing : undefined} />
      <Said said={said} />
      <p>
        <button type="submit" className="button" disabled={said.busy}>
          {w.retract}
        </button>
      </p>
    </form>
  );
}
