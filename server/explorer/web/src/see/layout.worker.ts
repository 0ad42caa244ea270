// Lays out a picture beside the page, and says how far it has come.
import { layout, type Places, type Plan } from './layout';

/** What the worker is asked. */
export interface LayoutRequest {
  id: number;
  plan: Plan;
}

/** What it answers: several times while it works, once at the end. */
export interface LayoutReply {
  id: number;
  share: number;
  places: Places;
  done: boolean;
}

self.onmessage = (event: MessageEvent<LayoutRequest>) => {
  const { id, plan } = event.data;
  const tell = (reply: LayoutReply): void => self.postMessage(reply);
  const places = layout(plan, (share, at) => tell({ id, share, places: at(), done: false }));
  tell({ id, share: 1, places, done: true });
};
