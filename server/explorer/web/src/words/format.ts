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
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    /** A day, as 2023-08-15. */
    day: (text: string) => day.format(new Date(`${text}T00:00:00Z`)),
    moment: (text: string) => `${moment.format(new Date(text))} UTC`,
    number: (n: number) => number.format(n),
    /** A weight or a net, with its sign. */
    signed: (n: number) => two.format(n).replace('-', '−'),
    percent: (n: number) => percent.format(n),
  };
}

export type Format = ReturnType<typeof formatOf>;

const formats: Record<Language, Format> = { en: formatOf('en'), fr: formatOf('fr') };
export const useFormat = () => formats[useLanguage()];
