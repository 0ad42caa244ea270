import { Button } from 'react-aria-components';
import { viewInput } from '../data/filter';
import { PathsDocument, type RelationFilter } from '../data/generated';
import { dayNumber, dayOf } from '../see/days';
import { measureFilter } from '../see/use-seen';
import type { ViewState } from '../state/state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import type { AskedProps } from './asked';
import { ActorField, ChoiceField, PickField } from './form';
import { Answer, chainOf, How, ShowButton, Steps, useShow } from './parts';
import { useAnswer } from './use-answer';
import { useWords } from './words';

/** How are two actors joined? */
export function Paths({ state, question, registry, onChange, shown }: AskedProps<'paths'>) {
  const w = useWords();
  const format = useFormat();
  const language = useLanguage();
  const set = (part: Partial<typeof question>): void => onChange({ question: { ...question, ...part } }, 'replace');
  const { from, to, order, maxHops } = question;
  const { filter, window } = filterFor(state, order === 'EARLIEST', registry.service);
  const answer = useAnswer(PathsDocument, from === null || to === null ? null : { from, to, order, maxHops, first: 5, filter, view: viewInput(state.record), language });
  const show = useShow(state, shown, onChange);
  return (
    <>
      <div className="ask-form">
        <ActorField label={w.from} id={from} onPick={(id) => set({ from: id })} />
        <ActorField label={w.to} id={to} onPick={(id) => set({ to: id })} />
        <ChoiceField label={w.order} all={{ HOPS: w.hops, STRENGTH: w.strength, EARLIEST: w.earliest }} chosen={order} onChoose={(o) => set({ order: o })} />
        <PickField label={w.maxSteps} all={[1, 2, 3, 4, 5, 6].map((n) => [String(n), w.steps(n)])} chosen={String(maxHops)} onChoose={(n) => set({ maxHops: Number(n) })} />
        {from !== null && to !== null && (
          <Button className="button small quiet" onPress={() => set({ from: to, to: from })}>
            {w.swap}
          </Button>
        )}
      </div>
      {window && <p className="hint">{w.windowTaken(format.day(window.first), format.day(window.last))}</p>}
      {(from === null || to === null) && <p className="hint">{w.chooseTwo}</p>}
      <Answer of={answer}>
        {({ paths }) =>
          paths && (
            <>
              {paths.paths.length === 0 && <p>{w.noPath}</p>}
              <ol className="found">
                {paths.paths.map((p) => {
                  const chain = chainOf(p);
                  return (
                    <li key={chain.map((a) => a.id).join(' ')} className="found-one">
                      <h3>{chain.map((a) => a.name).join(' → ')}</h3>
                      <p className="soft">{[w.steps(p.hops), w.score(format.share(p.score)), p.arrives && w.arrives(format.day(p.arrives))].filter(Boolean).join(' · ')}</p>
                      <Steps path={p} registry={registry} onChange={onChange} />
                      <ShowButton onPress={() => show(chain.map((a) => a.id), p.steps.flatMap((s) => s.relations.map((r) => r.id)))} />
                    </li>
                  );
                })}
              </ol>
              <How method="paths" answered={[paths.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}

/** By time, paths need a window: the one chosen, or the two years before the day, or all that is recorded. */
function filterFor(state: ViewState, timed: boolean, service: { firstDay: string | null; lastDay: string | null }): { filter: RelationFilter; window: { first: string; last: string } | null } {
  const usual = measureFilter(state);
  if (!timed || (state.time.kind === 'during' && state.time.first && state.time.last)) return { filter: usual, window: null };
  const last = state.time.kind === 'on' ? state.time.day : ((state.time.kind === 'during' ? state.time.last : null) ?? service.lastDay ?? dayOf(Math.floor(Date.now() / 86_400_000)));
  const first = state.time.kind === 'on' ? dayOf(dayNumber(state.time.day) - 720) : ((state.time.kind === 'during' ? state.time.first : null) ?? service.firstDay ?? last);
  const { on: _on, lookback: _lookback, ...filter } = usual;
  return { filter: { ...filter, during: { first, last } }, window: { first, last } };
}
