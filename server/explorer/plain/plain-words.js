// What the record's codes say in words.

/** @type {Record<string, string>} */
const modalities = {
  ASSERTED: 'stated as fact',
  REPORTED: 'reported',
  ATTRIBUTED: 'attributed to a speaker',
  ASSESSED: 'a judgment, not an observation',
  INFERRED: 'inferred by the coder',
  ORDERED: 'ordered, not reported as done',
  PLANNED: 'planned, not reported as done',
  CONDITIONAL: 'conditional, not reported as done',
};

/** @type {Record<string, 'done' | 'judged' | 'undone'>} */
const moods = { ASSESSED: 'judged', INFERRED: 'judged', ORDERED: 'undone', PLANNED: 'undone', CONDITIONAL: 'undone' };

/** @type {Record<string, string>} */
const reliabilities = {
  A: 'completely reliable source',
  B: 'usually reliable source',
  C: 'fairly reliable source',
  D: 'not usually reliable source',
  E: 'unreliable source',
  F: 'source not judged',
};

const credibilities = ['', 'confirmed', 'probably true', 'possibly true', 'doubtful', 'improbable', 'truth not judged'];

const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** @param {string} modality */
export const modalityInWords = (modality) => modalities[modality] ?? lower(modality);

/**
 * Whether a relation of this modality is said to be done, is a judgment, or is not
 * reported as done.
 * @param {string} modality
 */
export const mood = (modality) => moods[modality] ?? 'done';

/** @param {{reliability: string, credibility: number}} grade */
export const gradeInWords = ({ reliability, credibility }) =>
  `${reliability}${credibility}: ${reliabilities[reliability] ?? reliability}, ${credibilities[credibility] ?? credibility}`;

/** @param {string} code a name in capitals, as ARMED_GROUP */
export const lower = (code) => code.toLowerCase().replaceAll('_', ' ');

/** @param {number} weight from -1 to +1 */
export const sign = (weight) => (weight > 0 ? 'positive' : weight < 0 ? 'negative' : 'neutral');

/** @param {number} weight */
export function weightInWords(weight) {
  const digits = Math.abs(weight).toFixed(2).replace(/0$/, '');
  return `weight ${weight > 0 ? '+' : weight < 0 ? '−' : ''}${weight === 0 ? '0' : digits} (coding convention)`;
}

/** @param {string} text @returns {boolean} whether text is a day of the calendar, as 2023-08-15 */
export function isDay(text) {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

const longMonth = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/**
 * Says a date in words that may be less exact than a day, as sources' dates are (EDTF:
 * 2023-08, 2023-08-15~, [2023-08-15..2023-08-16]). What is none of these stays as it is.
 * @param {string} written
 * @returns {string}
 */
export function dateInWords(written) {
  const either = /^\[(.*)\.\.(.*)\]$/.exec(written);
  if (either) {
    const [first = '', last = ''] = either.slice(1).map((part) => part && dateInWords(part));
    return first && last ? `between ${first} and ${last}` : first ? `${first} or later` : `by ${last}`;
  }
  if (/[~?%]$/.test(written)) return `about ${dateInWords(written.slice(0, -1))}`;
  if (/^\d{4}-\d\d$/.test(written) && isDay(`${written}-01`)) return longMonth.format(new Date(`${written}-01T00:00:00Z`));
  return dayInWords(written);
}

/** @param {string} day as 2023-08-15 */
export const dayInWords = (day) => (isDay(day) ? longDay.format(new Date(`${day}T00:00:00Z`)) : day);

/**
 * @param {string} day as 2023-08-15
 * @param {number} by how many days later
 */
export function dayLater(day, by) {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export const counted = (count, one, many = `${one}s`) => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
