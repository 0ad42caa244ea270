import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Link } from 'wouter';
import type { EvidenceTextFragment, RelationTextFragment } from '../data/generated';
import { kindLabel, type Registry } from '../data/registry';
import { signOf } from '../data/subgraph';
import { DEFAULT } from '../state/state';
import { pageHref, useHref, useViewState } from '../state/use-view-state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { mood, useVocabulary } from '../words/vocabulary';
import { Badge, CopyButton, To } from './bits';
import { useDetailWords } from './details-words';

/** A relation in a sentence, each party a link: "Assimi Goïta calls Vladimir Putin about Niger". */
export function Sentence({ relation, registry }: { relation: RelationTextFragment; registry: Registry }) {
  const w = useDetailWords();
  const language = useLanguage();
  const { about } = relation;
  return (
    <>
      <To id={relation.from.id}>{relation.from.name}</To> <em className="kind">{kindLabel(registry, relation.kind.name, language)}</em>{' '}
      <To id={relation.to.id}>{relation.to.name}</To>
      {about && (
        <span className="about">
          , {w.about} {about.__typename === 'Topic' ? about.text : <To id={about.id}>{about.name}</To>}
        </span>
      )}
    </>
  );
}

/** The sentence as text. */
export function useSentence(): (relation: RelationTextFragment, registry: Registry) => string {
  const w = useDetailWords();
  const language = useLanguage();
  return ({ from, kind, to, about }, registry) => {
    const what = about ? `, ${w.about} ${about.__typename === 'Topic' ? about.text : about.name}` : '';
    return `${from.name} ${kindLabel(registry, kind.name, language)} ${to.name}${what}`;
  };
}

const isUnverified = (text: string | null) => text !== null && /\bnot verified\b/i.test(text);

/** How firm it is: sign and weight, confidence, mood, disputes, and what nobody checked. */
export function Standing({ relation }: { relation: RelationTextFragment }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const f = useFormat();
  const sign = signOf(relation.weight);
  const unverified = isUnverified(relation.note) || relation.evidence.nodes.some((e) => isUnverified(e.note));
  return (
    <p className="badges">
      <Badge className={`sign ${sign.toLowerCase()}`}>
        {v.sign[sign]}, {w.weight(f.signed(relation.weight))}
      </Badge>
      <Badge className={mood(relation.modality)}>{v.modality[relation.modality]}</Badge>
      <Badge>{w.confidenceIs(v.confidence[relation.confidenceWord], f.share(relation.confidence))}</Badge>
      {relation.disputed && (
        <Badge className="warn" hint={w.disputedHint}>
          {w.disputed}
        </Badge>
      )}
      {unverified && (
        <Badge className="warn" hint={w.notVerifiedHint}>
          {w.notVerified}
        </Badge>
      )}
    </p>
  );
}

