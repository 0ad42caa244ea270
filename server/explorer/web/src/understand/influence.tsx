import { Disclosure, DisclosurePanel, Heading, Button } from 'react-aria-components';
import { viewInput } from '../data/filter';
import { InfluenceDocument } from '../data/generated';
import { ShareBar } from '../page/bits';
import { measureFilter } from '../see/use-seen';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import type { AskedProps } from './asked';
import { ActorField, ChoiceField, PickField } from './form';
import { ActorName, Answer, chainOf, How, ShowButton, Steps, useShow } from './parts';
import { useAnswer } from './use-answer';
import { useWords } from './words';

/** Who can move whom? */
export function Influence({ state, question, registry, onChange, shown }: AskedProps<'influence'>) {
  const w = useWords();
  const format = useFormat();
  const language = useLanguage();
  const set = (part: Partial<typeof question>): void => onChange({ question: { ...question, ...part } }, 'replace');
  const { by, over, hops, method } = question;
  const answer = useAnswer(
    InfluenceDocument,
    by === null && over === null ? null : { by, over, hops, method, first: 20, filter: measureFilter(state), view: viewInput(state.record), language },
  );
  const show = useShow(state, shown, onChange);
  return (
    <>
      <div className="ask-form">
        <ActorField label={w.by} id={by} anybody={w.anybody} onPick={(id) => set({ by: id })} />
        <ActorField label={w.over} id={over} anybody={w.anybody} onPick={(id) => set({ over: id })} />
        <ChoiceField label={w.method} all={{ BEST: w.best, KATZ: w.katz }} chosen={method} onChoose={(m) => set({ method: m })} />
        <PickField label={w.maxSteps} all={[1, 2, 3, 4, 5].map((n) => [String(n), w.steps(n)])} chosen={String(hops)} onChoose={(n) => set({ hops: Number(n) })} />
      </div>
      {by === null && over === null && <p className="hint">{w.chooseInfluence}</p>}
      <Answer of={answer}>
        {({ influence }) =>
          influence && (
            <>
              {influence.influences.length === 0 && <p>{w.noInfluence}</p>}
              <ol className="found ranked">
                {influence.influences.map((i) => {
                  const other = by === null ? i.by : i.over;
                  const chain = chainOf(i.path);
                  return (
                    <li key={`${i.by.id} ${i.over.id}`} className="found-one">
                      <div className="ranked-row">
                        <ActorName actor={other} onChange={onChange} />
                        <ShareBar value={i.score} hostile={i.coercive} />
                      </div>
                      <p className="soft">
                        {chain.map((a) => a.name).join(' → ')}
                        {i.coercive > 0 && ` · ${w.coercive(format.percent(i.coercive))}`}
                      </p>
                      <Disclosure className="disclosure">
                        <Heading>
                          <Button slot="trigger">{w.whyThis}</Button>
                        </Heading>
                        <DisclosurePanel>
                          <Steps path={i.path} registry={registry} onChange={onChange} />
                          <ShowButton onPress={() => show(chain.map((a) => a.id), i.path.steps.flatMap((s) => s.relations.map((r) => r.id)))} />
                        </DisclosurePanel>
                      </Disclosure>
                    </li>
                  );
                })}
              </ol>
              <How method="influence" answered={[influence.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}
