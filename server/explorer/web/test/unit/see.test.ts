import assert from 'node:assert/strict';
import { test } from 'node:test';
import atlas from 'world-atlas/countries-50m.json';
import type { SeenRelation } from '../../src/data/subgraph';
import { axisMarks, between, bucketFor, dayNumber, dayOf, move, resize } from '../../src/see/days';
import { bends, curve, head, hull } from '../../src/see/geometry';
import { overlap, placeLabels, textWidth, wrap } from '../../src/see/labels';
import { type Body, layout, type Plan } from '../../src/see/layout';
import { litBy, standsTo } from '../../src/see/light';
import { dash, filledHead, ink, lineWidth, moods, mood, signs, signOfNet } from '../../src/see/marks';
import { borders, matrixOrder } from '../../src/see/matrix';
import { net, nets, pairKey } from '../../src/see/net';
import { fit, zoomed } from '../../src/see/pan-zoom';
import { markPath, strands } from '../../src/see/scene';
import { projectionFor, shapeKey, shapes, whereabouts } from '../../src/see/world';

function relation(part: Partial<SeenRelation> & { id: string; from: string; to: string }): SeenRelation {
  const period = { written: '', startMin: '2023-08-01', startMax: '2023-08-01', endMin: '2023-08-01', endMax: '2023-08-01', startKnown: true, endKnown: true, open: false, inWords: '' };
  return {
    kind: 'SUPPORTS',
    class: 'ACT',
    dimension: 'DIPLOMATIC',
    symmetric: false,
    sign: 'FRIENDLY',
    weight: 0.5,
    intensity: 1,
    confidence: 1,
    confidenceWord: 'HIGH',
    modality: 'REPORTED',
    disputed: false,
    about: null,
    period,
    ...part,
  };
}

const noOpener = () => null;

test('parallel lines keep apart, also in opposite directions', () => {
  const all = strands([relation({ id: 'relation:1', from: 'a', to: 'b' }), relation({ id: 'relation:2', from: 'b', to: 'a' }), relation({ id: 'relation:3', from: 'a', to: 'b', weight: -0.5 })], 'each');
  const a = { x: 0, y: 0 };
  const b = { x: 200, y: 0 };
  const middles = all.map((s) => (s.from === 'a' ? curve(a, b, 10, 10, s.bend) : curve(b, a, 10, 10, s.bend)).middle.y).sort((p, q) => p - q);
  assert.equal(middles.length, 3);
  for (let i = 1; i < middles.length; i++) assert.ok(middles[i]! - middles[i - 1]! >= 10, `lines ${i - 1} and ${i} lie at ${middles}`);
});

test('bends are symmetric about the straight line, and a thick bundle stays narrow', () => {
  assert.deepEqual(bends(1), [0]);
  for (const n of [2, 3, 8, 40]) {
    const all = bends(n);
    assert.equal(all.length, n);
    assert.ok(Math.abs(all.reduce((sum, x) => sum + x, 0)) < 1e-9);
    assert.ok(all.at(-1)! <= 100);
  }
});

test('a line ends at the rims of its marks', () => {
  const c = curve({ x: 0, y: 0 }, { x: 100, y: 0 }, 20, 30, 12);
  assert.ok(Math.abs(Math.hypot(c.start.x, c.start.y) - 20) < 1e-9);
  assert.ok(Math.abs(Math.hypot(c.end.x - 100, c.end.y) - 30) < 1e-9);
  assert.ok(curve({ x: 5, y: 5 }, { x: 5, y: 5 }, 20, 20, 0).d.includes('C'), 'a relation to oneself is a loop');
});

test('no two signs have the same head, no two moods the same line, and only what is done looks done', () => {
  assert.equal(new Set(signs.map((s) => head(s, { x: 0, y: 0 }, 0))).size, signs.length);
  assert.equal(new Set(moods.map(dash)).size, moods.length);
  assert.deepEqual(moods.filter((m) => dash(m) === '' || filledHead(m)), ['done']);
  for (const m of ['ORDERED', 'PLANNED', 'CONDITIONAL', 'ASSESSED', 'INFERRED'] as const) assert.notEqual(mood(m), 'done', m);
});

