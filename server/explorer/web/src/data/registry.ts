import { useQuery } from '@tanstack/react-query';
import type { Language } from '../state/state';
import { ask } from './ask';
import { type KindName, RegistryDocument, type RegistryQuery } from './generated';

export type KindInfo = RegistryQuery['kinds'][number];
export type ServiceInfo = RegistryQuery['service'];

/** The kinds of relations, in the registry's order, and what the service says of itself. */
export interface Registry {
  kinds: ReadonlyMap<KindName, KindInfo>;
  service: ServiceInfo;
}

/** The words of a kind, from the source to the target or the other way round. */
export function kindLabel(registry: Registry, name: KindName, language: Language, inverse = false): string {
  const kind = registry.kinds.get(name);
  if (!kind) return name;
  if (inverse) return language === 'fr' ? kind.inverseLabelFr : kind.inverseLabel;
  return language === 'fr' ? kind.labelFr : kind.label;
}

/** The registry is the same as long as the service runs; what the service holds is asked again now and then. */
export function useRegistry() {
  return useQuery({
    queryKey: ['registry'],
    queryFn: async ({ signal }): Promise<Registry> => {
      const { kinds, service } = await ask(RegistryDocument, {}, signal);
      return { kinds: new Map(kinds.map((k) => [k.name, k])), service };
    },
    staleTime: 5 * 60_000,
  });
}
