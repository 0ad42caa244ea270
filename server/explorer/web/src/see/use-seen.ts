import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../data/ask';
import { relationFilter, viewInput } from '../data/filter';
import { type RelationFilter, SeenBlocsDocument } from '../data/generated';
import { kindLabel } from '../data/registry';
import type { SeenActor, SeenRelation } from '../data/subgraph';
import type { ViewState } from '../state/state';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import { byPair, nets } from './net';
import type { SeeProps } from './props';
import { degrees } from './scene';
import { useWords } from './words';

/** The blocs of what is seen: the number of each actor's bloc. */
export interface Blocs {
  of: ReadonlyMap<string, number>;
  exact: boolean;
  optima: number | null;
}

/** What the drawings share: what is seen without what is hidden by hand, and what is known of it. */
export interface Seen {
  actors: readonly SeenActor[];
  relations: readonly SeenRelation[];
  actor: ReadonlyMap<string, SeenActor>;
  relation: ReadonlyMap<string, SeenRelation>;
  degree: ReadonlyMap<string, number>;
  pairs: ReadonlyMap<string, SeenRelation[]>;
  nets: ReadonlyMap<string, number>;
  /** The day to which acts fade; null to count them in full. */
  day: string | null;
  blocs: Blocs | null;
}

/** The day that measures refer to, as far as the state gives one. */
export function referenceDay(state: Pick<ViewState, 'time'>): string | null {
  if (state.time.kind === 'on') return state.time.day;
  return state.time.kind === 'during' ? state.time.last : null;
}

/** What the drawings share, from what the frame hands over. */
export function useSeen({ state, subgraph, registry }: Pick<SeeProps, 'state' | 'subgraph' | 'registry'>): Seen {
  const { hidden } = state.drawing;
  const day = referenceDay(state);
  const base = useMemo(() => {
    const out = new Set(hidden);
    const relations = subgraph.relations.filter((r) => !out.has(r.from) && !out.has(r.to));
    const degree = degrees(relations);
    // Hiding one leaves others alone; they stay, or nobody would find them again.
    const actors = subgraph.actors.filter((a) => !out.has(a.id));
    return {
      actors,
      relations,
      degree,
      day,
      actor: new Map(actors.map((a) => [a.id, a])),
      relation: new Map(relations.map((r) => [r.id, r])),
      pairs: byPair(relations),
      nets: nets(relations, day, (kind) => registry.kinds.get(kind)?.opens),
    };
  }, [subgraph, hidden, day, registry]);
  const wanted = state.drawing.group === 'bloc' || state.mode === 'matrix';
  const blocs = useBlocs(state, base.actors, wanted);
  return useMemo(() => ({ ...base, blocs }), [base, blocs]);
}

/** The filter as measures take it: they read no words, and only what is said to be so unless told otherwise. */
export function measureFilter(state: Pick<ViewState, 'filter' | 'time'>): RelationFilter {
  const { text: _text, modalities: _all, ...filter } = relationFilter(state);
  return state.filter.modalities.length > 0 ? { ...filter, modalities: [...state.filter.modalities] } : filter;
}

/** Kinds of actors that measures count. */
const bodies: ReadonlySet<string> = new Set(['STATE', 'ORGANIZATION', 'GOVERNMENT', 'ARMED_FORCE', 'ARMED_GROUP', 'COMPANY']);

function useBlocs(state: ViewState, actors: readonly SeenActor[], wanted: boolean): Blocs | null {
  const among = useMemo(() => actors.filter((a) => bodies.has(a.kind)).map((a) => a.id).sort(), [actors]);
  const filter = measureFilter(state);
  const view = viewInput(state.record);
  const { data } = useQuery({
    queryKey: ['seen-blocs', among, filter, view],
    queryFn: async ({ signal }): Promise<Blocs | null> => {
      const { blocs } = await ask(SeenBlocsDocument, { among, method: 'FRUSTRATION', filter, view }, signal);
      if (!blocs) return null;
      const of = new Map(blocs.blocs.flatMap((b) => b.members.map((m) => [m.id, b.number] as const)));
      return { of, exact: blocs.exact, optima: blocs.optima };
    },
    enabled: wanted && among.length > 1 && among.length <= 400,
    placeholderData: keepPreviousData,
  });
  return wanted ? (data ?? null) : null;
}

/** Says actors and relations in words, in the reader's language. */
export function useSay({ registry }: Pick<SeeProps, 'registry'>, seen: Seen) {
  const language = useLanguage();
  const vocabulary = useVocabulary();
  const w = useWords();
  return useMemo(() => {
    const name = (id: string): string => seen.actor.get(id)?.name ?? id;
    const kind = (r: SeenRelation): string => kindLabel(registry, r.kind, language);
    return {
      name,
      kind,
      actorKind: (id: string): string => vocabulary.actorKind[seen.actor.get(id)?.kind ?? 'UNKNOWN'],
      /** "Mali supports Niger": without when and how sure. */
      brief: (r: SeenRelation): string => `${name(r.from)} ${kind(r)} ${name(r.to)}`,
      /** All of it in one line. */
      whole: (r: SeenRelation): string =>
        [
          `${name(r.from)} ${kind(r)} ${name(r.to)}${r.about ? ` (${w.aboutWhom(r.about.text)})` : ''}`,
          r.period.inWords,
          vocabulary.modality[r.modality],
          `${vocabulary.confidence[r.confidenceWord]}${r.disputed ? `, ${w.disputed}` : ''}`,
        ].join(' · '),
    };
  }, [registry, language, vocabulary, w, seen]);
}

export type Say = ReturnType<typeof useSay>;