test('ties are wider than acts, and nothing is inked so faintly that it is lost', () => {
  assert.ok(lineWidth({ class: 'TIE', weight: 0 }) > lineWidth({ class: 'ACT', weight: 0 }));
  assert.ok(lineWidth({ class: 'ACT', weight: -1 }) > lineWidth({ class: 'ACT', weight: 0.1 }));
  assert.ok(ink(0) >= 0.3 && ink(1) === 1 && ink(0.9) > ink(0.4));
});

test('kinds of actors that act have outlines of their own', () => {
  const bodies = ['STATE', 'ORGANIZATION', 'GOVERNMENT', 'ARMED_FORCE', 'ARMED_GROUP', 'COMPANY', 'PERSON', 'OFFICE', 'TREATY'] as const;
  assert.equal(new Set(bodies.map((k) => markPath(k, 10))).size, bodies.length);
});

test('bundles join what is alike between two, and nothing of another sign or mood', () => {
  const ties = [
    relation({ id: 'relation:1', from: 'a', to: 'b' }),
    relation({ id: 'relation:2', from: 'b', to: 'a' }),
    relation({ id: 'relation:3', from: 'a', to: 'b', modality: 'PLANNED' }),
    relation({ id: 'relation:4', from: 'a', to: 'b', weight: -0.7 }),
  ];
  const all = strands(ties, 'pair');
  assert.deepEqual(all.map((s) => s.ties.map((t) => t.id).join(' ')).sort(), ['relation:1 relation:2', 'relation:3', 'relation:4']);
  const both = all.find((s) => s.ties.length === 2);
  assert.ok(both?.head && both.backHead, 'a bundle in both directions has two heads');
});

test('the net is that of docs/methods.md', () => {
  const day = '2023-08-31';
  const tie = relation({ id: 'relation:1', from: 'a', to: 'b', class: 'TIE', weight: 0.4, confidence: 0.9 });
  assert.ok(Math.abs(net([tie], day, noOpener) - Math.tanh(0.36)) < 1e-12);
  const act = relation({ id: 'relation:2', from: 'b', to: 'a', weight: -0.6, period: { ...tie.period, endMax: '2023-03-04' } });
  assert.ok(Math.abs(net([tie, act], day, noOpener) - Math.tanh(0.36 - 0.3)) < 1e-12, 'an act counts half after 180 days');
  const opens = (kind: string) => (kind === 'IMPOSES_SANCTIONS' ? ('SANCTIONS' as const) : null);
  const imposed = relation({ id: 'relation:3', from: 'a', to: 'b', kind: 'IMPOSES_SANCTIONS', weight: -0.6 });
  const sanctions = relation({ id: 'relation:4', from: 'a', to: 'b', kind: 'SANCTIONS', class: 'TIE', weight: -0.6 });
  assert.equal(net([imposed, sanctions], day, opens), net([sanctions], day, opens));
  assert.equal(net([relation({ id: 'relation:5', from: 'a', to: 'b', modality: 'ORDERED' })], day, noOpener), 0, 'what was not done carries nothing');
  assert.deepEqual([signOfNet(0.05), signOfNet(-0.05), signOfNet(0.049)], ['friendly', 'hostile', 'neutral']);
});

const bodies = (ids: readonly string[], group: (id: string) => string | null = () => null): Body[] => ids.map((id) => ({ id, radius: 16, label: 60, group: group(id) }));
const ids = Array.from({ length: 14 }, (_, i) => `actor-${i}`);
const plan = (part: Partial<Plan> = {}): Plan => ({
  bodies: bodies(ids),
  springs: ids.slice(1).map((id, i) => ({ from: ids[i % 4]!, to: id, net: i % 3 === 0 ? -0.6 : 0.5 })),
  groups: [],
  aspect: 1.5,
  ...part,
});

test('a layout is the same every time, in whatever order actors come', () => {
  const once = layout(plan());
  assert.deepEqual(layout(plan()), once);
  const turned = plan();
  assert.deepEqual(layout({ ...turned, bodies: [...turned.bodies].reverse(), springs: [...turned.springs].reverse() }), once);
});

