// Days and windows of days, on an axis. Days are written YYYY-MM-DD; a window is inclusive.

/** The widths of a point of a timeline, as in the schema, narrowest first. */
export const buckets = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;
export type Bucket = (typeof buckets)[number];

/** An inclusive window. */
export interface Span {
  first: string;
  last: string;
}

const day = 86_400_000;
const bucketDays: Record<Bucket, number> = { DAY: 1, WEEK: 7, MONTH: 30.44, QUARTER: 91.3, YEAR: 365.25 };

/** A day as a number of days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / day);
}

/** The day of a number. */
export function dayOf(number: number): string {
  return new Date(Math.round(number) * day).toISOString().slice(0, 10);
}

/** How many days a window has. */
export function daysIn(span: Span): number {
  return dayNumber(span.last) - dayNumber(span.first) + 1;
}

/** The narrowest bucket that divides the window into at most so many points. */
export function bucketFor(span: Span, most = 160): Bucket {
  return buckets.find((b) => daysIn(span) / bucketDays[b] <= most) ?? 'YEAR';
}

/** Moves a window by days, and keeps it within the whole without changing its length. */
export function move(span: Span, by: number, whole: Span): Span {
  const first = dayNumber(span.first);
  const last = dayNumber(span.last);
  const shift = Math.max(dayNumber(whole.first) - first, Math.min(dayNumber(whole.last) - last, Math.round(by)));
  return { first: dayOf(first + shift), last: dayOf(last + shift) };
}

/** Moves one end of a window; an end does not pass the other, nor the end of the whole. */
export function resize(span: Span, end: 'first' | 'last', by: number, whole: Span): Span {
  const first = dayNumber(span.first);
  const last = dayNumber(span.last);
  if (end === 'first') return { ...span, first: dayOf(Math.max(dayNumber(whole.first), Math.min(last, first + Math.round(by)))) };
  return { ...span, last: dayOf(Math.min(dayNumber(whole.last), Math.max(first, last + Math.round(by)))) };
}

/** The window of which a point of the axis is inside, from one day to another, in whichever order they are given. */
export function between(a: number, b: number, whole: Span): Span {
  const clamp = (n: number): number => Math.max(dayNumber(whole.first), Math.min(dayNumber(whole.last), Math.round(n)));
  return { first: dayOf(clamp(Math.min(a, b))), last: dayOf(clamp(Math.max(a, b))) };
}

/** One step by keys: as many days as a bucket has. */
export function stepDays(bucket: Bucket): number {
  return Math.max(1, Math.round(bucketDays[bucket]));
}

/** The days at which an axis has marks, about so many, on round dates: years, quarters, months or weeks. */
export function axisMarks(span: Span, most: number): { day: string; kind: 'year' | 'month' | 'day' }[] {
  const days = daysIn(span);
  const years = days / 365.25;
  if (years > most / 2) {
    const step = [1, 2, 5, 10, 20, 50, 100].find((s) => years / s <= most) ?? 200;
    return yearsOf(span, step).map((d) => ({ day: d, kind: 'year' }));
  }
  if (days > 45) {
    const step = [1, 2, 3, 6].find((s) => days / 30.44 / s <= most) ?? 12;
    return monthsOf(span, step).map((d) => ({ day: d, kind: d.slice(5, 7) === '01' ? 'year' : 'month' }));
  }
  const step = [1, 2, 7, 14].find((s) => days / s <= most) ?? 14;
  const out: { day: string; kind: 'day' }[] = [];
  for (let n = dayNumber(span.first); n <= dayNumber(span.last); n += step) out.push({ day: dayOf(n), kind: 'day' });
  return out;
}

function yearsOf(span: Span, step: number): string[] {
  const out: string[] = [];
  const first = Math.ceil(Number(span.first.slice(0, 4)) / step) * step;
  for (let y = first; y <= Number(span.last.slice(0, 4)); y += step) out.push(`${String(y).padStart(4, '0')}-01-01`);
  return out.filter((d) => d >= span.first && d <= span.last);
}

function monthsOf(span: Span, step: number): string[] {
  const out: string[] = [];
  const [year = 1970, month = 1] = span.first.split('-').map(Number);
  for (let m = Math.ceil((month - 1) / step) * step; ; m += step) {
    const d = `${String(year + Math.floor(m / 12)).padStart(4, '0')}-${String((m % 12) + 1).padStart(2, '0')}-01`;
    if (d > span.last) return out;
    if (d >= span.first) out.push(d);
  }
}
