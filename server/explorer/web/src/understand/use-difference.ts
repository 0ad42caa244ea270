import { useMemo } from 'react';
import { DifferenceDocument, type DifferenceQuery, ScenarioOfDocument, type SideInput } from '../data/generated';
import type { Registry } from '../data/registry';
import { type SeenActor, type SeenRelation, seenActor, seenRelation } from '../data/subgraph';
import { pairKey } from '../see/net';
import { measureFilter, referenceDay } from '../see/use-seen';
import type { Question, ViewState } from '../state/state';
import { isDay } from '../state/url';
import { useLanguage } from '../words/language';
import { useAnswer } from './use-answer';

export type Change = NonNullable<DifferenceQuery['difference']>['changes'][number];

/** A side of a difference, as the address writes it: a day, or a revision as r12. */
export function sideOf(text: string | null): SideInput | null {
  if (text === null) return null;
  if (isDay(text)) return { on: text };
  if (text.startsWith('scenario:')) return { view: { scenario: text } };
  const revision = /^r(\d+)$/.exec(text)?.[1];
  return revision === undefined ? null : { view: { revision: Number(revision) } };
}

/** The sides of a question: those of a difference; of a scenario, the record that it lies over and the scenario itself. */
function useSides(state: ViewState, question: Question | null): { left: SideInput | null; right: SideInput | null; of: readonly string[] } {
  const language = useLanguage();
  const id = question?.ask === 'scenario' ? question.id : null;
  const scenario = useAnswer(ScenarioOfDocument, id === null ? null : { id, language }).data?.scenario;
  if (question?.ask === 'difference') return { left: sideOf(question.left), right: sideOf(question.right), of: question.of };
  if (id === null || !scenario) return { left: null, right: null, of: [] };
  const day = referenceDay(state);
  const on = day === null ? {} : { on: day };
  return { left: { view: { revision: scenario.base.number }, ...on }, right: { view: { scenario: id }, ...on }, of: [] };
}

/** What changed between the two sides of a question; nothing before both are known. */
export function useDifference(state: ViewState, question: Question | null) {
  const language = useLanguage();
  const { left, right, of: only } = useSides(state, question);
  const { on: _on, during: _during, lookback: _lookback, ...filter } = measureFilter(state);
  const of = only.length > 0 ? [...only] : null;
  return useAnswer(DifferenceDocument, left === null || right === null ? null : { left, right, of, filter, language });
}

/** What a drawing shows of a difference: what each relation did, and the relations that the view alone would not show. */
export interface Changes {
  of: ReadonlyMap<string, string>;
  actors: readonly SeenActor[];
  relations: readonly SeenRelation[];
}

const none: Changes = { of: new Map(), actors: [], relations: [] };

/** The changes that a drawing shows, if a difference is asked for. */
export function useChanges(state: ViewState, registry: Registry, relations: readonly SeenRelation[]): Changes {
  const { data, isPlaceholderData } = useDifference(state, state.question);
  const asked = state.question?.ask === 'difference' || (state.question?.ask === 'scenario' && state.question.id !== null);
  return useMemo(() => {
    const changes = asked && !isPlaceholderData ? data?.difference?.changes : undefined;
    return changes ? changesOf(changes, registry, relations) : none;
  }, [asked, data, isPlaceholderData, registry, relations]);
}

function changesOf(changes: readonly Change[], registry: Registry, seen: readonly SeenRelation[]): Changes {
  const of = new Map<string, string>();
  const actors = new Map<string, SeenActor>();
  const relations: SeenRelation[] = [];
  const pairs = new Map<string, string>();
  for (const c of changes) {
    if (c.relation) {
      of.set(c.relation.id, c.change.toLowerCase());
      relations.push(seenRelation(c.relation, registry));
      for (const end of [c.relation.from, c.relation.to]) actors.set(end.id, seenActor(end, 1));
    } else pairs.set(pairKey(c.a.id, c.b.id), c.change.toLowerCase());
  }
  for (const r of seen) {
    const moved = pairs.get(pairKey(r.from, r.to));
    if (moved !== undefined && !of.has(r.id)) of.set(r.id, moved);
  }
  return { of, actors: [...actors.values()], relations };
}