test('no two marks cover one another', () => {
  const places = Object.values(layout(plan()));
  for (const [i, a] of places.entries()) for (const b of places.slice(i + 1)) assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) > 32);
});

test('two groups stand side by side in a wide room, one above the other in a tall one', () => {
  const group = (id: string) => (Number(id.split('-')[1]) % 2 === 0 ? 'even' : 'odd');
  for (const [aspect, along] of [[1.5, 0], [0.6, 1]] as const) {
    const places = layout(plan({ bodies: bodies(ids, group), groups: ['even', 'odd'], aspect }));
    const sides = (g: string) => ids.filter((id) => group(id) === g).map((id) => places[id]![along]);
    assert.ok(Math.max(...sides('even')) < Math.min(...sides('odd')), `aspect ${aspect}`);
  }
});

test('friends stand nearer than foes', () => {
  const three = plan({ bodies: bodies(['a', 'b', 'c']), springs: [{ from: 'a', to: 'b', net: 0.9 }, { from: 'a', to: 'c', net: -0.9 }] });
  const { a, b, c } = layout(three) as Record<string, [number, number]>;
  assert.ok(Math.hypot(a![0] - b![0], a![1] - b![1]) < Math.hypot(a![0] - c![0], a![1] - c![1]));
});

test('labels cover neither marks nor one another, and one that must be shown is', () => {
  const wishes = Array.from({ length: 30 }, (_, i) => ({ id: `l${String(i).padStart(2, '0')}`, text: `Actor ${i}`, at: { x: (i % 6) * 70, y: Math.floor(i / 6) * 46 }, radius: 14, weight: i }));
  const placed = placeLabels(wishes, 12);
  assert.ok(placed.length >= 20, `${placed.length} of 30 labels found a place`);
  for (const [i, a] of placed.entries()) {
    for (const b of placed.slice(i + 1)) assert.ok(!overlap({ ...a.box, x: a.box.x + 1, width: a.box.width - 2, y: a.box.y + 1, height: a.box.height - 2 }, b.box), `${a.id} and ${b.id}`);
  }
  const crowd = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((i) => ({ id: `c${i}`, text: 'A long name of an actor', at: { x: i, y: i }, radius: 40, weight: 12 - i, must: i === 11 }));
  const shown = placeLabels(crowd, 12).map((l) => l.id);
  assert.ok(shown.includes('c11'));
  assert.ok(shown.length < crowd.length);
});

test('a long name is two lines at most', () => {
  assert.deepEqual(wrap('Mali'), ['Mali']);
  const lines = wrap('National Council for the Safeguard of the Homeland');
  assert.equal(lines.length, 2);
  assert.ok(lines[1]!.endsWith('…'));
  assert.ok(textWidth('WWW', 12) > textWidth('iii', 12));
});

test('a hull goes round its members', () => {
  assert.equal(hull([], 10), null);
  assert.match(hull([{ x: 0, y: 0 }], 10)!, /a10 10/);
  const numbers = hull([{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 50, y: 80 }, { x: 50, y: 20 }], 10)!;
  assert.ok(numbers.startsWith('M') && numbers.endsWith('Z') && numbers.includes('A'));
});

test('a matrix goes bloc by bloc', () => {
  const pairs = new Map([[pairKey('mali', 'niger'), 0.8], [pairKey('france', 'nigeria'), 0.3], [pairKey('france', 'mali'), -0.7]]);
  const blocs = new Map([['mali', 1], ['niger', 1], ['france', 2], ['nigeria', 2]]);
  const order = matrixOrder(['france', 'mali', 'nigeria', 'niger', 'stranger'], pairs, blocs);
  assert.deepEqual(order.slice(0, 2).sort(), ['mali', 'niger']);
  assert.deepEqual(order.slice(2, 4).sort(), ['france', 'nigeria']);
  assert.equal(order[4], 'stranger');
  assert.deepEqual(borders(order, blocs), [2, 4]);
  const free = matrixOrder(['france', 'mali', 'nigeria', 'niger'], pairs, new Map());
  assert.equal(Math.abs(free.indexOf('mali') - free.indexOf('niger')), 1, 'without blocs, friends still stand side by side');
});

