import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useLocation } from 'wouter';
import { ask } from '../data/ask';
import { type ActorKind, SearchDocument } from '../data/generated';
import type { Language } from '../state/state';
import { useHref } from '../state/use-view-state';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import { useWords } from './words';

export interface Hit {
  id: string;
  name: string;
  kind: ActorKind;
  /** The name or code that matched, where it is not the one shown. */
  also: string | null;
}

async function fetchHits(text: string, language: Language, signal?: AbortSignal): Promise<Hit[]> {
  const { search } = await ask(SearchDocument, { text: text.trim(), first: 12, language }, signal);
  return (search ?? []).map(({ actor, matched }) => ({
    id: actor.id,
    name: actor.name,
    kind: actor.kind,
    also: matched === actor.name ? null : matched,
  }));
}

/** The search box: actors by a name in any language, an alias or a code. The key / leads to it. */
export function SearchBox() {
  const w = useWords();
  const [, go] = useLocation();
  const href = useHref();
  return <ActorPicker label={w.search} placeholder={w.searchHint} onPick={(id) => go(href(id))} hotkey className="search" />;
}

interface PickerProps {
  label: string;
  placeholder?: string;
  onPick: (id: string, hit: Hit) => void;
  /** Whether the key / leads here. */
  hotkey?: boolean;
  className?: string;
}

/** A box that finds an actor while one types, and hands it over. */
export function ActorPicker({ label, placeholder, onPick, hotkey = false, className = 'picker' }: PickerProps) {
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
  const items = text.trim() === '' ? [] : (hits.data ?? []);
  const pick = (hit: Hit) => {
    setText('');
    input.current?.blur(); // closes the list, which hides the rest of the page from screen readers while it is open
    onPick(hit.id, hit);
  };
  // Somebody who types and presses Enter at once means the best hit, also while it is on its way.
  const pickBest = async (typed: string) => {
    // Not the question of the list: that one is called off when the box is emptied.
    const [best] = await fetchHits(typed, language).catch(() => []);
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
        const hit = items.find((h) => h.id === key);
        if (hit) pick(hit);
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
          if (event.key === 'Enter' && text.trim() !== '' && !input.current?.getAttribute('aria-activedescendant')) void pickBest(text);
        }}
      />
      {hotkey && (
        <kbd aria-hidden="true" title={w.searchKeys}>
          /
        </kbd>
      )}
      <Popover className="popover hits" offset={4}>
        <ListBox<Hit> renderEmptyState={() => <p className="empty">{hits.isFetching || text.trim() === '' ? w.searching : w.noHit(text.trim())}</p>}>
          {(hit) => (
            <ListBoxItem id={hit.id} textValue={hit.name} className="hit">
              <span className="name">{hit.name}</span>
              <span className="soft">
                {v.actorKind[hit.kind]}
                {hit.also && ` · ${w.matched(hit.also)}`}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

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
