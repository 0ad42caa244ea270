import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { SeenRelation } from '../data/subgraph';
import type { TimeChoice } from '../state/state';
import { useFormat } from '../words/format';
import { useLanguage } from '../words/language';
import { Caption } from './caption';
import { axisMarks, dayNumber, dayOf, daysIn, move, type Span, stepDays } from './days';
import type { DrawingProps } from './drawing-props';
import { bead } from './geometry';
import { textWidth } from './labels';
import { dash, filledHead, ink, lineWidth, mood, signOf, ticks } from './marks';
import { TimelineWindow } from './timeline-window';
import { Tools } from './tools';
import { useSize } from './use-size';
import { type Point, usualSpan, useTimeline, wholeSpan } from './use-timeline';
import { useWords } from './words';

/** The timeline: how much was friendly and hostile when, the window of time, and each relation on a row of its own. */
export function Timeline(props: DrawingProps) {
  const [ref, size] = useSize();
  return (
    <div className="drawing timeline" ref={ref}>
      {size && <TimelineIn {...props} width={size.width} height={size.height} />}
    </div>
  );
}

const rowHeight = 24;

function TimelineIn(props: DrawingProps & { width: number; height: number }) {
  const { seen, state, registry, width, height, offerSvg, onChange } = props;
  const w = useWords();
  const format = useFormat();
  const usual = useMemo(() => usualSpan(seen, state.time, registry), [seen, state.time, registry]);
  const [chosenSpan, setSpan] = useState<Span | null>(null);
  const span = chosenSpan ?? usual;
  const { bucket, points, undated } = useTimeline(state, span);
  const [svg, setSvg] = useState<SVGSVGElement | null>(null);
  const [draft, setDraft] = useState<Span | null>(null);
  const [scrollTop, setScrollTop] = useState(0);
  useEffect(() => offerSvg(svg), [offerSvg, svg]);
  // On a narrow page the tools take two lines.
  const chartTop = width < 620 ? 92 : 52;
  const chartHeight = Math.max(130, Math.min(230, height * 0.32));
  const margin = 16;
  const scale = (width - 2 * margin) / daysIn(span);
  const x = (day: number): number => margin + (day - dayNumber(span.first)) * scale;
  const dayAt = (at: number): number => dayNumber(span.first) + (at - margin) / scale;
  const chosen = windowOf(state.time, span);
  const setTime = (next: Span, history: 'push' | 'replace' = 'push'): void => onChange({ time: { kind: 'during', ...next } }, history);
  const player = usePlayer(props, chosen, span, stepDays(bucket), setTime);
  const rows = useMemo(() => rowsOf(seen.relations, span), [seen.relations, span]);
  const rowsTop = chartTop + chartHeight + 34;
  const foot = 44;
  const shownRows = Math.ceil((height - rowsTop - foot) / rowHeight) + 1;
  const firstRow = Math.floor(scrollTop / rowHeight);
  const shown = draft ?? chosen;
  return (
    <>
      <div className="timeline-scroll" onScroll={(e) => setScrollTop(e.currentTarget.scrollTop)} style={{ height: height - foot }}>
        <div style={{ height: Math.max(height - foot, rowsTop + rows.length * rowHeight + 8) }}>
          <div className="timeline-still" style={{ height: height - foot }}>
            <svg ref={setSvg} className="picture" width={width} height={height - foot} role="img" aria-label={`${w.timeline}. ${w.timelineHow}`}>
              <Axis span={span} x={x} top={chartTop} bottom={height - foot} width={width} />
              <g>
                <RowsIn {...props} rows={rows.slice(firstRow, firstRow + shownRows)} top={rowsTop - (scrollTop % rowHeight)} x={x} width={width} clipTop={rowsTop - 8} />
              </g>
              <rect className="chart-paper" x={0} y={0} width={width} height={rowsTop - 8} />
              <Axis span={span} x={x} top={chartTop} bottom={chartTop + chartHeight} width={width} labels />
              <Bars points={points} x={x} top={chartTop} height={chartHeight} />
              {/* A day is a line on the axis; only a window sets apart what lies outside it. */}
              {(draft !== null || state.time.kind === 'during') && (
                <>
              <rect className="window-shade" x={0} y={chartTop} width={Math.max(0, x(dayNumber(shown.first)))} height={chartHeight} />
              <rect className="window-shade" x={x(dayNumber(shown.last) + 1)} y={chartTop} width={Math.max(0, width - x(dayNumber(shown.last) + 1))} height={chartHeight} />
                </>
              )}
              <rect className="window-frame" x={x(dayNumber(shown.first))} y={chartTop} width={Math.max(1, x(dayNumber(shown.last) + 1) - x(dayNumber(shown.first)))} height={chartHeight} />
            </svg>
            <div className="window-place" style={{ top: chartTop, width }}>
              <TimelineWindow
                span={span}
                chosen={chosen}
                x={x}
                day={dayAt}
                step={stepDays(bucket)}
                height={chartHeight}
                onChoose={setTime}
                onDay={(day) => onChange({ time: { kind: 'on', day } })}
                onDraft={setDraft}
              />
            </div>
            <p className="window-said" style={{ top: chartTop + chartHeight + 20 }} role="status">
              <strong>{state.time.kind === 'on' ? format.day(state.time.day) : w.windowOf(format.day(shown.first), format.day(shown.last))}</strong>
              {undated > 0 && ` · ${w.undated(undated)}`}
            </p>
          </div>
        </div>
      </div>
      <Tools {...props}>
        <Button className="button small" onPress={player.toggle} aria-pressed={player.playing}>
          <span aria-hidden="true">{player.playing ? '❚❚' : '▶'}</span> {player.playing ? w.pause : w.play}
        </Button>
        <Button className="button small" onPress={() => setSpan(wholeSpan(registry, usual))}>
          {w.wholeTime}
        </Button>
        <Button className="button small" onPress={() => setSpan(state.time.kind === 'during' ? widened(chosen) : usual)}>
          {w.zoomTo}
        </Button>
      </Tools>
      <ul className="behind" aria-label={w.timeline}>
        {points.slice(0, 200).map((p) => (
          <li key={p.first}>{w.point(w.windowOf(format.day(p.first), format.day(p.last)), p.acts, p.ties, format.signed(p.friendly), format.signed(p.hostile))}</li>
        ))}
      </ul>
      <Caption {...props} strands={[]} look={null} />
    </>
  );
}

