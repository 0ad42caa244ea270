// A drawing as a picture that stands alone: all its styles are in it, with a title, the legend and where it comes from.
import { textWidth, wrap } from './labels';
import type { Picture } from './props';

const SVG = 'http://www.w3.org/2000/svg';

/** What a style sheet says of a drawing, and a file must say itself. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'letter-spacing',
] as const;

const presented = ['id', 'd', 'x', 'y', 'dx', 'dy', 'cx', 'cy', 'r', 'rx', 'ry', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'transform', 'points', 'offset', 'href', 'clip-path'];

/** Elements that help hands, and nobody who looks. */
const unseen = '.band, .mark-ring.focused, [data-unseen], title, defs';

/** What the picture says beside the drawing. */
export interface Words {
  title: string;
  subtitle: string;
  source: string;
  notes: readonly string[];
}

/** Makes a picture of a drawing, its legend beside it, or below it where it is narrow. */
export function pictureOf(drawing: SVGSVGElement, legend: SVGSVGElement | null, words: Words): Picture {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const width = drawing.clientWidth || Number(drawing.getAttribute('width'));
  const height = drawing.clientHeight || Number(drawing.getAttribute('height'));
  const legendWidth = legend ? Number(legend.getAttribute('width')) : 0;
  const legendHeight = legend ? Number(legend.dataset['height']) : 0;
  const beside = width >= 640;
  const head = 64;
  const foot = 26 + 16 * words.notes.length;
  const all = {
    width: width + (beside ? legendWidth + 16 : 0),
    height: head + (beside ? Math.max(height, legendHeight) : height + legendHeight + 16) + foot,
  };
  const root = document.createElementNS(SVG, 'svg');
  root.setAttribute('xmlns', SVG);
  root.setAttribute('width', String(all.width));
  root.setAttribute('height', String(all.height));
  root.setAttribute('viewBox', `0 0 ${all.width} ${all.height}`);
  root.append(
    element('title', {}, words.title),
    element('rect', { width: all.width, height: all.height, fill: color('--card') }),
    clip(width, height),
    text(24, 32, 20, words.title, color('--ink'), color('--serif'), 600),
    text(24, 52, 12.5, words.subtitle, color('--soft'), color('--sans')),
    placed(drawing, 0, head, 'url(#room)'),
  );
  if (legend) root.append(placed(legend, beside ? width + 8 : 12, beside ? head : head + height + 8, ''));
  words.notes.forEach((note, i) => root.append(text(24, all.height - foot + 12 + 16 * i, 11, note, color('--soft'), color('--sans'))));
  // An address is not cut, or nobody could follow it: it is written as small as it must be.
  const size = Math.max(4, Math.min(11, ((all.width - 48) * 11) / textWidth(words.source, 11)));
  root.append(text(24, all.height - 10, size, words.source, color('--soft'), color('--sans')));
  return { svg: new XMLSerializer().serializeToString(root), ...all };
}

function clip(width: number, height: number): SVGElement {
  const path = element('clipPath', { id: 'room' });
  path.append(element('rect', { width, height }));
  return path;
}

function placed(svg: SVGSVGElement, x: number, y: number, clipPath: string): SVGElement {
  const outer = element('g', { transform: `translate(${x} ${y})` });
  const inner = element('g', clipPath === '' ? {} : { 'clip-path': clipPath });
  for (const child of svg.children) {
    const copy = copied(child);
    if (copy) inner.append(copy);
  }
  outer.append(inner);
  return outer;
}

/** A copy of an element with what the style sheets say of it; null for what is not to be seen. */
function copied(from: Element): SVGElement | null {
  if (from.matches(unseen)) return null;
  const style = getComputedStyle(from);
  if (style.visibility === 'hidden' || style.opacity === '0') return null;
  const to = element(from.tagName, {});
  for (const name of presented) {
    const value = from.getAttribute(name);
    if (value !== null) to.setAttribute(name, value);
  }
  const leaf = from.tagName !== 'g';
  for (const property of leaf ? properties : (['opacity'] as const)) {
    const value = style.getPropertyValue(property);
    if (value !== '' && value !== 'normal' && !(property === 'opacity' && value === '1')) to.setAttribute(property, value);
  }
  if (from.tagName === 'text' || from.tagName === 'tspan') {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) to.append(node.textContent ?? '');
      else if (node instanceof Element) to.append(copied(node) ?? '');
    }
    return to;
  }
  for (const child of from.children) {
    const copy = copied(child);
    if (copy) to.append(copy);
  }
  return to;
}

function element(name: string, attributes: Record<string, string | number>, content = ''): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (content !== '') made.textContent = content;
  return made;
}

function text(x: number, y: number, size: number, content: string, fill: string, family: string, weight = 400): SVGElement {
  return element('text', { x, y, fill, 'font-size': size, 'font-family': family, 'font-weight': weight }, content);
}

/** Breaks a note into lines that fit a width. */
export function linesOf(note: string, width: number): string[] {
  const letters = Math.floor(width / 5.6);
  const out: string[] = [];
  let rest = note;
  while (rest.length > letters) {
    const [line = ''] = wrap(rest, letters);
    out.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return [...out, rest];
}
