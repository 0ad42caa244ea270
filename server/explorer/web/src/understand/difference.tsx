import { Button } from 'react-aria-components';
import type { ChangeKind } from '../data/generated';
import { kindLabel, type Registry } from '../data/registry';
import type { OnChange } from '../state/state';
import { isDay } from '../state/url';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import type { AskedProps } from './asked';
import { ActorsField, ChoiceField, DayField, PickField } from './form';
import { Answer, How } from './parts';
import { type Change, useDifference } from './use-difference';
import { useWords } from './words';

/** All changes, in the order of lists. */
export const changeKinds: readonly ChangeKind[] = ['BEGAN', 'ENDED', 'GREW', 'COOLED'];

/** What changed between two dates, or two revisions of the record? */
export function DifferenceView({ state, question, registry, onChange }: AskedProps<'difference'>) {
  const w = useWords();
  const set = (part: Partial<typeof question>): void => onChange({ question: { ...question, ...part } }, 'replace');
  const answer = useDifference(state, question);
  const { left, right } = question;
  const byRevision = [left, right].some((side) => side !== null && !isDay(side));
  const newest = registry.service.newest?.number ?? 1;
  const revisions = Array.from({ length: Math.min(newest, 200) }, (_, i) => newest - i).map((n) => [`r${n}`, w.revision(n)] as const);
  return (
    <>
      <div className="ask-form">
        <ChoiceField
          label={w.compare}
          all={{ days: w.twoDays, revisions: w.twoRevisions }}
          chosen={byRevision ? 'revisions' : 'days'}
          onChoose={(c) => set(c === 'days' ? { left: null, right: null } : { left: `r${Math.max(1, newest - 1)}`, right: `r${newest}` })}
        />
        {byRevision ? (
          <>
            <PickField label={w.left} all={revisions} chosen={left ?? ''} onChoose={(r) => set({ left: r })} />
            <PickField label={w.right} all={revisions} chosen={right ?? ''} onChoose={(r) => set({ right: r })} />
          </>
        ) : (
          <>
            <DayField label={w.left} day={left} onChoose={(day) => set({ left: day })} />
            <DayField label={w.right} day={right} onChoose={(day) => set({ right: day })} />
          </>
        )}
        <ActorsField label={w.onlyOf} ids={question.of} placeholder={w.everywhere} onChange={(of) => set({ of })} />
      </div>
      {(left === null || right === null) && <p className="hint">{w.chooseSides}</p>}
      <Answer of={answer}>
        {({ difference: d }) =>
          d && (
            <>
              {d.changes.length === 0 && <p>{w.noChange}</p>}
              {changeKinds.map((kind) => (
                <Changed key={kind} kind={kind} changes={d.changes.filter((c) => c.change === kind)} registry={registry} onChange={onChange} />
              ))}
              {d.totalCount > d.changes.length && <p className="soft">{w.moreChanges(d.totalCount - d.changes.length)}</p>}
              <How method="difference" answered={[d.left, d.right]} />
            </>
          )
        }
      </Answer>
    </>
  );
}

/** The changes of one kind, as a list. */
export function Changed({ kind, changes, registry, onChange }: { kind: ChangeKind; changes: readonly Change[]; registry: Registry; onChange: OnChange }) {
  const w = useWords();
  const format = useFormat();
  const language = useLanguage();
  if (changes.length === 0) return null;
  return (
    <section className={`changed ${kind.toLowerCase()}`}>
      <h3>
        {w[kind]} <span className="count">{changes.length}</span>
      </h3>
      <ul className="step-relations">
        {changes.map((c) => {
          const r = c.relation;
          return r ? (
            <li key={r.id} className="said">
              <Button className="what" onPress={() => onChange({ selection: { actors: [], relations: [r.id] } })}>
                {r.from.name} <em>{kindLabel(registry, r.kind.name, language)}</em> {r.to.name}
              </Button>
              <span className="when">{r.period.inWords}</span>
            </li>
          ) : (
            <li key={`${c.a.id} ${c.b.id}`} className="said">
              <Button className="what" onPress={() => onChange({ selection: { actors: [c.a.id, c.b.id], relations: [] } })}>
                {w.netMoved(c.a.name, c.b.name, format.signed(c.before ?? 0), format.signed(c.after ?? 0))}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