test('windows move and are resized within the whole', () => {
  const whole = { first: '2023-01-01', last: '2023-12-31' };
  const august = { first: '2023-08-01', last: '2023-08-31' };
  assert.deepEqual(move(august, 10, whole), { first: '2023-08-11', last: '2023-09-10' });
  assert.deepEqual(move(august, 1_000, whole), { first: '2023-12-01', last: '2023-12-31' });
  assert.deepEqual(move(august, -1_000, whole), { first: '2023-01-01', last: '2023-01-31' });
  assert.deepEqual(resize(august, 'first', 100, whole), { first: '2023-08-31', last: '2023-08-31' });
  assert.deepEqual(resize(august, 'last', 400, whole), { first: '2023-08-01', last: '2023-12-31' });
  assert.deepEqual(between(dayNumber('2023-05-02'), dayNumber('2023-04-01'), whole), { first: '2023-04-01', last: '2023-05-02' });
  assert.equal(dayOf(dayNumber('1823-02-28')), '1823-02-28');
  assert.deepEqual([bucketFor(august), bucketFor(whole), bucketFor({ first: '1900-01-01', last: '2023-12-31' })], ['DAY', 'WEEK', 'YEAR']);
  assert.ok(axisMarks(whole, 12).every((m) => m.day.endsWith('-01')));
});

test('the map has small states, and those without a number', () => {
  const world = shapes(atlas as unknown as Parameters<typeof shapes>[0]);
  for (const key of ['132', '466', '562', '048', '702', '470', 'kosovo', 'northern-cyprus', 'somaliland']) assert.ok(world.byKey.has(key), key);
  assert.equal(shapeKey({ id: 'kosovo', isoNumeric: null }), 'kosovo');
  assert.equal(shapeKey({ id: 'mali', isoNumeric: '466' }), '466');
  const mali = { id: 'mali', name: 'Mali', kind: 'STATE' as const, distance: 0, seat: null, iso3: 'MLI', isoNumeric: '466' };
  const middle = whereabouts(mali, world.byKey);
  assert.ok(middle && Math.abs(middle.latitude - 17) < 3 && Math.abs(middle.longitude + 3) < 4, JSON.stringify(middle));
  const niamey = { latitude: 13.5, longitude: 2.1 };
  const [x = -1, y = -1] = projectionFor([niamey], 800, 600, { side: 40, top: 40, bottom: 40 })([niamey.longitude, niamey.latitude]) ?? [];
  assert.ok(Math.abs(x - 400) < 60 && Math.abs(y - 300) < 60, `one actor stands in the middle, not at ${x}, ${y}`);
});

test('a view shows everything, and zooming keeps the point under the pointer', () => {
  const view = fit([{ x: -500, y: -300 }, { x: 500, y: 300 }], 800, 600, 50);
  for (const [x, y] of [[-500, -300], [500, 300]] as const) {
    assert.ok(x * view.k + view.x >= 49 && x * view.k + view.x <= 751);
    assert.ok(y * view.k + view.y >= 49 && y * view.k + view.y <= 551);
  }
  const nearer = zoomed(view, 2, { x: 100, y: 100 });
  assert.ok(Math.abs((100 - view.x) / view.k - (100 - nearer.x) / nearer.k) < 1e-9);
});

test('what is looked at stands in the light with what it is tied to', () => {
  const ties = [relation({ id: 'relation:1', from: 'a', to: 'b' }), relation({ id: 'relation:2', from: 'c', to: 'd', weight: -0.9 })];
  const all = strands(ties, 'each');
  const none = { actors: [], relations: [] };
  assert.equal(litBy(null, none, all), null);
  assert.deepEqual([...litBy({ actor: 'a' }, none, all)!.actors].sort(), ['a', 'b']);
  assert.deepEqual([...litBy(null, { actors: [], relations: ['relation:2'] }, all)!.strands], ['relation:2']);
  assert.equal(litBy(null, { actors: [], relations: ['relation:gone'] }, all), null, 'a link may name relations that the filters leave out');
  assert.equal(standsTo('c', 'd', nets(ties, null, noOpener)), 'hostile');
  assert.equal(standsTo('c', 'c', nets(ties, null, noOpener)), null);
});
