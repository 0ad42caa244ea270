import { useEffect, useMemo, useRef, useState } from 'react';
import { layout, type Places, type Plan } from './layout';
import type { LayoutReply, LayoutRequest } from './layout.worker';

/** So many actors are placed at once, in less time than a worker takes to start. */
const AT_ONCE = 60;

/** Where the actors of a plan stand, and how far the layout has come: 1 when it is done. */
export interface Laid {
  places: Places;
  share: number;
}

/** Lays out a plan: small ones at once, larger ones in a worker, with places to look at meanwhile. */
export function usePlaces(plan: Plan): Laid {
  const small = plan.bodies.length <= AT_ONCE;
  const now = useMemo(() => (small ? { places: layout(plan), share: 1 } : null), [plan, small]);
  const [later, setLater] = useState<Laid & { plan: Plan | null }>({ places: {}, share: 0, plan: null });
  const last = useRef(0);
  useEffect(() => {
    if (small) return undefined;
    const id = ++last.current;
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<LayoutReply>) => {
      if (data.id === last.current) setLater({ places: data.places, share: data.share, plan });
    };
    const request: LayoutRequest = { id, plan };
    worker.postMessage(request);
    return () => worker.terminate();
  }, [plan, small]);
  // Until a new plan has places, actors stand where the last one had them.
  return now ?? (later.plan === plan ? later : { places: later.places, share: 0 });
}
