// The query box: five questions to start from, a text field, and the answer.
import { inWords, send, Trouble } from './plain-ask.js';
import { byId, el } from './plain-dom.js';

/** Makes the query box work, and answers the first question in it. */
export function queryBox() {
  /** @type {HTMLTextAreaElement} */
  const text = byId('query-text');
  const form = byId('query');
  const result = byId('result');
  const errors = byId('result-errors');
  const status = byId('result-status');
  const links = [...byId('examples').querySelectorAll('a')];
  let running = new AbortController();

  async function run() {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    result.setAttribute('aria-busy', 'true');
    status.textContent = 'Running …';
    try {
      const { answer, milliseconds, bytes } = await send(text.value, {}, signal);
      errors.replaceChildren(...(answer.errors?.length ? [troubleList('The service reports:', answer.errors.map(inWords))] : []));
      result.replaceChildren(...highlighted(JSON.stringify(answer, null, 2)));
      result.scrollTop = 0;
      status.textContent = `${answer.errors?.length ? 'Answered with errors' : 'Answered'} in ${milliseconds} ms, ${(bytes / 1000).toFixed(1)} kB`;
    } catch (error) {
      if (signal.aborted) return;
      const { message, details } = error instanceof Trouble ? error : new Trouble(String(error));
      errors.replaceChildren(troubleList(message, details));
      result.replaceChildren();
      status.textContent = 'No answer';
    }
    result.removeAttribute('aria-busy');
  }

  /** @param {HTMLAnchorElement} link */
  async function take(link) {
    for (const other of links) other.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    try {
      const response = await fetch(link.href);
      if (!response.ok) throw new Trouble(`The example answers with status ${response.status}.`);
      text.value = await response.text();
    } catch (error) {
      errors.replaceChildren(troubleList('The example could not be read.', error instanceof Trouble ? [error.message] : []));
      return;
    }
    text.scrollTop = 0;
    await run();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  for (const link of links) {
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      take(link);
    });
  }
  document.getElementById('to-graphiql')?.addEventListener('click', (event) => {
    /** @type {HTMLAnchorElement} */ (event.currentTarget).href = `/graphiql?query=${encodeURIComponent(text.value)}`;
  });
  const [first] = links;
  if (first) take(first);
}

/**
 * @param {string} message
 * @param {string[]} details
 */
export function troubleList(message, details) {
  return el(
    'div',
    { class: 'trouble' },
    el('p', {}, message),
    details.length > 0 && el('ul', {}, ...details.map((line) => el('li', {}, line))),
  );
}

/**
 * Colors the keys and values of JSON.
 * @param {string} json
 * @returns {(Node | string)[]}
 */
function highlighted(json) {
  const parts = json.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?)/);
  return parts.map((part, i) => (i % 2 === 0 ? part : el('span', { class: part.endsWith(':') ? 'key' : 'string' }, part)));
}
