import type { ActorKind, EvidenceInput, KindName, Modality, RelationInput, Reliability, SourceInput, Stance } from '../data/generated';
import type { KindInfo } from '../data/registry';

/** An actor that was chosen. */
export interface Chosen {
  id: string;
  name: string;
  kind: ActorKind;
}

/** A statement as somebody writes it: nothing has to be right yet, and nothing is lost. */
export interface Draft {
  from: Chosen | null;
  kind: KindName | null;
  to: Chosen | null;
  about: string;
  period: string;
  note: string;
  /** The id of a source that is recorded; null: a new one. */
  source: string | null;
  title: string;
  publisher: string;
  published: string;
  address: string;
  quotation: string;
  saidBy: string;
  stance: Stance;
  modality: Modality;
  reliability: Reliability;
  credibility: number;
  reason: string;
}

export const EMPTY_DRAFT: Draft = {
  from: null,
  kind: null,
  to: null,
  about: '',
  period: '',
  note: '',
  source: null,
  title: '',
  publisher: '',
  published: '',
  address: '',
  quotation: '',
  saidBy: '',
  stance: 'SUPPORTS',
  modality: 'REPORTED',
  reliability: 'F',
  credibility: 6,
  reason: '',
};

/** What is wrong with a field, by the name of a word in the catalog. */
export type Wrong = 'missing' | 'sameEnds' | 'doesNotFit' | 'noPeriod' | 'noAddress';
export type Field = keyof Draft;
export type Faults = Partial<Record<Field, Wrong>>;

const DATE = String.raw`\d{4}(-\d{2}(-\d{2})?)?[~?%]?`;
const PERIOD = new RegExp(String.raw`^(${DATE}|\[(${DATE})?\.\.(${DATE})?\]|(${DATE}|\[(${DATE})?\.\.(${DATE})?\]|\.\.)?/(${DATE}|\[(${DATE})?\.\.(${DATE})?\]|\.\.)?)$`);

/** Whether a text looks like a period in EDTF; the service says what is wrong with its days. */
export const looksLikePeriod = (text: string) => PERIOD.test(text) && text !== '/' && text !== '[..]';

/** What is wrong with a draft, field by field. */
export function faultsOf(d: Draft, kinds: ReadonlyMap<KindName, KindInfo>): Faults {
  const kind = d.kind === null ? undefined : kinds.get(d.kind);
  const found: Faults = {};
  const need = (field: Field, given: unknown) => {
    if (!given) found[field] = 'missing';
  };
  need('from', d.from);
  need('kind', d.kind);
  need('to', d.to);
  need('period', d.period.trim());
  need('reason', d.reason.trim());
  need('quotation', d.quotation.trim());
  if (d.source === null) need('title', d.title.trim());
  if (d.from && d.to && d.from.id === d.to.id) found.to = 'sameEnds';
  if (kind && d.from && !kind.fromKinds.includes(d.from.kind)) found.from = 'doesNotFit';
  if (kind && d.to && !found.to && !kind.toKinds.includes(d.to.kind)) found.to = 'doesNotFit';
  if (!found.period && !looksLikePeriod(d.period.trim())) found.period = 'noPeriod';
  if (d.source === null && d.published.trim() && !looksLikePeriod(d.published.trim())) found.published = 'noPeriod';
  if (d.source === null && d.address.trim() && !/^https?:\/\/\S+$/.test(d.address.trim())) found.address = 'noAddress';
  return found;
}

/** An id for a new source, from its title: letters, digits and hyphens. */
export function sourceId(title: string, published: string): string {
  const slug = title
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 48)
    .replace(/-$/, '');
  const year = /\d{4}/.exec(published)?.[0];
  return `source:${[slug || 'untitled', year].filter(Boolean).join('-')}`;
}

/** What the API takes for a draft without faults; what is empty is left out. */
export function inputOf(d: Draft): { sources: SourceInput[]; relations: RelationInput[] } {
  const given = <K extends string>(name: K, value: string): Partial<Record<K, string>> =>
    value.trim() === '' ? {} : ({ [name]: value.trim() } as Record<K, string>);
  const source = d.source ?? sourceId(d.title, d.published);
  const evidence: EvidenceInput = {
    source,
    stance: d.stance,
    modality: d.modality,
    grade: { reliability: d.reliability, credibility: d.credibility },
    ...given('quotation', d.quotation),
    ...given('saidByText', d.saidBy),
  };
  const relation: RelationInput = {
    from: d.from?.id ?? '',
    kind: d.kind ?? 'STATES',
    to: d.to?.id ?? '',
    period: d.period.trim(),
    evidence: [evidence],
    ...given('note', d.note),
    ...(d.about.trim() ? { about: { text: d.about.trim() } } : {}),
  };
  const added: SourceInput = {
    id: source,
    title: d.title.trim(),
    ...given('publisher', d.publisher),
    ...given('published', d.published),
    ...given('address', d.address),
  };
  return { sources: d.source === null ? [added] : [], relations: [relation] };
}

/** Which field of the draft a path of the API means, as relations[0].evidence[0].grade. */
export function fieldOf(path: string | null): Field | null {
  const last = /([a-zA-Z]+)(\[\d+\])?$/.exec(path ?? '')?.[1] ?? '';
  const names: Record<string, Field> = { text: 'about', saidByText: 'saidBy', grade: 'credibility', id: 'title' };
  const name = names[last] ?? last;
  return name in EMPTY_DRAFT ? (name as Field) : null;
}

const KEPT = 'entente.draft';

/** The draft of this tab, as it was left. */
export function keptDraft(): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    return kept !== null && typeof kept === 'object' ? { ...EMPTY_DRAFT, ...(kept as Partial<Draft>) } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

export const keepDraft = (draft: Draft) => sessionStorage.setItem(KEPT, JSON.stringify(draft));
