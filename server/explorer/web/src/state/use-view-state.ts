import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import type { OnChange, ViewState } from './state';
import { type Fault, read, write } from './url';

/** The state in the address of this page, and how to change it. */
export function useViewState(): { state: ViewState; faults: Fault[]; onChange: OnChange } {
  const search = useSearch();
  const { state, faults } = useMemo(() => read(search), [search]);
  const onChange = useCallback<OnChange>((change, history = 'push') => {
    // What was changed a moment ago stands in the address already, if not yet in `state`.
    const next = write({ ...read(location.search).state, ...change });
    if (next === location.search.slice(1)) return;
    const to = `${location.pathname}?${next}`;
    // wouter hears both of the browser's own calls.
    if (history === 'push') window.history.pushState(null, '', to);
    else window.history.replaceState(null, '', to);
  }, []);
  return { state, faults, onChange };
}

/** The address of a view with another state. */
export function viewHref(state: ViewState): string {
  return `/?${write(state)}`;
}
