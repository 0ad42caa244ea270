import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useLocation } from 'wouter';
import { ask } from '../data/ask';
import { findKinds, type FoundKind } from '../data/find-kinds';
import { type ActorKind, type KindName, SearchDocument } from '../data/generated';
import { useRegistry } from '../data/registry';
import { afresh, type Language, type ViewState } from '../state/state';
import { useHref, useViewState, viewHref } from '../state/use-view-state';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import { useWords } from './words';

export interface Hit {
  id: string;
  name: string;
  kind: ActorKind;
  /** The name or code that matched, where it is not the one shown. */
  also: string | null;
  /** How well it matched, to 1. */
  score: number;
}

async function fetchHits(text: string, language: Language, signal?: AbortSignal): Promise<Hit[]> {
  const { search } = await ask(SearchDocument, { text: text.trim(), first: 12, language }, signal);
  return (search ?? []).map(({ actor, matched, score }) => ({
    id: actor.id,
    name: actor.name,
    kind: actor.kind,
    also: matched === actor.name ? null : matched,
    score,
  }));
}

/** The search box: actors by a name in any language, an alias or a code, and kinds of relation. The key / leads to it. */
export function SearchBox() {
  const w = useWords();
  const [, go] = useLocation();
  const href = useHref();
  const { state } = useViewState();
  return (
    <ActorPicker
      label={w.search}
      placeholder={w.searchHint}
      onPick={(id) => go(href(id))}
      onPickKind={(kind) => go(viewHref(ofKind(state, kind)))}
      hotkey
      className="search"
    />
  );
}

/** All relations of a kind, in the view that is looked at. */
function ofKind(state: ViewState, kind: KindName): ViewState {
  const all = afresh(state);
  return { ...all, mode: state.mode, filter: { ...all.filter, kinds: [kind] } };
}

interface PickerProps {
  label: string;
  placeholder?: string;
  onPick: (id: string, hit: Hit) => void;
  /** Where kinds of relation can be found too: what is done with one. */
  onPickKind?: (kind: KindName) => void;
  /** Whether the key / leads here. */
  hotkey?: boolean;
  className?: string;
}

/** A line of the list: an actor, or a kind of relation. */
type Found = { id: string; actor: Hit } | { id: string; kind: FoundKind };

/** From here on an actor's name begins with what was typed. */
const BEGINS = 0.8;

/** Kinds stand behind the actors whose names begin as one types, and before those that are found within their names. */
function together(actors: readonly Hit[], kinds: readonly FoundKind[]): Found[] {
  const first = actors.findIndex((a) => a.score < BEGINS);
  const at = first < 0 ? actors.length : first;
  const line = (actor: Hit): Found => ({ id: actor.id, actor });
  return [...actors.slice(0, at).map(line), ...kinds.map((kind) => ({ id: `kind:${kind.name}`, kind })), ...actors.slice(at).map(line)];
}

/** A box that finds an actor while one types, and hands it over; the search box finds kinds of relation too. */
export function ActorPicker({ label, placeholder, onPick, onPickKind, hotkey = false, className = 'picker' }: PickerProps) {
  const w = useWords();
  const v = useVocabulary();
  const [text, setText] = useState('');
  const language = useLanguage();
  const hits = useQuery({
    queryKey: ['search', language, text.trim()],
    enabled: text.trim() !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchHits(text, language, signal),
  });
  const input = useRef<HTMLInputElement>(null);
  useHotkey(hotkey, input);
  const registry = useRegistry();
  const kindsOf = (typed: string) => (onPickKind && registry.data ? findKinds(registry.data, typed, language) : []);
  const items = text.trim() === '' ? [] : together(hits.data ?? [], kindsOf(text));
  const pick = (found: Found) => {
    setText('');
    input.current?.blur(); // closes the list, which hides the rest of the page from screen readers while it is open
    if ('kind' in found) onPickKind?.(found.kind.name);
    else onPick(found.id, found.actor);
  };
  // Somebody who types and presses Enter at once means the best hit, also while it is on its way.
  const pickBest = async (typed: string) => {
    // Not the question of the list: that one is called off when the box is emptied.
    const [best] = together(await fetchHits(typed, language).catch(() => []), kindsOf(typed));
    if (best) pick(best);
    else setText(typed);
  };
  return (
    <ComboBox
      className={className}
      inputValue={text}
      onInputChange={setText}
      items={items}
      selectedKey={null}
      onSelectionChange={(key) => {
        if (key === null) return;
        const found = items.find((h) => h.id === key);
        if (found) pick(found);
      }}
      allowsEmptyCollection={text.trim() !== ''}
      menuTrigger="input"
    >
      <Label className="unseen">{label}</Label>
      <Input
        ref={input}
        placeholder={placeholder ?? w.searchHint}
        className="input"
        autoComplete="off"
        spellCheck="false"
        onKeyDown={(event) => {
          // Nothing is ever chosen in the box, so it would find nothing to go back to, and stay open.
          if (event.key === 'Escape') setText('');
          if (event.key === 'Enter' && text.trim() !== '' && !input.current?.getAttribute('aria-activedescendant')) void pickBest(text);
        }}
      />
      {hotkey && (
        <kbd aria-hidden="true" title={w.searchKeys}>
          /
        </kbd>
      )}
      <Popover className="popover hits" offset={4}>
        <ListBox<Found> renderEmptyState={() => <p className="empty">{hits.isFetching || text.trim() === '' ? w.searching : onPickKind ? w.nothingFound(text.trim()) : w.noHit(text.trim())}</p>}>
          {(found) => (
            <ListBoxItem id={found.id} textValue={'kind' in found ? found.kind.label : found.actor.name} className="hit">
              <span className="name">{'kind' in found ? found.kind.label : found.actor.name}</span>
              <span className="soft">
                {'kind' in found ? w.kindOfRelation : v.actorKind[found.actor.kind]}
                {alsoOf(found) && ` · ${w.matched(alsoOf(found) ?? '')}`}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

const alsoOf = (found: Found) => ('kind' in found ? found.kind.also : found.actor.also);

function useHotkey(on: boolean, input: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    if (!on) return;
    const focus = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      const typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, [on, input]);
}
