import type { Language } from '../state/state';
import { useLanguage } from './language';

const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr-FR' };

/** Writes days and numbers as the language does. */
export function formatOf(language: Language) {
  const locale = locales[language];
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(locale);
  const two = new Intl.NumberFormat(locale, { minimumFractionDigits: 0, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  const share = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    /** A day, as 2023-08-15. */
    day: (text: string) => day.format(new Date(`${text}T00:00:00Z`)),
    moment: (text: string) => `${moment.format(new Date(text))} UTC`,
    number: (n: number) => number.format(n),
    /** An imprecise date, in EDTF. */
    edtf: (text: string) => edtfInWords(language, text),
    /** A weight or a net, with its sign. */
    signed: (n: number) => two.format(n).replace('-', '−'),
    /** A share or a score, to two digits. */
    share: (n: number) => share.format(n),
    percent: (n: number) => percent.format(n),
  };
}

/** The words around imprecise dates. */
const around: Record<Language, { about: string; aboutMonth: string; or: string; until: string; since: string; to: (a: string, b: string) => string; unknown: string }> = {
  en: { about: 'about', aboutMonth: 'about', or: 'or', until: 'not after', since: 'since', to: (a, b) => `${a} to ${b}`, unknown: 'unknown' },
  fr: { about: 'vers le', aboutMonth: 'vers', or: 'ou le', until: 'pas après le', since: 'depuis le', to: (a, b) => `du ${a} au ${b}`, unknown: 'inconnu' },
};

/** Writes an imprecise date (EDTF, as far as the record uses it) in words; what it does not know stays as it is written. */
export function edtfInWords(language: Language, text: string): string {
  const w = around[language];
  const one = (part: string): string | null => {
    const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)$/.exec(part);
    if (!found) return null;
    const [, year = '', month, day, mark] = found;
    const options: Intl.DateTimeFormatOptions = { year: 'numeric', timeZone: 'UTC', ...(month ? { month: 'long' } : {}), ...(day ? { day: 'numeric' } : {}) };
    const said = new Intl.DateTimeFormat(locales[language], options).format(new Date(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`));
    return mark ? `${day ? w.about : w.aboutMonth} ${said}` : said;
  };
  const between = /^\[(.*?)\.\.(.*?)\]$/.exec(text);
  if (between) {
    const [a, b] = [one(between[1] ?? ''), one(between[2] ?? '')];
    if (a && b) return `${a} ${w.or} ${b}`;
    return b ? `${w.until} ${b}` : a ? `${w.since} ${a}` : text;
  }
  const [first = '', last, ...more] = text.split('/');
  if (last === undefined || more.length > 0) return one(text) ?? text;
  const [a, b] = [one(first), one(last)];
  if (a && b) return w.to(a, b);
  return a && last === '..' ? `${w.since} ${a}` : text;
}

export type Format = ReturnType<typeof formatOf>;

const formats: Record<Language, Format> = { en: formatOf('en'), fr: formatOf('fr') };
export const useFormat = () => formats[useLanguage()];
