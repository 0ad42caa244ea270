// Where the actors stand. Friends draw near, foes keep away, groups stand apart: by forces (d3-force), from a seed, so
// that the same picture always comes out the same. It runs in a worker (layout.worker.ts), as it may take seconds.
// Pins are no part of it: who is pinned is moved afterward, and nobody else moves with them.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import { random, seedOf } from './random';

/** An actor to be placed. */
export interface Body {
  id: string;
  /** How far its mark reaches. */
  radius: number;
  /** How wide its label is. */
  label: number;
  /** The group it stands in; null for none. */
  group: string | null;
}

/** How two actors stand to one another: one spring. */
export interface Spring {
  from: string;
  to: string;
  /** From −1 to 1: friends are drawn together, foes pushed apart. */
  net: number;
}

/** What a layout starts from. */
export interface Plan {
  bodies: readonly Body[];
  springs: readonly Spring[];
  /** The groups, in order; two stand side by side, more in a ring. */
  groups: readonly string[];
  /** Width by height of the room. */
  aspect: number;
}

/** Where actors stand. */
export type Places = Record<string, [number, number]>;

interface Item extends SimulationNodeDatum {
  id: string;
  body: Body;
}

interface Link extends SimulationLinkDatum<Item> {
  net: number;
}

/** How many steps a layout takes: fewer for large ones, whose steps are long. */
export function steps(bodies: number): number {
  return bodies <= 400 ? 300 : bodies <= 4_000 ? 160 : 90;
}

/** Runs a layout and calls back from time to time with the share done, 0 to 1. */
export function layout(plan: Plan, progress?: (share: number, places: () => Places) => void): Places {
  const { simulation, items } = prepare(plan);
  const total = steps(plan.bodies.length);
  simulation.alphaDecay(1 - 0.001 ** (1 / total));
  let told = now();
  for (let i = 0; i < total; i++) {
    simulation.tick();
    if (progress && now() - told > 200) {
      told = now();
      progress((i + 1) / total, () => placesOf(items));
    }
  }
  return placesOf(items);
}

function now(): number {
  return globalThis.performance.now();
}

