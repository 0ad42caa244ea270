import { viewInput } from '../data/filter';
import { AlliancesDocument, type BondInWordsFragment, type DutyInWordsFragment, ObligationsDocument } from '../data/generated';
import { measureFilter } from '../see/use-seen';
import type { OnChange } from '../state/state';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import type { AskedProps } from './asked';
import { ActorField, ActorsField, DayField, PickField } from './form';
import { ActorName, Answer, How, Said, ShowButton, useShow } from './parts';
import { useAnswer } from './use-answer';
import { useWords } from './words';

/** Who is bound to an actor by pacts? */
export function Alliances({ state, question, onChange, shown }: AskedProps<'alliances'>) {
  const w = useWords();
  const language = useLanguage();
  const { of, hops } = question;
  const answer = useAnswer(AlliancesDocument, of === null ? null : { of, hops, filter: measureFilter(state), view: viewInput(state.record), language });
  const show = useShow(state, shown, onChange);
  return (
    <>
      <div className="ask-form">
        <ActorField label={w.of} id={of} onPick={(id) => onChange({ question: { ...question, of: id } }, 'replace')} />
        <PickField label={w.chainLength} all={[1, 2, 3].map((n) => [String(n), w.steps(n)])} chosen={String(hops)} onChoose={(n) => onChange({ question: { ...question, hops: Number(n) } }, 'replace')} />
      </div>
      {of === null && <p className="hint">{w.chooseOne}</p>}
      <Answer of={answer}>
        {({ alliances }) =>
          alliances && (
            <>
              {alliances.allies.length === 0 && <p>{w.noAlly}</p>}
              <ul className="found">
                {alliances.allies.map((a) => (
                  <li key={a.actor.id} className="found-one">
                    <h3>
                      <ActorName actor={a.actor} onChange={onChange} />
                      {a.distance > 1 && <span className="soft"> {w.distance(a.distance)}</span>}
                    </h3>
                    <Bonds bonds={a.bonds} whom={a.distance > 1} onChange={onChange} />
                    <ShowButton onPress={() => show([...(of === null ? [] : [of]), a.actor.id], a.bonds.flatMap((b) => b.relations.map((r) => r.id)))} />
                  </li>
                ))}
              </ul>
              <How method="alliances" answered={[alliances.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}

/** What binds: the obligation, the treaty and the organization within which it was concluded. */
function Bonds({ bonds, whom, onChange }: { bonds: readonly BondInWordsFragment[]; whom: boolean; onChange: OnChange }) {
  const w = useWords();
  const v = useVocabulary();
  return (
    <ul className="bonds">
      {bonds.map((b) => (
        <li key={`${b.from.id} ${b.obligation} ${b.treaty?.id}`}>
          {w.boundBy(v.obligation[b.obligation], '')}
          {b.treaty ? <ActorName actor={b.treaty} onChange={onChange} /> : w.pactOfTwo}
          <span className="soft">
            {b.organization && ` · ${w.withinOrganization(b.organization.name)}`}
            {whom && ` · ${w.towards(b.from.name)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Who must help if one is attacked? */
export function Obligations({ state, question, registry, onChange, shown }: AskedProps<'obligations'>) {
  const w = useWords();
  const language = useLanguage();
  const set = (part: Partial<typeof question>): void => onChange({ question: { ...question, ...part } }, 'replace');
  const { attacked, attackers, on } = question;
  const answer = useAnswer(
    ObligationsDocument,
    attacked === null || on === null ? null : { attacked, attackers: attackers.length > 0 ? [...attackers] : null, on, publishedBy: state.filter.publishedBy, view: viewInput(state.record), language },
  );
  const show = useShow(state, shown, onChange);
  return (
    <>
      <div className="ask-form">
        <ActorField label={w.attacked} id={attacked} onPick={(id) => set({ attacked: id })} />
        <ActorsField label={w.attackers} ids={attackers} placeholder={w.anybody} onChange={(ids) => set({ attackers: ids })} />
        <DayField label={w.day} day={on} onChoose={(day) => set({ on: day })} />
      </div>
      {(attacked === null || on === null) && <p className="hint">{w.chooseAttacked}</p>}
      <Answer of={answer}>
        {({ obligations: o }) =>
          o && (
            <>
              {attackers.length > 0 && <p className="soft">{w.attackersAre(o.attackers.map((a) => a.name).join(', '))}</p>}
              {(
                [
                  [w.toHelp, o.toHelp],
                  [w.toBoth, o.toBoth],
                  [w.toStayOut, o.toStayOut],
                  [w.toConsult, o.toConsult],
                ] as const
              ).map(([title, duties]) => (
                <Duties key={title} title={title} duties={duties} onChange={onChange} show={show} />
              ))}
              {o.pledged.length > 0 && (
                <section>
                  <h3>{w.pledged}</h3>
                  <ul className="step-relations">
                    {o.pledged.map((p) => (
                      <Said key={p.relation.id} relation={p.relation} registry={registry} onChange={onChange} />
                    ))}
                  </ul>
                </section>
              )}
              <How method="obligations" answered={[o.answered]} />
            </>
          )
        }
      </Answer>
    </>
  );
}

interface DutiesProps {
  title: string;
  duties: readonly DutyInWordsFragment[];
  onChange: OnChange;
  show: (actors: readonly string[], relations: readonly string[]) => void;
}

function Duties({ title, duties, onChange, show }: DutiesProps) {
  const w = useWords();
  return (
    <section className="duties">
      <h3>
        {title} <span className="count">{duties.length}</span>
      </h3>
      {duties.length === 0 && <p className="soft">{w.nobody}</p>}
      <ul className="found">
        {duties.map((d) => (
          <li key={d.actor.id} className="found-one">
            <ActorName actor={d.actor} onChange={onChange} />
            {d.suspended && <span className="soft"> · {w.suspended}</span>}
            <Bonds bonds={d.bonds} whom={false} onChange={onChange} />
          </li>
        ))}
      </ul>
      {duties.length > 0 && (
        <ShowButton
          onPress={() =>
            show(
              duties.map((d) => d.actor.id),
              duties.flatMap((d) => d.bonds.flatMap((b) => b.relations.map((r) => r.id))),
            )
          }
        />
      )}
    </section>
  );
}