/** The window that the state stands for, on an axis. */
function windowOf(time: TimeChoice, span: Span): Span {
  if (time.kind === 'on') return { first: time.day, last: time.day };
  if (time.kind === 'ever') return span;
  return { first: time.first ?? span.first, last: time.last ?? span.last };
}

/** A window with a little room on both sides. */
function widened(span: Span): Span {
  const room = Math.max(7, Math.round(daysIn(span) * 0.15));
  return { first: dayOf(dayNumber(span.first) - room), last: dayOf(dayNumber(span.last) + room) };
}

/** Plays time: the window, or the day, moves on step by step until it comes to the end. */
function usePlayer(props: DrawingProps, chosen: Span, span: Span, step: number, setTime: (span: Span, history: 'replace') => void) {
  const [playing, setPlaying] = useState(false);
  const now = useRef({ chosen, step, setTime, props });
  now.current = { chosen, step, setTime, props };
  useEffect(() => {
    if (!playing) return undefined;
    const timer = window.setInterval(() => {
      const { chosen: at, props: p } = now.current;
      // The next step waits for the answer to this one.
      if (p.stale) return;
      if (at.last >= span.last) return setPlaying(false);
      if (p.state.time.kind === 'on') p.onChange({ time: { kind: 'on', day: dayOf(dayNumber(at.first) + now.current.step) } }, 'replace');
      else now.current.setTime(move(at, now.current.step, span), 'replace');
    }, 650);
    return () => window.clearInterval(timer);
  }, [playing, span]);
  const toggle = (): void => {
    if (playing) return setPlaying(false);
    // All of time cannot move: begin with its first tenth.
    if (props.state.time.kind === 'ever' || chosen.last >= span.last) {
      setTime({ first: span.first, last: dayOf(dayNumber(span.first) + Math.max(now.current.step, Math.round(daysIn(span) / 10))) }, 'replace');
    }
    setPlaying(true);
  };
  return { playing, toggle };
}

