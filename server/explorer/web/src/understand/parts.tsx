import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { HowAnsweredFragment, NamedFragment, StepRelationFragment, StepsFragment } from '../data/generated';
import { kindLabel, type Registry } from '../data/registry';
import { Failure, Loading } from '../page/states';
import type { OnChange, ViewState } from '../state/state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { mood, useVocabulary } from '../words/vocabulary';
import type { Method } from './methods';
import { useMethods } from './methods';
import { useWords } from './words';

/** An answer when it is there; else that it is on its way, or why it does not come. */
export function Answer<T>({ of, children }: { of: UseQueryResult<T>; children: (answer: T) => ReactNode }) {
  if (of.error) return <Failure error={of.error} retry={() => void of.refetch()} />;
  if (of.fetchStatus === 'idle' && of.data === undefined) return null;
  if (of.data === undefined) return <Loading />;
  return (
    <div className={of.isPlaceholderData ? 'answer older' : 'answer'} aria-busy={of.isPlaceholderData}>
      {children(of.data)}
    </div>
  );
}

/** How an answer was computed: the method in words, and what the service says of this answer. */
export function How({ method, answered }: { method: Method; answered: readonly HowAnsweredFragment[] }) {
  const w = useWords();
  const methods = useMethods();
  const format = useFormat();
  return (
    <Disclosure className="disclosure how">
      <Heading>
        <Button slot="trigger">{w.how}</Button>
      </Heading>
      <DisclosurePanel>
        {methods[method].map((line) => (
          <p key={line}>{line}</p>
        ))}
        {answered.map((a, i) => (
          <div key={`${i} ${a.on}`}>
            <p className="soft">
              {[a.revision && w.revision(a.revision.number), a.on && w.onDay(format.day(a.on)), a.during && a.during.inWords].filter(Boolean).join(' · ')}
            </p>
            {a.notes.length > 0 && (
              <ul className="how-notes" lang="en">
                {a.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            )}
          </div>
        ))}
        <p className="soft">{w.moreInMethods}</p>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** A relation in a few words, a way to its passages. */
export function Said({ relation, registry, onChange, change = '' }: { relation: StepRelationFragment; registry: Registry; onChange: OnChange; change?: string }) {
  const language = useLanguage();
  const v = useVocabulary();
  const sign = relation.weight > 0 ? 'friendly' : relation.weight < 0 ? 'hostile' : 'neutral';
  return (
    <li className={`said ${sign}`}>
      <Button className="what" onPress={() => onChange({ selection: { actors: [], relations: [relation.id] } })}>
        <span className="sign" aria-hidden="true">
          {sign === 'friendly' ? '+' : sign === 'hostile' ? '−' : '·'}
        </span>
        {relation.from.name} <em>{kindLabel(registry, relation.kind.name, language)}</em> {relation.to.name}
      </Button>
      <span className="when">
        {change !== '' && `${change} · `}
        {relation.period.inWords}
        {mood(relation.modality) !== 'done' && ` · ${v.modality[relation.modality]}`}
      </span>
    </li>
  );
}

/** The steps of a path, each in words. */
export function Steps({ path, registry, onChange }: { path: StepsFragment; registry: Registry; onChange: OnChange }) {
  const w = useWords();
  const format = useFormat();
  return (
    <ol className="steps">
      {path.steps.map((s) => (
        <li key={`${s.from.id} ${s.to.id}`}>
          <p className="step-head">
            {w.step(s.from.name, s.to.name)}
            <span className="soft">
              {s.day && ` · ${w.onDay(format.day(s.day))}`} · {format.share(s.score)}
            </span>
          </p>
          <ul className="step-relations">
            {s.relations.slice(0, 6).map((r) => (
              <Said key={r.id} relation={r} registry={registry} onChange={onChange} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** The actors that a path passes, in order. */
export function chainOf(path: StepsFragment): { id: string; name: string }[] {
  const [first] = path.steps;
  return first ? [first.from, ...path.steps.map((s) => s.to)] : [];
}

/** Marks actors and relations in the drawing, and brings in those that it does not show. */
export function useShow(state: ViewState, shown: ReadonlySet<string>, onChange: OnChange) {
  return (actors: readonly string[], relations: readonly string[]): void => {
    const missing = actors.filter((id) => !shown.has(id));
    onChange({
      selection: { actors: relations.length > 0 ? [] : actors, relations },
      ...(missing.length > 0 && state.focus.length > 0 ? { focus: [...new Set([...state.focus, ...actors])] } : {}),
      ...(state.mode === 'table' ? { mode: 'graph' as const } : {}),
    });
  };
}

/** A button that shows something in the drawing. */
export function ShowButton({ onPress, text }: { onPress: () => void; text?: string }) {
  const w = useWords();
  return (
    <Button className="button small" onPress={onPress}>
      {text ?? w.show}
    </Button>
  );
}

/** The name of an actor; a press marks it in the drawing. */
export function ActorName({ actor, onChange }: { actor: NamedFragment; onChange: OnChange }) {
  return (
    <Button className="actor-name" onPress={() => onChange({ selection: { actors: [actor.id], relations: [] } })}>
      {actor.name}
    </Button>
  );
}
