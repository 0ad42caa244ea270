import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type Sight, ZOOM } from '../state/state';
import type { Point } from './point';

/** How a drawing lies in its room: screen = k × place + (x, y). */
export interface View {
  k: number;
  x: number;
  y: number;
}

const { least: LEAST_ZOOM, most: MOST_ZOOM } = ZOOM;

/** The view that has a part of a drawing in its middle; where that lies in a room of another size, more or less is seen around it. */
export function viewAt({ x, y, zoom }: Sight, width: number, height: number): View {
  return { k: zoom, x: width / 2 - zoom * x, y: height / 2 - zoom * y };
}

/** The part of a drawing that a view has in its middle. */
export function sightOf({ k, x, y }: View, width: number, height: number): Sight {
  return { x: (width / 2 - x) / k, y: (height / 2 - y) / k, zoom: k };
}

/** The view that shows a box whole, no larger than natural size times `most`. */
export function fit(points: readonly Point[], width: number, height: number, margin: number | { x: number; top: number; bottom: number }, most = 1.4): View {
  const m = typeof margin === 'number' ? { x: margin, top: margin, bottom: margin } : margin;
  if (points.length === 0) return { k: 1, x: width / 2, y: height / 2 };
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const roomX = Math.max(40, width - 2 * m.x);
  const roomY = Math.max(40, height - m.top - m.bottom);
  const k = Math.max(LEAST_ZOOM, Math.min(most, roomX / Math.max(1, right - left), roomY / Math.max(1, bottom - top)));
  return { k, x: width / 2 - (k * (left + right)) / 2, y: m.top + roomY / 2 - (k * (top + bottom)) / 2 };
}

/** A view zoomed by a factor about a point of the screen. */
export function zoomed(view: View, by: number, at: Point): View {
  const k = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, view.k * by));
  return { k, x: at.x - ((at.x - view.x) * k) / view.k, y: at.y - ((at.y - view.y) * k) / view.k };
}

interface Gesture {
  pointers: Map<number, Point>;
  /** The view as it would be now; the drawing shows it by a transform. */
  shown: View;
  moved: boolean;
}

/**
 * Moves and zooms a drawing. While a gesture goes on only a CSS transform of `layer` changes, so that a drawing of any
 * size moves smoothly; when it ends the view is set, and the drawing may be drawn anew. A press that did not move is a
 * click on nothing.
 */
export function usePanZoom(layer: RefObject<HTMLElement | SVGElement | null>, view: View, setView: (view: View) => void, onEmptyClick?: () => void) {
  const gesture = useRef<Gesture | null>(null);
  const settle = useRef<number | undefined>(undefined);
  const [grabbing, setGrabbing] = useState(false);
  const current = useRef(view);
  useEffect(() => {
    current.current = view;
    if (layer.current) layer.current.style.transform = '';
  }, [view, layer]);

  const show = useCallback(
    (next: View) => {
      const from = current.current;
      const scale = next.k / from.k;
      if (layer.current) {
        layer.current.style.transformOrigin = '0 0';
        layer.current.style.transform = `translate(${next.x - from.x * scale}px, ${next.y - from.y * scale}px) scale(${scale})`;
      }
    },
    [layer],
  );

  const onPointerDown = (event: PointerEvent<Element>): void => {
    if (event.button !== 0) return;
    const g = (gesture.current ??= { pointers: new Map(), shown: current.current, moved: false });
    g.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    event.currentTarget.setPointerCapture(event.pointerId);
    setGrabbing(true);
  };
  const onPointerMove = (event: PointerEvent<Element>): void => {
    const g = gesture.current;
    const before = g?.pointers.get(event.pointerId);
    if (!g || !before) return;
    const now = { x: event.clientX, y: event.clientY };
    const box = event.currentTarget.getBoundingClientRect();
    const others = [...g.pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
    const [other] = others;
    if (other) {
      const grown = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      g.shown = zoomed(g.shown, grown, { x: (now.x + other.x) / 2 - box.left, y: (now.y + other.y) / 2 - box.top });
      g.shown = { ...g.shown, x: g.shown.x + (now.x - before.x) / 2, y: g.shown.y + (now.y - before.y) / 2 };
      g.moved = true;
    } else {
      if (!g.moved && Math.hypot(now.x - before.x, now.y - before.y) < 3) return;
      g.moved = true;
      g.shown = { ...g.shown, x: g.shown.x + now.x - before.x, y: g.shown.y + now.y - before.y };
    }
    g.pointers.set(event.pointerId, now);
    show(g.shown);
  };
  const onPointerUp = (event: PointerEvent<Element>): void => {
    const g = gesture.current;
    if (!g?.pointers.delete(event.pointerId) || g.pointers.size > 0) return;
    gesture.current = null;
    setGrabbing(false);
    if (g.moved) setView(g.shown);
    else onEmptyClick?.();
  };

  /** Zooming by a wheel has no end; the view is set when the wheel rests. */
  const onWheel = useCallback(
    (event: WheelEvent) => {
      event.preventDefault();
      const box = (event.currentTarget as Element).getBoundingClientRect();
      const g = (gesture.current ??= { pointers: new Map(), shown: current.current, moved: true });
      const unit = event.deltaMode === 1 ? 18 : 1;
      g.shown = zoomed(g.shown, Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0018)), { x: event.clientX - box.left, y: event.clientY - box.top });
      show(g.shown);
      window.clearTimeout(settle.current);
      settle.current = window.setTimeout(() => {
        const shown = gesture.current?.shown;
        gesture.current = null;
        if (shown) setView(shown);
      }, 140);
    },
    [setView, show],
  );

  return { grabbing, onWheel, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp } };
}

/** Listens to the wheel without the passivity that React gives it. */
export function useWheel(element: Element | null, onWheel: (event: WheelEvent) => void): void {
  useEffect(() => {
    if (!element) return undefined;
    const listener = (event: Event): void => onWheel(event as WheelEvent);
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, [element, onWheel]);
}