function Axis({ span, x, top, bottom, width, labels = false }: { span: Span; x: (day: number) => number; top: number; bottom: number; width: number; labels?: boolean }) {
  const language = useLanguage();
  const marks = axisMarks(span, Math.max(3, Math.floor(width / 78)));
  const month = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
  const dayMonth = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const text = (day: string, kind: string): string => {
    const date = new Date(`${day}T00:00:00Z`);
    return kind === 'year' ? String(Number(day.slice(0, 4))) : kind === 'month' ? month.format(date) : dayMonth.format(date);
  };
  return (
    <g className="time-axis">
      {marks.map(({ day, kind }) => (
        <g key={day} transform={`translate(${Math.round(x(dayNumber(day)))} 0)`}>
          <path className={kind === 'year' ? 'axis-year' : ''} d={`M0 ${top}V${bottom}`} />
          {labels && (
            <text className={kind === 'year' ? 'axis-text year' : 'axis-text'} x={3} y={top + 11} fontSize={11}>
              {text(day, kind)}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** Friendly above the line, hostile below; and how many acts, as beads along the line. */
function Bars({ points, x, top, height }: { points: readonly Point[]; x: (day: number) => number; top: number; height: number }) {
  const most = Math.max(0.5, ...points.map((p) => p.friendly));
  const least = Math.max(0.5, ...points.map((p) => -p.hostile));
  const room = height - 22;
  const unit = room / (most + least);
  const zero = top + 16 + most * unit;
  return (
    <g className="bins">
      {points.map((p) => {
        const left = x(dayNumber(p.first));
        const width = Math.max(0.8, x(dayNumber(p.last) + 1) - left - (x(dayNumber(p.last) + 1) - left > 4 ? 1 : 0));
        return (
          <g key={p.first}>
            <rect className="bin friendly" x={left} width={width} y={zero - p.friendly * unit} height={p.friendly * unit} />
            <rect className="bin hostile" x={left} width={width} y={zero} height={-p.hostile * unit} />
            {p.acts > 0 && <circle className="bin-acts" cx={left + width / 2} cy={zero} r={Math.min(7, 1.6 + Math.sqrt(p.acts) * 1.2)} />}
          </g>
        );
      })}
      <path className="bin-zero" d={`M${x(dayNumber(points[0]?.first ?? '2000-01-01'))} ${zero}H${x(dayNumber(points[points.length - 1]?.last ?? '2000-01-01'))}`} />
    </g>
  );
}

interface Row {
  relation: SeenRelation;
  first: number;
  last: number;
}

/** The relations that lie within the span, in the order in which they begin; acts and ties together. */
function rowsOf(relations: readonly SeenRelation[], span: Span): Row[] {
  const [from, to] = [dayNumber(span.first), dayNumber(span.last)];
  const rows = relations.map((relation): Row => {
    const { startMin, startMax, endMax, open } = relation.period;
    const start = startMin ?? startMax;
    const first = start === null ? from : dayNumber(start);
    const last = endMax !== null ? dayNumber(endMax) : open || relation.class === 'TIE' ? to : first;
    return { relation, first, last };
  });
  return rows.filter((r) => r.last >= from && r.first <= to).sort((a, b) => b.first - a.first || (a.relation.id < b.relation.id ? -1 : 1));
}

function RowsIn({ rows, top, x, width, say, state, onSelect, clipTop }: DrawingProps & { rows: readonly Row[]; top: number; x: (day: number) => number; width: number; clipTop: number }) {
  const selectedRelations = new Set(state.selection.relations);
  const selectedActors = new Set(state.selection.actors);
  const any = selectedRelations.size + selectedActors.size > 0;
  return rows.map(({ relation: r, first, last }, i) => {
    const y = top + i * rowHeight + rowHeight / 2;
    if (y < clipTop - rowHeight) return null;
    const left = Math.max(-20, x(first));
    const right = Math.min(width + 20, Math.max(left, x(last + 1)));
    const chosen = selectedRelations.has(r.id) || (selectedRelations.size === 0 && (selectedActors.has(r.from) || selectedActors.has(r.to)));
    const m = mood(r.modality);
    const sign = signOf(r.weight);
    // What happened within a few days is a bead, however wide a day is.
    const isPoint = right - left < 8 || (r.class === 'ACT' && last - first < 3);
    const room = { before: left - 24, behind: width - right - 24 };
    const text = say.brief(r);
    const after = room.behind < textWidth(text, 12) && room.before > room.behind;
    const shown = isPoint ? fitted(text, after ? room.before : room.behind) : fitted(text, width - 16);
    const textX = isPoint ? (left + right) / 2 + (after ? -12 : 12) : Math.max(8, Math.min(left + 2, width - 12 - textWidth(shown, 12)));
    return (
      <g key={r.id} className={`tie-line tie-row ${sign}${any && !chosen ? ' dim' : ''}`} onClick={() => onSelect({ relations: [r.id] }, false)}>
        <rect className="row-room" x={0} y={y - rowHeight / 2} width={width} height={rowHeight} />
        <g opacity={ink(r.confidence)}>
          {!isPoint && <path className="stroke" d={`M${left} ${y + 7}H${right}`} strokeWidth={lineWidth(r) + 1} {...(dash(m) === '' ? {} : { strokeDasharray: dash(m) })} />}
          {!isPoint && sign === 'hostile' && <path className="ticks" d={`M${left} ${y + 7}H${right}`} strokeWidth={ticks.width + 2} strokeDasharray={ticks.dash} />}
          {isPoint && <path className={filledHead(m) ? 'bead' : 'bead hollow'} d={bead({ x: (left + right) / 2, y }, 0, 6)} />}
        </g>
        <text className={chosen ? 'row-text strong' : 'row-text'} x={textX} y={isPoint ? y + 4 : y + 1} textAnchor={isPoint && after ? 'end' : 'start'} fontSize={12}>
          {shown}
        </text>
      </g>
    );
  });
}

/** A text as far as there is room for it. */
function fitted(text: string, room: number): string {
  if (textWidth(text, 12) <= room) return text;
  const letters = Math.max(4, Math.floor((text.length * room) / textWidth(text, 12)) - 1);
  return `${text.slice(0, letters).trimEnd()}…`;
}
