import { replaceEqualDeep } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Change, DEFAULT, type OnChange, START, type ViewState } from './state';
import { type Context, type Fault, read, write, writeContext } from './url';

/** Whether a path shows a view, whose address holds the whole state; other pages hold but its context. */
const isView = (path: string) => path === '/' || path === '/embed';

/** The state in the address of this page, and how to change it. */
export function useViewState(): { state: ViewState; faults: Fault[]; onChange: OnChange } {
  const search = useSearch();
  const [path] = useLocation();
  const { state, faults } = useMemo(() => shared(search, path), [search, path]);
  return { state, faults, onChange: useCallback<OnChange>(change, []) };
}

let last: ReturnType<typeof read> | null = null;

/** Reads the address; what is as it was before stays the same value, so that nothing that rests on it is done again. */
function shared(search: string, path: string) {
  last = replaceEqualDeep(last, read(search, isView(path) ? START : DEFAULT));
  return last;
}

/** Other actors and other lines are seen whole at first. */
function sights(before: ViewState, changed: Change): Change {
  const others = (['focus', 'hops', 'time', 'filter', 'record'] as const).some((part) => part in changed);
  const { drawing } = changed;
  const arranged = drawing !== undefined && (drawing.group !== before.drawing.group || drawing.hidden.length !== before.drawing.hidden.length);
  return others ? { at: null, mapAt: null } : arranged ? { at: null } : {};
}

const change: OnChange = (changed, history = 'push') => {
  const { pathname, search } = location;
  // What was changed a moment ago stands in the address already, if not yet in a component's state.
  const before = read(search, isView(pathname) ? START : DEFAULT).state;
  const next = { ...before, ...sights(before, changed), ...changed };
  const query = isView(pathname) ? write(next) : writeContext(next);
  if (query === search.slice(1)) return;
  const to = query === '' ? pathname : `${pathname}?${query}`;
  // wouter hears both of the browser's own calls.
  if (history === 'push') window.history.pushState(null, '', to);
  else window.history.replaceState(null, '', to);
};

/** The address of a view with a state. */
export const viewHref = (state: ViewState) => `/?${write(state)}`;

/** The address of another page, with the day and what was known that are looked at. */
export function pageHref(path: string, state: Context): string {
  const context = writeContext(state);
  return context === '' ? path : `${path}?${context}`;
}

/** The page of anything by its id, as relation:s04 or mali. */
export function pathOf(id: string): string {
  const [scheme, rest] = id.split(/:(.*)/s);
  if (rest === undefined) return `/actor/${encodeURIComponent(id)}`;
  return `/${scheme}/${encodeURIComponent(rest)}`;
}

/** How to write the addresses of pages, as the one at hand is looked at. */
export function useHref(): (id: string) => string {
  const { state } = useViewState();
  return (id) => pageHref(pathOf(id), state);
}
