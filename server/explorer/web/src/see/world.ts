// The shapes of states and where actors stand on the map. Shapes come from world-atlas (Natural Earth, 1:50 million; at
// 1:110 million Cabo Verde and other small states are missing), and are loaded when a map is opened. Their borders are
// those in fact, whoever disputes them; the map says so.
import { geoCentroid, geoEqualEarth, geoPath, type GeoPath, type GeoProjection } from 'd3-geo';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { SeenActor } from '../data/subgraph';

/** A point on the earth, in degrees. */
export interface Seat {
  latitude: number;
  longitude: number;
}

/** A state's shape. */
export type Shape = Feature<Geometry, { name: string }>;

/** Shapes of states that have no ISO number: the id of the actor by the name in the atlas. */
const withoutNumber: Readonly<Record<string, string>> = { Kosovo: 'kosovo', 'N. Cyprus': 'northern-cyprus', Somaliland: 'somaliland' };

/** The key by which an actor finds its shape: the ISO number in three digits, or its id where the shape has no number. */
export function shapeKey(actor: Pick<SeenActor, 'id' | 'isoNumeric'>): string {
  return Object.values(withoutNumber).includes(actor.id) ? actor.id : (actor.isoNumeric ?? '');
}

/** Reads the atlas: each shape by its key, and those without one. */
export function shapes(atlas: Topology): { byKey: Map<string, Shape>; all: Shape[] } {
  const countries = atlas.objects['countries'] as GeometryCollection<{ name: string }> | undefined;
  if (!countries) throw new Error('BUG: the atlas has no countries');
  const all = (feature(atlas, countries) as FeatureCollection<Geometry, { name: string }>).features;
  const byKey = new Map<string, Shape>();
  for (const shape of all) {
    const key = shape.id === undefined ? withoutNumber[shape.properties.name] : String(shape.id).padStart(3, '0');
    // Two shapes share Australia's number; the first, its mainland, has it.
    if (key !== undefined && !byKey.has(key)) byKey.set(key, shape);
  }
  return { byKey, all };
}

/** Where an actor stands: at its seat, else in the middle of its shape; null if neither is known. */
export function whereabouts(actor: SeenActor, byKey: ReadonlyMap<string, Shape>): Seat | null {
  if (actor.seat) return actor.seat;
  const shape = byKey.get(shapeKey(actor));
  if (!shape) return null;
  const [longitude, latitude] = geoCentroid(shape);
  return { latitude, longitude };
}

/** The least part of the world that is shown, in degrees: a single actor does not fill the page. */
const least = 18;

/** A projection that fits the places into the room; the whole world if there are none. Equal Earth: areas are true. */
export function projectionFor(places: readonly Seat[], width: number, height: number, margin: { side: number; top: number; bottom: number }): GeoProjection {
  const projection = geoEqualEarth();
  if (places.length === 0) return projection.fitExtent([[8, 8], [width - 8, height - 8]], { type: 'Sphere' });
  const longitudes = places.map((p) => p.longitude);
  const latitudes = places.map((p) => p.latitude);
  const widen = (values: number[], by: number): [number, number] => {
    const low = Math.min(...values);
    const high = Math.max(...values);
    const more = Math.max(0, by - (high - low)) / 2;
    return [low - more, high + more];
  };
  const [west, east] = widen(longitudes, least);
  const [south, north] = widen(latitudes, least);
  projection.rotate([-(west + east) / 2, 0]);
  const corners = [west, (west + east) / 2, east].flatMap((x) => [Math.max(-89, south), Math.min(89, north)].map((y): [number, number] => [x, y]));
  return projection.fitExtent([[margin.side, margin.top], [width - margin.side, Math.max(margin.top + 40, height - margin.bottom)]], { type: 'MultiPoint', coordinates: corners });
}

/** Draws shapes, cut at the edges of a room with so much margin: what lies far outside costs nothing. */
export function pathsIn(projection: GeoProjection, width: number, height: number, margin: number): GeoPath {
  return geoPath(projection.clipExtent([[-margin, -margin], [width + margin, height + margin]]));
}
