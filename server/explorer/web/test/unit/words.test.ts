import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'vite';
import { kindsFr } from '../../src/words/kinds';

// Catalogs are typed, so a word that lacks a language does not compile. Here: words beside the catalogs, and words that
// were copied instead of translated.

const src = 'src';
const components = readdirSync(src, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.tsx') && !name.startsWith('graphiql'));

/** Names that are the same in every language. */
const names = new Set(['Entente', 'SVG', 'PNG', '×', '↑', '↓', '/', '·']);
const spoken = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'hint', 'aria-description']);

interface Node {
  type: string;
  [field: string]: unknown;
}

/** Texts in a component that stand there as they are. */
function literals(name: string): string[] {
  const code = readFileSync(join(src, name), 'utf8');
  const { program, errors } = parseSync(name, code);
  assert.deepEqual(errors, []);
  const found: string[] = [];
  const isWord = (text: string) => /\p{L}{2}/u.test(text) && !names.has(text.trim());
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== 'object') return;
    const n = node as Node;
    if (n.type === 'JSXText' && isWord(String(n['value']))) found.push(String(n['value']).trim());
    if (n.type === 'JSXAttribute') {
      const attribute = (n['name'] as Node)?.['name'];
      const value = n['value'] as Node | null;
      if (spoken.has(String(attribute)) && value?.type === 'Literal' && isWord(String(value['value']))) found.push(`${attribute}=${value['value']}`);
    }
    for (const child of Object.values(n)) visit(child);
  };
  visit(program);
  return found;
}

test('no component has words of its own', () => {
  assert.ok(components.length > 20, `only ${components.length} components were found`);
  const found = components.flatMap((name) => literals(name).map((text) => `${name}: ${text}`));
  assert.deepEqual(found, []);
});

/** Words that are the same in English and French. */
const cognates = new Set(['Citation', 'consultation', 'Dimension', 'Hostile', 'improbable', 'Menu', 'Note', 'Pages', 'Passage', 'Pause', 'Question', 'Source', 'Sources', 'Codes', 'Types', 'Explorer', 'Table']);

test('French words are not English ones', async () => {
  const catalogs = import.meta.glob<Record<string, unknown>>(['../../src/**/words.ts', '../../src/**/*-words.ts', '../../src/words/vocabulary.ts'], { eager: true });
  let seen = 0;
  const same: string[] = [];
  const compare = (where: string, en: unknown, fr: unknown) => {
    if (typeof en === 'string') {
      seen++;
      const words = en.trim();
      if (en === fr && /\p{L}{2}/u.test(words) && !cognates.has(words)) same.push(`${where}: ${words}`);
    } else if (typeof en === 'object' && en !== null && typeof fr === 'object' && fr !== null) {
      for (const [key, value] of Object.entries(en)) compare(`${where}.${key}`, value, (fr as Record<string, unknown>)[key]);
    }
  };
  for (const [file, module] of Object.entries(catalogs)) {
    for (const value of Object.values(module as Record<string, unknown>)) {
      const all = (value as { all?: { en: unknown; fr: unknown }; en?: unknown; fr?: unknown })?.all ?? (value as { en?: unknown; fr?: unknown });
      if (all && typeof all === 'object' && 'en' in all && 'fr' in all) compare(file, all.en, all.fr);
    }
  }
  assert.ok(seen > 200, `only ${seen} words were found`);
  assert.deepEqual(same, []);
});

/** The rows of a CSV file, by the names of its columns. */
function rowsOf(path: string): Record<string, string>[] {
  const [head = [], ...rows] = [...readFileSync(path, 'utf8').matchAll(/((?:"(?:[^"]|"")*"|[^,\n])*)(,|\n)/g)].reduce<string[][]>(
    (all, [, cell = '', end]) => {
      all.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
      if (end === '\n') all.push([]);
      return all;
    },
    [[]],
  );
  return rows.filter((row) => row.length > 1).map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}

test('every kind of the registry has French words, with the same figures', () => {
  const kinds = rowsOf('../../../graph/kinds.csv');
  assert.ok(kinds.length > 40, `only ${kinds.length} kinds were found`);
  assert.deepEqual(Object.keys(kindsFr).sort(), kinds.map((k) => k['name']).sort());
  const figures = (text: string) => [...text.matchAll(/\d*[.,]?\d+/g)].map(([n]) => Number(n.replace(',', '.')));
  for (const k of kinds) {
    const name = k['name'] as keyof typeof kindsFr;
    for (const label of ['label_fr', 'inverse_fr']) assert.ok(k[label], `${name} has no ${label}`);
    const fr = kindsFr[name];
    for (const [en, french] of [[k['description'], fr.description], [k['leverage_reason'], fr.leverageReason]] as const) {
      assert.ok(en && french && en !== french, name);
      assert.deepEqual(figures(french), figures(en), `${name}: ${french}`);
    }
  }
});
