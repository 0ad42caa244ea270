import { createContext, useContext } from 'react';
import { LANGUAGES, type Language } from '../state/state';

/** The language of the page. */
export const LanguageContext = createContext<Language>('en');
export const useLanguage = () => useContext(LanguageContext);

const KEPT = 'entente.language';

/** The language of somebody who chose none in the address: what they chose before, else what the browser asks for. */
export function usualLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  const asked = [kept, ...navigator.languages].map((tag) => tag?.slice(0, 2).toLowerCase());
  return LANGUAGES.find((language) => language === asked.find((tag) => LANGUAGES.some((l) => l === tag))) ?? 'en';
}

export function keepLanguage(language: Language) {
  localStorage.setItem(KEPT, language);
}

// Words stand in catalogs, one object a language: a text, or a function that makes one of values. A catalog in English
// gives the type of the others, so a word that is not translated does not compile.
type Word = string | ((...values: never[]) => string);
type Translated<Catalog> = { [K in keyof Catalog]: Catalog[K] extends string ? string : Catalog[K] };

/** Makes a hook that gives the words of a part of the page in its language. */
export function wordsOf<const Catalog extends Record<string, Word>>(en: Catalog, fr: Translated<NoInfer<Catalog>>) {
  const all: Record<Language, Translated<Catalog>> = { en: en as Translated<Catalog>, fr };
  const use = () => all[useLanguage()];
  return Object.assign(use, { all });
}

/** "1 tie", "2 ties"; French counts 0 and 1 as one. */
export function count(language: Language, n: number, one: string, other: string): string {
  const form = new Intl.PluralRules(language).select(n) === 'one' ? one : other;
  return `${new Intl.NumberFormat(language).format(n)}\u00a0${form}`;
}
