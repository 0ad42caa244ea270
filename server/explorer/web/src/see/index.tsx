import { kindLabel } from '../data/registry';
import { useLanguage } from '../words/language';
import type { SeeProps } from './props';

/** What there is to see, as a list. */
export function See({ subgraph, registry }: SeeProps) {
  const language = useLanguage();
  const names = new Map(subgraph.actors.map((a) => [a.id, a.name]));
  return (
    <ul className="plain-list">
      {subgraph.relations.map((r) => (
        <li key={r.id}>
          {names.get(r.from)} {kindLabel(registry, r.kind, language)} {names.get(r.to)}, {r.period.inWords}
        </li>
      ))}
    </ul>
  );
}
