import type { SeenRelationFragment } from '../data/generated';
import { kindLabel, type Registry } from '../data/registry';
import { useLanguage } from '../words/language';
import { mood, useVocabulary } from '../words/vocabulary';
import { To, WeightBar } from './bits';
import { useDetailWords } from './details-words';

/** A relation with the names of its ends. */
export type NamedRelation = SeenRelationFragment & { from: { id: string; name: string }; to: { id: string; name: string } };

/** A relation in a line: read from one of its ends, where that is given. */
export function TieLine({ relation, registry, seenFrom }: { relation: NamedRelation; registry: Registry; seenFrom?: string }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const language = useLanguage();
  const inverse = seenFrom === relation.to.id && seenFrom !== relation.from.id;
  const other = inverse ? relation.from : relation.to;
  const { about } = relation;
  return (
    <li className={`tie ${mood(relation.modality)}`}>
      <span className="what">
        {seenFrom === undefined && <To id={relation.from.id}>{relation.from.name}</To>}{' '}
        <To id={relation.id} className="kind">
          {kindLabel(registry, relation.kind.name, language, inverse)}
        </To>{' '}
        <To id={other.id}>{other.name}</To>
        {about && (
          <span className="soft">
            , {w.about} {about.__typename === 'Topic' ? about.text : about.name}
          </span>
        )}
        {mood(relation.modality) !== 'done' && <span className={`mood ${mood(relation.modality)}`}>{v.modality[relation.modality]}</span>}
        {relation.disputed && <span className="mood warn">{w.disputed}</span>}
      </span>
      <span className="when">{relation.period.inWords}</span>
      <WeightBar value={relation.weight} />
    </li>
  );
}
