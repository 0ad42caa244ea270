// Which actors stand together, and what is said of each group.
import type { SeenActor } from '../data/subgraph';
import type { Group } from '../state/state';
import type { Vocabulary } from '../words/vocabulary';
import type { Seen } from './use-seen';
import type { SeeWords } from './words';

/** The groups of a drawing: the key of each actor's group, and the groups in order with their names. */
export interface Groups {
  of: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, string>;
}

const none: Groups = { of: new Map(), names: new Map() };

/** Groups the actors as the state says. An actor without a bloc stands in none. */
export function groupsOf(by: Group, seen: Seen, w: SeeWords, vocabulary: Vocabulary): Groups {
  if (by === 'kind') {
    const order = Object.keys(vocabulary.actorKind);
    const present = [...new Set(seen.actors.map((a) => a.kind))].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return {
      of: new Map(seen.actors.map((a) => [a.id, a.kind])),
      names: new Map(present.map((k) => [k, vocabulary.actorKind[k]])),
    };
  }
  if (by === 'bloc' && seen.blocs) {
    const of = new Map<string, string>();
    for (const a of seen.actors) {
      const bloc = seen.blocs.of.get(a.id) ?? blocOfNext(a, seen);
      if (bloc !== undefined) of.set(a.id, `bloc ${bloc}`);
    }
    const numbers = [...new Set(seen.blocs.of.values())].sort((a, b) => a - b);
    return { of, names: new Map(numbers.map((n) => [`bloc ${n}`, w.bloc(n)])) };
  }
  return none;
}

/** An office or a person is no member of a bloc; it stands by the one body that it belongs to, if it has one only. */
function blocOfNext(actor: SeenActor, seen: Seen): number | undefined {
  if (actor.kind !== 'OFFICE' && actor.kind !== 'PERSON') return undefined;
  const owners = new Set<number>();
  for (const r of seen.relations) {
    if (r.from !== actor.id || (r.kind !== 'OFFICE_OF' && r.kind !== 'PART_OF')) continue;
    const bloc = seen.blocs?.of.get(r.to);
    if (bloc !== undefined) owners.add(bloc);
  }
  const [only, ...more] = owners;
  return more.length === 0 ? only : undefined;
}
