import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { ask } from '../data/ask';
import { DropScenarioDocument, KIND_NAMES, type KindName, OpenScenarioDocument, RecordDocument, RetractDocument, ScenarioOfDocument, type ScenarioOfQuery, ScenariosDocument } from '../data/generated';
import { kindLabel } from '../data/registry';
import { KeyDialog, useKey } from '../edit/key-dialog';
import { FaultText } from '../page/states';
import { useLanguage } from '../words/language';
import type { AskedProps } from './asked';
import { ActorField, DayField, PickField } from './form';
import { Answer, How, Said } from './parts';
import { Moves } from './scenario-moves';
import { useScenarioWords } from './scenario-words';
import { useAnswer } from './use-answer';

type Props = AskedProps<'scenario'>;
type Scenario = NonNullable<ScenarioOfQuery['scenario']>;

/** What if? */
export function ScenarioView(props: Props) {
  return props.question.id === null ? <Choose {...props} /> : <Opened {...props} id={props.question.id} />;
}

/** Sends a change, and asks again what it may have moved; what went wrong is said. */
function useChange() {
  const answers = useQueryClient();
  const [wrong, setWrong] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (send: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setWrong(null);
    try {
      await send();
      await answers.invalidateQueries();
    } catch (error) {
      setWrong(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(false);
    }
  };
  return { change, wrong, busy };
}

function NeedsKey() {
  const w = useScenarioWords();
  return (
    <p className="hint">
      {w.needsKey} <KeyDialog className="button small">{w.giveKey}</KeyDialog>
    </p>
  );
}

/** The scenarios that are open, and a way to open another. */
function Choose({ onChange }: Props) {
  const w = useScenarioWords();
  const key = useKey();
  const [name, setName] = useState('');
  const { change, wrong, busy } = useChange();
  const answer = useAnswer(ScenariosDocument, {});
  const open = (id: string): void => onChange({ question: { ask: 'scenario', id } });
  return (
    <>
      <p>{w.intro}</p>
      <h3>{w.open}</h3>
      <Answer of={answer}>
        {({ scenarios }) =>
          scenarios?.nodes.length ? (
            <ul className="found">
              {scenarios.nodes.map((s) => (
                <li key={s.id}>
                  <Button className="actor-name" onPress={() => open(s.id)}>
                    {s.name}
                  </Button>{' '}
                  <span className="soft">{w.by(s.author)}</span>
                </li>
              ))}
            </ul>
          ) : (
            <p className="soft">{w.none}</p>
          )
        }
      </Answer>
      {key === null && <NeedsKey />}
      <form
        className="ask-form"
        onSubmit={(event) => {
          event.preventDefault();
          void change(async () => {
            const { openScenario } = await ask(OpenScenarioDocument, { name: name.trim() });
            if (openScenario) open(openScenario.scenario.id);
          });
        }}
      >
        <label className="ask-field">
          <span className="ask-label">{w.name}</span>
          <input className="input" value={name} maxLength={300} placeholder={w.namePlaceholder} onChange={(event) => setName(event.target.value)} />
        </label>
        <button type="submit" className="button primary" disabled={busy || key === null || name.trim() === ''}>
          {w.begin}
        </button>
        <div className="wrong" role="alert">
          {wrong && <FaultText error={wrong} />}
        </div>
      </form>
      <How method="scenario" answered={[]} />
    </>
  );
}

/** One scenario: what it changes, how to change it, and what moves. */
function Opened(props: Props & { id: string }) {
  const { id, state, registry, onChange } = props;
  const w = useScenarioWords();
  const key = useKey();
  const language = useLanguage();
  const { change, wrong, busy } = useChange();
  const answer = useAnswer(ScenarioOfDocument, { id, language });
  const within = state.record.kind === 'scenario' && state.record.id === id;
  return (
    <Answer of={answer}>
      {({ scenario: s }) =>
        s ? (
          <>
            <h3>{s.name}</h3>
            <p className="soft">
              {w.by(s.author)} · {w.base(s.base.number)}
            </p>
            <p className="row actions">
              <Button className={within ? 'button small' : 'button small primary'} onPress={() => onChange({ record: within ? { kind: 'newest' } : { kind: 'scenario', id } })}>
                {within ? w.leave : w.see}
              </Button>
              <Button className="button small" onPress={() => onChange({ question: { ask: 'scenario', id: null } })}>
                {w.others}
              </Button>
            </p>
            <Entries scenario={s} {...props} />
            {key === null ? (
              <NeedsKey />
            ) : (
              <>
                <Add {...props} change={change} busy={busy} />
                <Take {...props} change={change} busy={busy} />
                <Button
                  className="button small quiet"
                  isDisabled={busy}
                  onPress={() =>
                    void change(async () => {
                      await ask(DropScenarioDocument, { id });
                      onChange({ question: { ask: 'scenario', id: null }, ...(within ? { record: { kind: 'newest' } } : {}) });
                    })
                  }
                >
                  {w.drop}
                </Button>
              </>
            )}
            <div className="wrong" role="alert">
              {wrong && <FaultText error={wrong} />}
            </div>
            <Moves {...props} base={s.base.number} registry={registry} />
            <How method="scenario" answered={[]} />
          </>
        ) : (
          <>
            <p>{w.gone}</p>
            <Button className="button small" onPress={() => onChange({ question: { ask: 'scenario', id: null }, ...(within ? { record: { kind: 'newest' } } : {}) })}>
              {w.others}
            </Button>
          </>
        )
      }
    </Answer>
  );
}

function Entries({ scenario, registry, onChange }: Props & { scenario: Scenario }) {
  const w = useScenarioWords();
  const relations = scenario.entries.nodes.flatMap((e) => (e.subject.__typename === 'Relation' ? [{ change: e.change, relation: e.subject }] : []));
  const words: Record<string, string> = { ADDED: w.added, RETRACTED: w.retracted, CORRECTED: w.corrected };
  return (
    <section>
      <h3>{w.changes(relations.length)}</h3>
      {relations.length === 0 && <p className="soft">{w.noChange}</p>}
      <ul className="step-relations scenario-entries">
        {relations.map(({ change, relation }) => (
          <Said key={relation.id} relation={relation} registry={registry} onChange={onChange} change={words[change] ?? change} />
        ))}
      </ul>
    </section>
  );
}

interface Changing {
  change: (send: () => Promise<void>) => Promise<void>;
  busy: boolean;
}

/** What is supposed needs a source too: the supposition itself, which says that it is one. */
const SUPPOSED = 'source:supposed';

function Add({ id, state, registry, change, busy }: Props & Changing & { id: string }) {
  const w = useScenarioWords();
  const language = useLanguage();
  const [from, setFrom] = useState<string | null>(state.focus[0] ?? null);
  const [to, setTo] = useState<string | null>(null);
  const [kind, setKind] = useState<KindName>('DEFENSE_PACT');
  const [day, setDay] = useState<string | null>(state.time.kind === 'on' ? state.time.day : null);
  const kinds = KIND_NAMES.map((k) => [k, kindLabel(registry, k, language)] as const).sort((a, b) => a[1].localeCompare(b[1], language));
  const lasts = registry.kinds.get(kind)?.class === 'TIE';
  const send = async (): Promise<void> => {
    if (from === null || to === null || day === null) return;
    const evidence = [{ source: SUPPOSED, modality: 'ASSERTED' as const, grade: { reliability: 'F' as const, credibility: 6 } }];
    const relations = [{ from, kind, to, period: lasts ? `${day}/..` : day, confidence: 0.99, note: w.supposed, evidence }];
    // The first supposition of a scenario brings the source with it.
    const known = await ask(ScenarioOfDocument, { id, language });
    const has = known.scenario?.entries.nodes.some((e) => e.id === SUPPOSED) ?? false;
    const sources = has ? [] : [{ id: SUPPOSED, title: w.supposed }];
    await ask(RecordDocument, { input: { relations, sources, reason: w.reasonAdd, scenario: id } });
    setTo(null);
  };
  return (
    <section className="scenario-add">
      <h3>{w.add}</h3>
      <div className="ask-form">
        <ActorField label={w.from} id={from} onPick={setFrom} />
        <PickField label={w.kind} all={kinds} chosen={kind} onChoose={(k) => setKind(k as KindName)} />
        <ActorField label={w.to} id={to} onPick={setTo} />
        <DayField label={w.since} day={day} onChoose={setDay} />
        <Button className="button small" isDisabled={busy || from === null || to === null || day === null} onPress={() => void change(send)}>
          {w.addNow}
        </Button>
      </div>
    </section>
  );
}

function Take({ id, state, change, busy, onChange }: Props & Changing & { id: string }) {
  const w = useScenarioWords();
  const chosen = state.selection.relations;
  return (
    <section>
      <h3>{w.take}</h3>
      {chosen.length === 0 ? (
        <p className="hint">{w.takeHint}</p>
      ) : (
        <Button
          className="button small"
          isDisabled={busy}
          onPress={() =>
            void change(async () => {
              await ask(RetractDocument, { input: { ids: [...chosen], reason: w.reasonTake, scenario: id } });
              onChange({ selection: { actors: [], relations: [] } });
            })
          }
        >
          {w.takeSelected(chosen.length)}
        </Button>
      )}
    </section>
  );
}
