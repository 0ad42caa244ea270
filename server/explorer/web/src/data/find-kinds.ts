import type { KindName } from './generated';
import { kindLabel, type Registry } from './registry';
import type { Language } from '../state/state';

/** A kind of relation that a text means. */
export interface FoundKind {
  name: KindName;
  /** Its words in the language of the page. */
  label: string;
  /** The words that matched, where they are not the ones shown. */
  also: string | null;
}

/** Shorter texts begin too many words. */
const LEAST = 3;

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const wordsIn = (text: string) => folded(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** The kinds with words that begin as those of the text do, in any language, from either end or by name: the closest first. */
export function findKinds(registry: Registry, text: string, language: Language, most = 5): FoundKind[] {
  const sought = wordsIn(text);
  if (sought.join('').length < LEAST) return [];
  const found: { kind: FoundKind; rank: number }[] = [];
  for (const k of registry.kinds.values()) {
    const label = kindLabel(registry, k.name, language);
    const ranked = [label, kindLabel(registry, k.name, language, true), k.label, k.inverseLabel, k.labelFr, k.inverseLabelFr, k.name.replaceAll('_', ' ')]
      .map((words, i) => ({ words, rank: rankOf(wordsIn(words), sought), i }))
      .filter((r) => r.rank > 0)
      .sort((a, b) => b.rank - a.rank || a.i - b.i);
    const [best] = ranked;
    if (best) found.push({ kind: { name: k.name, label, also: folded(best.words) === folded(label) ? null : best.words.toLowerCase() }, rank: best.rank });
  }
  return found
    .sort((a, b) => b.rank - a.rank)
    .slice(0, most)
    .map((f) => f.kind);
}

/** 3: the same words; 2: they begin so; 1: each is the beginning of one of them; 0: they are others. */
function rankOf(words: readonly string[], sought: readonly string[]): number {
  const [all, some] = [words.join(' '), sought.join(' ')];
  if (all === some) return 3;
  if (all.startsWith(some)) return 2;
  return sought.every((s) => words.some((word) => word.startsWith(s))) ? 1 : 0;
}