function placesOf(items: readonly Item[]): Places {
  return Object.fromEntries(items.map((i) => [i.id, [round(i.x ?? 0), round(i.y ?? 0)]]));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function prepare(plan: Plan): { simulation: Simulation<Item, Link>; items: Item[] } {
  // The order of actors and ties must not matter.
  const bodies = [...plan.bodies].sort((a, b) => (a.id < b.id ? -1 : 1));
  const springs = [...plan.springs].sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
  const chance = random(seedOf(bodies.map((b) => b.id)));
  const centers = groupCenters(plan);
  const degrees = new Map<string, number>();
  for (const s of springs) for (const id of [s.from, s.to]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const spread = 30 * Math.sqrt(bodies.length);
  const items = bodies.map((body): Item => {
    const center = centers.get(body.group ?? '') ?? { x: 0, y: 0 };
    // An actor starts where its id says, whoever else is there, so that a picture that grows stays much as it was.
    const own = random(seedOf([body.id]));
    return { id: body.id, body, x: center.x + (own() - 0.5) * spread, y: center.y + (own() - 0.5) * spread };
  });
  const known = new Set(items.map((i) => i.id));
  const links = springs.filter((s) => known.has(s.from) && known.has(s.to)).map((s): Link => ({ source: s.from, target: s.to, net: s.net }));
  const grouped = plan.groups.length > 0;
  const large = bodies.length > 400;
  const pull = grouped ? 0.32 : large ? 0.03 : 0.05;
  const simulation = forceSimulation<Item, Link>(items)
    .randomSource(chance)
    .stop()
    .force(
      'springs',
      forceLink<Item, Link>(links)
        .id((i) => i.id)
        .distance((l) => (large ? 40 : length(l.net)))
        .strength((l) => stiffness(l, degrees, grouped)),
    )
    .force('apart', forceManyBody<Item>().strength(large ? -140 : -900).distanceMax(large ? 900 : 800).theta(large ? 1.1 : 0.9))
    .force('x', forceX<Item>((i) => centers.get(i.body.group ?? '')?.x ?? 0).strength((i) => pulls(i, plan, pull).x))
    .force('y', forceY<Item>((i) => centers.get(i.body.group ?? '')?.y ?? 0).strength((i) => pulls(i, plan, pull).y));
  simulation.force('room', forceCollide<Item>((i) => roomOf(i.body, large)).strength(0.9).iterations(large ? 1 : 3));
  return { simulation, items };
}

/** How strongly an actor is drawn to its place across and down. Those in neither of two camps spread along the edge below. */
function pulls(item: Item, plan: Plan, pull: number): { x: number; y: number } {
  const wide = Math.sqrt(plan.aspect);
  if (plan.groups.length === 0) return { x: pull / wide, y: pull * wide };
  if (plan.groups.length > 2) return { x: 0.6, y: 0.6 };
  if (item.body.group !== null || plan.groups.length !== 2) return plan.aspect >= 1 ? { x: pull * 1.3, y: pull * 0.42 } : { x: pull * 0.42, y: pull * 1.3 };
  return plan.aspect >= 1 ? { x: 0.03, y: 0.9 } : { x: 0.9, y: 0.03 };
}

/** How far from others an actor keeps, so that its label has room beside its mark. */
function roomOf(body: Body, large: boolean): number {
  return large ? body.radius + 2 : Math.max(body.radius + 16, Math.min(58, body.label / 2 + 4));
}

/** Friends stand near, those who are neither farther, foes farthest. */
function length(net: number): number {
  return 175 - 75 * net;
}

function stiffness(link: Link, degrees: ReadonlyMap<string, number>, grouped: boolean): number {
  const ends = [link.source, link.target].map((e) => degrees.get(typeof e === 'object' ? e.id : String(e)) ?? 1);
  const base = 1 / Math.min(...ends);
  // A foe is held on a longer, looser spring; in groups, springs give way to the group.
  const sign = link.net >= 0.05 ? 1 : link.net <= -0.05 ? 0.25 : 0.45;
  return base * sign * (grouped ? 0.25 : 0.8);
}

/** Where the groups stand: two side by side (one above the other in a tall room), more in a ring, none in the middle. */
export function groupCenters(plan: Pick<Plan, 'groups' | 'bodies' | 'aspect'>): Map<string, { x: number; y: number }> {
  const out = new Map<string, { x: number; y: number }>();
  const sizes = new Map<string, number>();
  for (const b of plan.bodies) sizes.set(b.group ?? '', (sizes.get(b.group ?? '') ?? 0) + 1);
  const reach = (group: string): number => 62 * Math.sqrt(sizes.get(group) ?? 0) + 50;
  const wide = plan.aspect >= 1;
  const present = plan.groups.filter((g) => sizes.has(g));
  const loners = sizes.get('') ?? 0;
  if (present.length === 1) out.set(present[0]!, { x: 0, y: 0 });
  if (present.length === 2) {
    const half = (reach(present[0]!) + reach(present[1]!)) / 2 + 50;
    present.forEach((g, i) => {
      const side = (i === 0 ? -1 : 1) * half;
      out.set(g, wide ? { x: side, y: 0 } : { x: 0, y: side * 0.9 });
    });
  }
  if (present.length > 2) {
    const around = present.reduce((sum, g) => sum + 2 * reach(g), 0);
    const radius = Math.max(around / (2 * Math.PI), 220);
    let walked = 0;
    for (const g of present) {
      const angle = ((walked + reach(g)) / around) * 2 * Math.PI - Math.PI / 2;
      walked += 2 * reach(g);
      out.set(g, { x: radius * Math.cos(angle) * Math.sqrt(plan.aspect), y: (radius * Math.sin(angle)) / Math.sqrt(plan.aspect) });
    }
  }
  if (loners > 0 && present.length === 2) {
    // Those who stand in neither of two camps stand below both (beside both in a tall room).
    const deep = Math.max(...present.map(reach)) + 110;
    out.set('', wide ? { x: 0, y: deep } : { x: deep * 0.6, y: 0 });
  } else {
    out.set('', { x: 0, y: 0 });
  }
  return out;
}
