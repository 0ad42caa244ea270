import { useMutation } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { Button } from 'react-aria-components';
import { ask } from '../data/ask';
import { AnnotateDocument, type AnnotateQuery } from '../data/generated';
import { kindLabel, type Registry } from '../data/registry';
import { To } from '../page/bits';
import { Failure } from '../page/states';
import { isDay } from '../state/url';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { useVocabulary } from '../words/vocabulary';
import type { Draft } from './draft';
import { TextField } from './fields';
import { useEditWords } from './words';

type Annotation = NonNullable<AnnotateQuery['annotate']>;

/** A passage is pasted and marked up; a statement that it may make goes into the form, to be checked and completed. */
export function Passage({ registry, onUse }: { registry: Registry; onUse: (part: Partial<Draft>) => void }) {
  const w = useEditWords();
  const language = useLanguage();
  const [text, setText] = useState('');
  const [published, setPublished] = useState('');
  const reading = useMutation({
    mutationFn: async () => {
      const read = text;
      const { annotate } = await ask(AnnotateDocument, { text: read, ...(isDay(published) ? { published } : {}), language });
      return annotate && { annotation: annotate, text: read };
    },
  });
  return (
    <section className="form passage-form">
      <h2>{w.passageTitle}</h2>
      <p className="hint">{w.passageIntro}</p>
      <TextField label={w.passage} value={text} onValue={setText} lines={5} />
      <div className="two">
        <TextField label={w.passageDay} value={published} onValue={setPublished} type="date" hint={w.passageDayHint} />
      </div>
      <p>
        <Button className="button" isDisabled={text.trim() === '' || reading.isPending} onPress={() => reading.mutate()}>
          {reading.isPending ? w.reading : w.readIt}
        </Button>
      </p>
      {reading.error && <Failure error={reading.error} />}
      {reading.data && (
        <>
          <Marked text={reading.data.text} annotation={reading.data.annotation} />
          <Candidates annotation={reading.data.annotation} registry={registry} published={isDay(published) ? published : ''} onUse={onUse} />
        </>
      )}
    </section>
  );
}

/** The passage with what was found in it. Offsets count characters, not the halves that JavaScript counts. */
function Marked({ text, annotation }: { text: string; annotation: Annotation }) {
  const w = useEditWords();
  const characters = Array.from(text);
  const spans = [
    ...annotation.mentions.map((m) => ({ start: m.start, end: m.end, mention: m })),
    ...annotation.dates.map((d) => ({ start: d.start, end: d.end, mention: null })),
  ].sort((a, b) => a.start - b.start);
  let at = 0;
  return (
    <p className="marked" aria-label={w.marked(annotation.mentions.length, annotation.dates.length)}>
      {spans.map((s) => {
        if (s.start < at) return null;
        const before = characters.slice(at, s.start).join('');
        const words = characters.slice(s.start, s.end).join('');
        at = s.end;
        return (
          <Fragment key={s.start}>
            {before}
            {s.mention ? (
              <mark title={[s.mention.actor.name, ...(s.mention.metonym ? [w.metonym] : []), ...s.mention.others.map((o) => o.name)].join(' · ')}>
                <To id={s.mention.actor.id}>{words}</To>
              </mark>
            ) : (
              <mark className="day-mark">{words}</mark>
            )}
          </Fragment>
        );
      })}
      {characters.slice(at).join('')}
    </p>
  );
}

function Candidates({ annotation, registry, published, onUse }: { annotation: Annotation; registry: Registry; published: string; onUse: (part: Partial<Draft>) => void }) {
  const w = useEditWords();
  const v = useVocabulary();
  const f = useFormat();
  const language = useLanguage();
  if (annotation.candidates.length === 0) return <p className="soft">{w.noCandidates}</p>;
  return (
    <>
      <h3>{w.candidates(annotation.candidates.length)}</h3>
      <ul className="rows">
        {annotation.candidates.map((c) => (
          <li key={`${c.quotation.start} ${c.from.id} ${c.kind.name} ${c.to.id}`}>
            <span className="what">
              {c.from.name} <em>{kindLabel(registry, c.kind.name, language)}</em> {c.to.name}
            </span>
            <span className="when">{[c.period && f.edtf(c.period), v.modality[c.modality]].filter(Boolean).join(' · ')}</span>
            <Button
              className="button small"
              onPress={() =>
                onUse({
                  from: c.from,
                  kind: c.kind.name,
                  to: c.to,
                  modality: c.modality,
                  period: c.period ?? '',
                  quotation: c.quotation.text,
                  published,
                })
              }
            >
              {w.useIt}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
