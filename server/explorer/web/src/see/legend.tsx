import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { ActorKind } from '../data/generated';
import { useVocabulary } from '../words/vocabulary';
import { curve } from './geometry';
import { dash, mood, moods, type Mood, type Sign, signOf, signs } from './marks';
import { Line } from './lines';
import { dashedOutline, markPath, type Strand } from './scene';
import type { Seen } from './use-seen';
import { type SeeWords, useWords } from './words';

const row = 21;
const left = 12;
/** How wide the legend is. */
export const legendWidth = 252;

interface Row {
  text: string;
  strand?: Strand;
  kind?: ActorKind;
  title?: boolean;
  fade?: boolean;
}

const sample: Strand = {
  id: '',
  from: '',
  to: '',
  ties: [],
  sign: 'friendly',
  mood: 'done',
  class: 'TIE',
  head: true,
  backHead: false,
  bend: 0,
  width: 2.4,
  ink: 1,
  dash: '',
};

/** What of the legend a drawing needs: no more than what is in it. */
function rowsOf(seen: Seen, w: SeeWords, kindNames: Record<ActorKind, string>, marks: boolean): Row[] {
  const signNames: Record<Sign, string> = { friendly: w.friendly, hostile: w.hostile, neutral: w.neutral };
  const moodNames: Record<Mood, string> = { done: w.done, judged: w.judged, intended: w.intended, conditional: w.conditional };
  const hasSign = new Set(seen.relations.map((r) => signOf(r.weight)));
  const hasMood = new Set(seen.relations.map((r) => mood(r.modality)));
  const classes = new Set(seen.relations.map((r) => r.class));
  const kinds = [...new Set(seen.actors.map((a) => a.kind))];
  const order = Object.keys(kindNames) as ActorKind[];
  return [
    { text: w.sign, title: true },
    ...signs.filter((s) => hasSign.has(s)).map((s) => ({ text: signNames[s], strand: { ...sample, sign: s } })),
    { text: w.mood, title: true },
    ...moods.filter((m) => hasMood.has(m)).map((m) => ({ text: moodNames[m], strand: { ...sample, sign: 'neutral' as const, mood: m, dash: dash(m) } })),
    ...(classes.size > 1
      ? [
          { text: w.class, title: true },
          { text: w.tie, strand: { ...sample, sign: 'neutral' as const, head: false, width: 3.2 } },
          { text: w.act, strand: { ...sample, sign: 'neutral' as const, head: false, width: 1.6, class: 'ACT' as const } },
        ]
      : []),
    { text: w.confidence, title: true },
    { text: `${w.confidenceLow} – ${w.confidenceHigh}`, fade: true },
    ...(marks ? [{ text: w.actorKinds, title: true }, ...order.filter((k) => kinds.includes(k)).map((k) => ({ text: kindNames[k], kind: k }))] : []),
  ];
}

/** The legend as a drawing, so that it goes into pictures as it is. */
export function LegendDrawing({ seen, marks }: { seen: Seen; marks: boolean }) {
  const w = useWords();
  const vocabulary = useVocabulary();
  const rows = rowsOf(seen, w, vocabulary.actorKind, marks);
  let y = 0;
  const at = rows.map((r, i) => (y += r.title ? row + (i === 0 ? 0 : 7) : row) - row / 2);
  return (
    <svg className="legend-drawing" width={legendWidth} height={y + 6} data-height={y + 6} aria-label={w.legend} role="group">
      {rows.map((r, i) => (
        <g key={`${r.text} ${i}`} transform={`translate(0 ${at[i]})`}>
          {r.strand && <Line strand={r.strand} ax={left - 3} ay={0} bx={left + 45} by={0} rimA={0} rimB={0} light="plain" band={false} change="" />}
          {r.fade && <Fade />}
          {r.kind && (
            <g className="actor-mark plain" transform={`translate(${left + 20} 0)`}>
              <path className={dashedOutline(r.kind) ? 'outline dashed' : 'outline'} d={markPath(r.kind, 7.5)} />
            </g>
          )}
          <text className={r.title ? 'legend-title' : 'legend-text'} x={r.title ? left : left + 56} dy="0.34em" fontSize={r.title ? 11 : 12}>
            {r.text}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Three lines, from faint to full. */
function Fade() {
  return [0.4, 0.7, 1].map((ink, i) => (
    <path key={ink} className="tie-line neutral stroke" opacity={ink} strokeWidth={3} d={curve({ x: left + i * 15, y: 0 }, { x: left + 12 + i * 15, y: 0 }, 0, 0, 0).d} />
  ));
}

/** The legend: in a line what one must know at first sight, and all of it for those who ask. */
export function Legend({ seen, marks, changes }: { seen: Seen; marks: boolean; changes: ReadonlyMap<string, string> }) {
  const w = useWords();
  const [open, setOpen] = useState(false);
  const has = new Set(seen.relations.map((r) => signOf(r.weight)));
  const changed = new Set(changes.values());
  const undone = seen.relations.some((r) => mood(r.modality) === 'intended' || mood(r.modality) === 'conditional');
  return (
    <div className="legend">
      <div className="legend-body" hidden={!open}>
        <LegendDrawing seen={seen} marks={marks} />
      </div>
      <div className="legend-strip">
        <Button className="button small" aria-expanded={open} onPress={() => setOpen(!open)}>
          {w.legend} <span aria-hidden="true">{open ? '▾' : '▴'}</span>
        </Button>
        {has.has('friendly') && <Item text={w.friendly} strand={{ ...sample, sign: 'friendly' }} />}
        {has.has('hostile') && <Item text={w.hostile} strand={{ ...sample, sign: 'hostile' }} />}
        {has.has('neutral') && <Item text={w.neutral} strand={{ ...sample, sign: 'neutral', width: 1.6 }} />}
        {(['began', 'ended', 'grew', 'cooled'] as const).map(
          (c) => changed.has(c) && <Item key={c} text={w[c]} strand={{ ...sample, sign: 'neutral', head: false, width: 2 }} change={c} />,
        )}
        {undone && <Item text={w.notDone} strand={{ ...sample, sign: 'neutral', mood: 'intended', dash: dash('intended'), width: 1.6 }} />}
      </div>
    </div>
  );
}

function Item({ text, strand, change = '' }: { text: string; strand: Strand; change?: string }) {
  return (
    <span className="item">
      <svg width={40} height={16} aria-hidden="true">
        <Line strand={strand} ax={0} ay={8} bx={40} by={8} rimA={0} rimB={0} light="plain" band={false} change={change} />
      </svg>
      {text}
    </span>
  );
}
