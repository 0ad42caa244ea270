import { Button } from 'react-aria-components';
import { viewInput } from '../data/filter';
import { BalanceDocument, BlocsDocument, CentralityDocument } from '../data/generated';
import { pairKey } from '../see/net';
import { measureFilter } from '../see/use-seen';
import { WeightBar } from '../page/bits';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import type { AskedProps } from './asked';
import { ActorField, ActorsField, ChoiceField, PickField } from './form';
import { ActorName, Answer, How, ShowButton, useShow } from './parts';
import { useAnswer } from './use-answer';
import { useWords } from './words';

/** Which blocs are there? */
export function Blocs({ state, question, subgraph, onChange, shown }: AskedProps<'blocs'>) {
  const w = useWords();
  const format = useFormat();
  const language = useLanguage();
  const { among, method } = question;
  const set = (part: Partial<typeof question>): void => onChange({ question: { ...question, ...part } }, 'replace');
  const answer = useAnswer(BlocsDocument, { among: among.length > 0 ? [...among] : null, method, filter: measureFilter(state), view: viewInput(state.record), language });
  const show = useShow(state, shown, onChange);
  return (
    <>
      <div className="ask-form">
        <ChoiceField label={w.method} all={{ FRUSTRATION: w.frustrationMethod, COMMUNITIES: w.communities }} chosen={method} onChoose={(m) => set({ method: m })} />
        <ActorsField label={w.among} ids={among} placeholder={w.amongSeen} onChange={(ids) => set({ among: ids })} />
        <Button className="button small" onPress={() => set({ among: subgraph.actors.map((a) => a.id).slice(0, 100) })}>
          {w.amongView}
        </Button>
      </div>
      <Answer of={answer}>
        {({ blocs }) =>
          blocs && (
            <>
              {blocs.blocs.length === 0 && <p>{w.noBloc}</p>}
              <p>
                {blocs.frustration !== null && w.frustratedDyads(blocs.frustration, blocs.exact)} {blocs.optima !== null && blocs.optima > 1 && w.optima(blocs.optima)}
                {blocs.modularity !== null && w.modularity(format.share(blocs.modularity))}
              </p>
              <ul className="found">
                {blocs.blocs.map((b) => (
                  <li key={b.number} className="found-one">
                    <h3>{w.bloc(b.number)}</h3>
                    <p className="soft">
                      {w.inside(format.signed(b.inside))} · {w.outside(format.signed(b.outside))}
                    </p>
                    <p className="members">
                      {b.members.map((m) => (
                        <ActorName key={m.id} actor={m} onChange={onChange} />
                      ))}
                    </p>
                    <ShowButton onPress={() => show(b.members.map((m) => m.id), [])} />
                  </li>
                ))}
              </ul>
              {method === 'FRUSTRATION' && (
                <Button className="button small" onPress={() => onChange({ mode: 'graph', drawing: { ...state.drawing, group: 'bloc' } })}>
                  {w.groupDrawing}
                </Button>
              )}
              {blocs.leftOut.length > 0 && <p className="soft">{w.leftOut(blocs.leftOut.map((a) => a.name).join(', '))}</p>}
              <How method="blocs" answered={[blocs.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}

/** Where is it strained? */
export function Triads({ state, question, subgraph, onChange, shown }: AskedProps<'triads'>) {
  const w = useWords();
  const format = useFormat();
  const language = useLanguage();
  const { of } = question;
  const answer = useAnswer(BalanceDocument, { of, among: null, filter: measureFilter(state), view: viewInput(state.record), language });
  const show = useShow(state, shown, onChange);
  const relationsOf = (ids: readonly string[]): string[] => {
    const keys = new Set([pairKey(ids[0]!, ids[1]!), pairKey(ids[0]!, ids[2]!), pairKey(ids[1]!, ids[2]!)]);
    return subgraph.relations.filter((r) => keys.has(pairKey(r.from, r.to))).map((r) => r.id);
  };
  return (
    <>
      <div className="ask-form">
        <ActorField label={w.triadsOf} id={of} anybody={w.everybody} onPick={(id) => onChange({ question: { ...question, of: id } }, 'replace')} />
      </div>
      <Answer of={answer}>
        {({ balance: b }) =>
          b && (
            <>
              <ul className="triad-counts">
                {b.triads.map((t) => (
                  <li key={t.signs}>
                    <TriadGlyph signs={t.signs} />
                    <strong>{format.number(t.count)}</strong>
                    <span className="soft">{t.balanced ? w.balanced : w.unbalanced}</span>
                  </li>
                ))}
              </ul>
              <p>{b.balancedShare === null ? w.noTriads : `${w.balancedShare(format.percent(b.balancedShare))} ${w.frustration(b.frustration, b.exact)}`}</p>
              <h3>{w.strained}</h3>
              {b.strained.length === 0 && <p className="soft">{w.noneStrained}</p>}
              <ul className="found">
                {b.strained.map((t) => {
                  const ids = t.actors.map((a) => a.id);
                  const pairs = [[0, 1], [0, 2], [1, 2]] as const;
                  return (
                    <li key={ids.join(' ')} className="found-one">
                      <p className="members">
                        {t.actors.map((a) => (
                          <ActorName key={a.id} actor={a} onChange={onChange} />
                        ))}
                      </p>
                      <ul className="triad-nets">
                        {pairs.map(([i, j], k) => (
                          <li key={k}>
                            <span>
                              {t.actors[i]?.name} – {t.actors[j]?.name}
                            </span>
                            <WeightBar value={t.nets[k] ?? 0} />
                          </li>
                        ))}
                      </ul>
                      <ShowButton onPress={() => show(ids, relationsOf(ids))} />
                    </li>
                  );
                })}
              </ul>
              <How method="balance" answered={[b.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}

/** Three points and the signs between them. */
function TriadGlyph({ signs }: { signs: string }) {
  const sides = ['M4 22L15 4', 'M15 4L26 22', 'M4 22H26'];
  return (
    <svg width={30} height={27} viewBox="0 0 30 27" role="img" aria-label={signs}>
      {[...signs].map((sign, i) => (
        <path key={sides[i]} className={sign === '+' ? 'triad-friendly' : 'triad-hostile'} d={sides[i] ?? ''} />
      ))}
      {[[4, 22], [15, 4], [26, 22]].map(([x, y]) => (
        <circle key={x} className="triad-point" cx={x} cy={y} r={3.4} />
      ))}
    </svg>
  );
}

const measures = ['WEIGHTED_DEGREE', 'DEGREE', 'PAGERANK', 'BETWEENNESS', 'CLOSENESS', 'EIGENVECTOR'] as const;

/** Who is central? */
export function Centrality({ state, question, onChange }: AskedProps<'centrality'>) {
  const w = useWords();
  const format = useFormat();
  const language = useLanguage();
  const { measure } = question;
  const answer = useAnswer(CentralityDocument, { measure, among: null, filter: measureFilter(state), view: viewInput(state.record), language });
  return (
    <>
      <div className="ask-form">
        <PickField label={w.measure} all={measures.map((m) => [m, w[m]])} chosen={measure} onChoose={(m) => onChange({ question: { ...question, measure: m as typeof measure } }, 'replace')} />
      </div>
      <Answer of={answer}>
        {({ centrality: c }) =>
          c && (
            <>
              {!c.converged && <p>{w.notConverged}</p>}
              <ol className="ranking">
                {c.ranked.map((r) => (
                  <li key={r.actor.id}>
                    <span className="rank">{r.rank}</span>
                    <ActorName actor={r.actor} onChange={onChange} />
                    <span className="ranking-bar" aria-hidden="true">
                      <span style={{ width: `${(100 * r.score) / Math.max(1e-9, c.ranked[0]?.score ?? 1)}%` }} />
                    </span>
                    <span className="number">{format.share(r.score)}</span>
                  </li>
                ))}
              </ol>
              <How method="centrality" answered={[c.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}
