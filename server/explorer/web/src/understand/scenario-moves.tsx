import { BalanceDocument, InfluenceDocument } from '../data/generated';
import { useNames } from '../data/use-details';
import { measureFilter, referenceDay } from '../see/use-seen';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import type { AskedProps } from './asked';
import { Changed, changeKinds } from './difference';
import { Answer } from './parts';
import { useScenarioWords } from './scenario-words';
import { useAnswer } from './use-answer';
import { useDifference } from './use-difference';
import { useWords } from './words';

interface Props extends AskedProps<'scenario'> {
  id: string;
  /** The revision that the scenario lies over. */
  base: number;
}

/** What moves in a scenario against the record: relations, nets, balance, and who can move the first actor in the middle. */
export function Moves(props: Props) {
  const { state, registry, onChange } = props;
  const w = useScenarioWords();
  const general = useWords();
  const format = useFormat();
  const day = referenceDay(state);
  const moved = useDifference(state, props.question);
  return (
    <section className="moves">
      <h3>
        {w.moves} {day !== null && <span className="soft">{w.onDay(format.day(day))}</span>}
      </h3>
      <Answer of={moved}>
        {({ difference: d }) =>
          d && (
            <>
              {d.changes.length === 0 && <p className="soft">{general.noChange}</p>}
              {changeKinds.map((kind) => (
                <Changed key={kind} kind={kind} changes={d.changes.filter((c) => c.change === kind)} registry={registry} onChange={onChange} />
              ))}
            </>
          )
        }
      </Answer>
      <Balances {...props} />
      {state.focus[0] !== undefined && <Influences {...props} over={state.focus[0]} />}
    </section>
  );
}

/** The balance of all triads, in the record and in the scenario. */
function Balances({ state, id, base }: Props) {
  const w = useScenarioWords();
  const format = useFormat();
  const language = useLanguage();
  const common = { of: null, among: null, filter: measureFilter(state), language };
  const record = useAnswer(BalanceDocument, { ...common, view: { revision: base } });
  const scenario = useAnswer(BalanceDocument, { ...common, view: { scenario: id } });
  const [before, after] = [record.data?.balance, scenario.data?.balance];
  if (!before || !after) return null;
  const share = (s: number | null): string => (s === null ? '–' : format.percent(s));
  return (
    <table className="compared">
      <thead>
        <tr>
          <td />
          <th scope="col">{w.record}</th>
          <th scope="col">{w.scenario}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{w.balanced}</th>
          <td>{share(before.balancedShare)}</td>
          <td>{share(after.balancedShare)}</td>
        </tr>
        <tr>
          <th scope="row">{w.frustration}</th>
          <td>{before.frustration}</td>
          <td>{after.frustration}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** Whose influence over an actor moves. */
function Influences({ state, id, base, over }: Props & { over: string }) {
  const w = useScenarioWords();
  const format = useFormat();
  const language = useLanguage();
  const name = useNames([over]);
  const common = { by: null, over, hops: 3, method: 'BEST' as const, first: 100, filter: measureFilter(state), language };
  const record = useAnswer(InfluenceDocument, { ...common, view: { revision: base } });
  const scenario = useAnswer(InfluenceDocument, { ...common, view: { scenario: id } });
  if (!record.data?.influence || !scenario.data?.influence) return null;
  const rows = new Map<string, { name: string; before: number; after: number }>();
  for (const i of record.data.influence.influences) rows.set(i.by.id, { name: i.by.name, before: i.score, after: 0 });
  for (const i of scenario.data.influence.influences) {
    const row = rows.get(i.by.id) ?? { name: i.by.name, before: 0, after: 0 };
    rows.set(i.by.id, { ...row, after: i.score });
  }
  const moved = [...rows].filter(([, r]) => Math.abs(r.after - r.before) >= 0.005).sort(([, a], [, b]) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  return (
    <>
      <h3>{w.influenceOver(name(over))}</h3>
      {moved.length === 0 ? (
        <p className="soft">{w.sameInfluence}</p>
      ) : (
        <table className="compared">
          <thead>
            <tr>
              <td />
              <th scope="col">{w.record}</th>
              <th scope="col">{w.scenario}</th>
            </tr>
          </thead>
          <tbody>
            {moved.slice(0, 12).map(([actor, r]) => (
              <tr key={actor}>
                <th scope="row">{r.name}</th>
                <td>{format.share(r.before)}</td>
                <td>{format.share(r.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
