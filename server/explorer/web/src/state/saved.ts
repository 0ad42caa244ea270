import { useSyncExternalStore } from 'react';

/** A view that somebody keeps in this browser: a name, and the query of its address. */
export interface Saved {
  name: string;
  query: string;
}

const KEPT = 'entente.saved';
const listeners = new Set<() => void>();
let read: { text: string | null; saved: readonly Saved[] } = { text: null, saved: [] };

function current(): readonly Saved[] {
  const text = localStorage.getItem(KEPT);
  if (text !== read.text) read = { text, saved: parse(text) };
  return read.saved;
}

/** What is kept may have been written by another version, or by hand. */
function parse(text: string | null): Saved[] {
  try {
    const all: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(all) ? all.filter((s): s is Saved => typeof s?.name === 'string' && typeof s?.query === 'string') : [];
  } catch {
    return [];
  }
}

function keep(saved: readonly Saved[]) {
  localStorage.setItem(KEPT, JSON.stringify(saved));
  for (const listener of listeners) listener();
}

/** Keeps a view under a name; one of the same name is replaced. */
export const save = (view: Saved) => keep([...current().filter((s) => s.name !== view.name), view]);
export const forget = (name: string) => keep(current().filter((s) => s.name !== name));

/** The kept views, also as other tabs of the browser change them. */
export function useSaved(): readonly Saved[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      removeEventListener('storage', listener);
    };
  }, current);
}
