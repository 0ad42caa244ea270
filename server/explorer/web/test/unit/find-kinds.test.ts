import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findKinds } from '../../src/data/find-kinds';
import type { KindInfo, Registry } from '../../src/data/registry';

const kind = (name: string, label: string, inverseLabel: string, labelFr: string, inverseLabelFr: string) =>
  ({ name, label, inverseLabel, labelFr, inverseLabelFr }) as KindInfo;
const kinds = [
  kind('IMPOSES_SANCTIONS', 'imposes sanctions on', 'comes under sanctions of', 'impose des sanctions à', 'est frappé de sanctions par'),
  kind('SANCTIONS', 'sanctions', 'sanctioned by', 'sanctionne', 'est sanctionné par'),
  kind('CALLS', 'calls', 'called by', 'téléphone à', 'est appelé par'),
  kind('TRADES_WITH', 'exports to', 'imports from', 'exporte vers', 'importe de'),
];
const registry: Registry = { kinds: new Map(kinds.map((k) => [k.name, k])), service: {} as Registry['service'] };
const names = (text: string, language: 'en' | 'fr' = 'en') => findKinds(registry, text, language).map((k) => k.name);

test('a kind is found by the beginning of its words, the closest first', () => {
  assert.deepEqual(names('sanction'), ['SANCTIONS', 'IMPOSES_SANCTIONS']);
  assert.deepEqual(names('Sanctions'), ['SANCTIONS', 'IMPOSES_SANCTIONS']);
  assert.deepEqual(names('under sanct'), ['IMPOSES_SANCTIONS']);
});

test('a kind is found in the other language, from its other end and by its name, and says by what', () => {
  assert.deepEqual(findKinds(registry, 'telephone', 'en'), [{ name: 'CALLS', label: 'calls', also: 'téléphone à' }]);
  assert.deepEqual(findKinds(registry, 'import', 'en'), [{ name: 'TRADES_WITH', label: 'exports to', also: 'imports from' }]);
  assert.deepEqual(findKinds(registry, 'trade', 'fr'), [{ name: 'TRADES_WITH', label: 'exporte vers', also: 'trades with' }]);
  assert.deepEqual(findKinds(registry, 'calls', 'en'), [{ name: 'CALLS', label: 'calls', also: null }]);
});

test('a text of fewer than three letters, or of other words, finds no kind', () => {
  for (const text of ['', '  ', 'ca', '...', 'Mali', 'calls Mali']) assert.deepEqual(names(text), [], text);
});