/** A passage: its words with their place, who says so, in what mood, and how good it is. */
export function Passage({ evidence }: { evidence: EvidenceTextFragment }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const f = useFormat();
  const { source, saidBy, saidByText, grade, start, end } = evidence;
  const credibility = v.credibility[grade.credibility as 1 | 2 | 3 | 4 | 5 | 6];
  return (
    <figure className={`passage ${mood(evidence.modality)} ${evidence.stance.toLowerCase()}`}>
      {evidence.stance === 'DISPUTES' && <p className="against">{w.speaksAgainst}</p>}
      {evidence.quotation ? <blockquote>{evidence.quotation}</blockquote> : <p className="soft">{w.noQuotation}</p>}
      <figcaption>
        <To id={source.id} className="source">
          {source.title}
        </To>
        <span className="meta">
          {[source.publisher, evidence.published && w.published(f.edtf(evidence.published)), start !== null && end !== null && w.characters(f.number(start), f.number(end))]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="meta">
          {saidBy ? (
            <>
              {v.modality[evidence.modality]}: <To id={saidBy.id}>{saidBy.name}</To>
            </>
          ) : (
            `${v.modality[evidence.modality]}${saidByText ? `: ${saidByText}` : ''}`
          )}
        </span>
        <span className="meta">
          {w.grade} {grade.reliability}
          {grade.credibility}: {v.reliability[grade.reliability]}, {credibility}
        </span>
        {evidence.likelihood && <span className="meta">{w.likelihood(evidence.likelihood)}</span>}
        {source.address && (
          <a className="meta" href={source.address} target="_blank" rel="noopener noreferrer">
            {w.readSource}
          </a>
        )}
        {evidence.note && <span className="meta note">{evidence.note}</span>}
      </figcaption>
    </figure>
  );
}

/** The passages for and against a relation. */
export function Passages({ relation, level: Level = 'h3' }: { relation: RelationTextFragment; level?: 'h2' | 'h3' }) {
  const w = useDetailWords();
  return (
    <div role="group" aria-label={w.evidence} className="passages">
      <Level>{w.evidenceCount(relation.evidence.totalCount)}</Level>
      {relation.evidence.nodes.map((e) => (
        <Passage key={e.id} evidence={e} />
      ))}
    </div>
  );
}

/** What else is recorded of a relation. */
export function Record({ relation }: { relation: RelationTextFragment }) {
  const w = useDetailWords();
  const f = useFormat();
  const rows: [string, React.ReactNode][] = [
    [w.id, <code key="id">{relation.id}</code>],
    [w.written, <code key="written">{relation.period.written}</code>],
  ];
  if (relation.place) rows.push([w.place, <To key="place" id={relation.place.id}>{relation.place.name}</To>]);
  if (relation.event) rows.push([w.event, <To key="event" id={relation.event.id}>{relation.event.name}</To>]);
  if (relation.weightReason) rows.push([w.weightReason, relation.weightReason]);
  if (relation.intensity !== 1) rows.push([w.intensity, f.share(relation.intensity)]);
  if (relation.likelihood) rows.push([w.likelihood(relation.likelihood), '']);
  if (relation.qualifiers.length > 0) rows.push([w.qualifiers, relation.qualifiers.map((q) => `${q.name}: ${q.value}`).join(', ')]);
  if (relation.scaled.length > 0) rows.push([w.scales, relation.scaled.map((s) => `${s.scale} ${s.version}: ${f.signed(s.value)}`).join(', ')]);
  rows.push([w.rule, relation.confidenceRule]);
  const { number, author, time } = relation.revision;
  rows.push([w.recordedIn, w.revisionBy(number, author, f.moment(time))]);
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How to cite a relation: a sentence with its passages, and a link that always shows the same. */
export function Cite({ relation, registry }: { relation: RelationTextFragment; registry: Registry }) {
  const w = useDetailWords();
  const sentence = useSentence();
  const { state } = useViewState();
  const href = useHref();
  const revision = registry.service.newest?.number ?? relation.revision.number;
  const path = href(relation.id).split('?')[0] ?? '';
  const link = location.origin + pageHref(path, { ...DEFAULT, record: { kind: 'revision', revision }, language: state.language });
  const passages = relation.evidence.nodes.map(({ quotation, source, published }) =>
    [quotation && `“${quotation}”`, source.title, source.publisher, published ?? source.published, source.address].filter(Boolean).join(', '),
  );
  const text = [
    w.citation(`${sentence(relation, registry)} (${relation.period.inWords})`, revision, link),
    ...(passages.length > 0 ? [w.basedOn, ...passages.map((p) => `– ${p}`)] : []),
  ].join('\n');
  return (
    <Disclosure className="disclosure">
      <Heading level={3}>
        <Button slot="trigger">{w.cite}</Button>
      </Heading>
      <DisclosurePanel>
        <pre className="citation">{text}</pre>
        <p className="row">
          <CopyButton text={text} />
          <span className="soft">{w.citeRevision}</span>
        </p>
      </DisclosurePanel>
    </Disclosure>
  );
}

/** A relation told in full, as beside a drawing. */
export function RelationText({ relation, registry }: { relation: RelationTextFragment; registry: Registry }) {
  const w = useDetailWords();
  const v = useVocabulary();
  const href = useHref();
  const kind = registry.kinds.get(relation.kind.name);
  return (
    <article className={`told ${mood(relation.modality)}`}>
      <p className="eyebrow">
        {kind && v.dimension[kind.dimension]} · {relation.period.inWords}
      </p>
      <h2 className="sentence">
        <Sentence relation={relation} registry={registry} />
      </h2>
      <Standing relation={relation} />
      {relation.note && <p className="note">{relation.note}</p>}
      <Passages relation={relation} />
      <Disclosure className="disclosure">
        <Heading level={3}>
          <Button slot="trigger">{w.more}</Button>
        </Heading>
        <DisclosurePanel>
          <Record relation={relation} />
        </DisclosurePanel>
      </Disclosure>
      <Cite relation={relation} registry={registry} />
      <p>
        <Link href={href(relation.id)} className="button small">
          {w.openPage}
        </Link>
      </p>
    </article>
  );
}
