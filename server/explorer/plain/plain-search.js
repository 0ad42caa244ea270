// The field in which one finds an actor: a combobox that searches as one types.
import { ask, Trouble } from './plain-ask.js';
import { byId, el } from './plain-dom.js';
import { counted, lower } from './plain-words.js';

const searchQuery = /* GraphQL */ `
  query Search($text: String!) {
    search(text: $text, first: 8) {
      matched
      actor { id name kind }
    }
  }
`;

// How long after the last key the service is asked, in milliseconds: shorter than
// anybody notices, longer than the time between two keys.
const pause = 120;

/** @typedef {{matched: string, actor: {id: string, name: string, kind: string}}} Hit */

/**
 * Finds actors by a name in any language, the best first.
 * @param {string} text
 * @param {AbortSignal} [signal]
 * @returns {Promise<Hit[]>}
 */
export async function findActors(text, signal) {
  return (await ask(searchQuery, { text }, signal)).search ?? [];
}

/**
 * Makes the field work. It tells onChoose the id of the actor that is chosen.
 * @param {(id: string) => void} onChoose
 * @returns {{show(name: string): void}} puts the name of the actor shown into the field
 */
export function searchField(onChoose) {
  /** @type {HTMLInputElement} */
  const input = byId('who');
  const list = byId('who-list');
  const status = byId('who-status');
  let shown = input.value;
  let active = -1;
  /** @type {Hit[]} */
  let hits = [];
  let timer = 0;
  let asking = new AbortController();

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  /** @param {number} index */
  function choose(index) {
    const hit = hits[index];
    if (!hit) return;
    close();
    shown = input.value = hit.actor.name;
    onChoose(hit.actor.id);
  }

  /** @param {number} index */
  function activate(index) {
    active = hits.length ? (index + hits.length) % hits.length : -1;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === active)));
    const option = list.children[active];
    if (!option) return;
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  /** @param {string} message shown instead of options if there are none */
  function open(message) {
    const options = hits.map((hit, i) => {
      const made = option(hit, i);
      // The press must not take the focus from the field before the click is heard.
      made.addEventListener('mousedown', (event) => event.preventDefault());
      made.addEventListener('click', () => choose(i));
      return made;
    });
    list.replaceChildren(...options);
    list.hidden = hits.length === 0;
    input.setAttribute('aria-expanded', String(hits.length > 0));
    status.textContent = message;
    status.classList.toggle('visually-hidden', hits.length > 0);
    if (hits.length) activate(0);
  }

  /** @param {string} text */
  async function search(text) {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      hits = await findActors(text, signal);
      open(hits.length ? `${counted(hits.length, 'actor')} found; arrow keys to choose, Enter to show` : `No actor is called “${text}”, in any language the record has.`);
    } catch (error) {
      if (signal.aborted) return;
      hits = [];
      open(error instanceof Trouble ? [error.message, ...error.details].join(' ') : String(error));
    }
  }

  /** @param {number} after in milliseconds */
  function searchSoon(after) {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text === '') return close();
    timer = window.setTimeout(() => search(text), after);
  }

  input.addEventListener('input', () => searchSoon(pause));
  input.addEventListener('focus', () => input.select());
  input.addEventListener('blur', () => {
    close();
    input.value = shown;
    status.classList.add('visually-hidden');
  });
  input.addEventListener('keydown', (event) => {
    const closed = list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (closed) searchSoon(0);
      else activate(active + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (!closed) choose(active);
      else searchSoon(0);
    } else if (event.key === 'Escape') {
      close();
      input.value = shown;
      input.select();
    }
  });

  return {
    show(name) {
      shown = name;
      if (document.activeElement !== input || list.hidden) input.value = name;
    },
  };
}

/**
 * @param {Hit} hit
 * @param {number} i
 */
function option({ matched, actor }, i) {
  return el(
    'li',
    { role: 'option', id: `who-${i}`, 'aria-selected': 'false' },
    el('span', { class: 'name' }, actor.name),
    el('span', { class: 'kind' }, lower(actor.kind)),
    matched !== actor.name && el('span', { class: 'matched' }, `“${matched}”`),
  );
}
