import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useFormat } from '../words/format';
import { between, dayNumber, dayOf, move, resize, type Span } from './days';
import { useWords } from './words';

interface Props {
  /** The part of time that the axis shows. */
  span: Span;
  /** The window that is chosen. */
  chosen: Span;
  /** From a day to the place on the axis, and back. */
  x: (day: number) => number;
  day: (x: number) => number;
  /** How many days one step by keys has. */
  step: number;
  height: number;
  onChoose: (span: Span) => void;
  onDay: (day: string) => void;
  /** Hears of the window while it is dragged. */
  onDraft: (span: Span | null) => void;
}

type Part = 'first' | 'last' | 'window' | 'new';

/** The window over a timeline: dragged, resized by its handles, drawn anew beside it; and all of that by keys. */
export function TimelineWindow({ span, chosen, x, day, step, height, onChoose, onDay, onDraft }: Props) {
  const w = useWords();
  const format = useFormat();
  const press = useRef<{ part: Part; from: number; moved: boolean; left: number } | null>(null);
  const [draft, setDraft] = useState<Span | null>(null);
  const shown = draft ?? chosen;
  const left = x(dayNumber(shown.first));
  const width = Math.max(3, x(dayNumber(shown.last) + 1) - left);

  const begin = (part: Part) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const box = (event.currentTarget.closest('.window-room') as HTMLElement).getBoundingClientRect();
    press.current = { part, from: event.clientX - box.left, moved: false, left: box.left };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const p = press.current;
    if (!p) return;
    const now = event.clientX - p.left;
    if (!p.moved && Math.abs(now - p.from) < 3) return;
    p.moved = true;
    const by = day(now) - day(p.from);
    const next =
      p.part === 'window' ? move(chosen, by, span) : p.part === 'new' ? between(day(p.from), day(now), span) : resize(chosen, p.part, by, span);
    setDraft(next);
    onDraft(next);
  };
  const onPointerUp = (): void => {
    const p = press.current;
    press.current = null;
    if (p?.moved && draft) onChoose(draft);
    else if (p) onDay(dayOf(Math.floor(day(p.from))));
    setDraft(null);
    onDraft(null);
  };
  const onKeyDown = (part: 'first' | 'last' | 'window') => (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const days = by * step * (event.shiftKey ? 5 : 1);
    onChoose(part === 'window' ? move(chosen, days, span) : resize(chosen, part, days, span));
  };
  const bounds = { 'aria-valuemin': dayNumber(span.first), 'aria-valuemax': dayNumber(span.last) };
  const drag = { onPointerMove, onPointerUp, onPointerCancel: onPointerUp };
  return (
    <div className="window-room" onPointerDown={begin('new')} {...drag} style={{ height }}>
      <div
        className="window"
        role="slider"
        tabIndex={0}
        aria-label={w.windowLabel}
        aria-description={w.windowKeys}
        aria-valuetext={w.windowOf(format.day(shown.first), format.day(shown.last))}
        aria-valuenow={dayNumber(shown.first)}
        {...bounds}
        style={{ left, width }}
        onPointerDown={begin('window')}
        onKeyDown={onKeyDown('window')}
        {...drag}
      />
      {(['first', 'last'] as const).map((end) => (
        <div
          key={end}
          className={`handle ${end}`}
          role="slider"
          tabIndex={0}
          aria-label={end === 'first' ? w.windowFirst : w.windowLast}
          aria-valuetext={format.day(shown[end])}
          aria-valuenow={dayNumber(shown[end])}
          {...bounds}
          style={{ left: end === 'first' ? left : left + width }}
          onPointerDown={begin(end)}
          onKeyDown={onKeyDown(end)}
          {...drag}
        />
      ))}
    </div>
  );
}
