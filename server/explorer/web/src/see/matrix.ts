// Who with whom, as a table: the order that brings those together who stand together.
import { pairKey } from './net';

/** A cell of the matrix: how two actors stand to one another; null if nothing is recorded between them. */
export type Net = number | null;

/** The net of each two, from the nets by pair. */
export function cell(nets: ReadonlyMap<string, number>, a: string, b: string): Net {
  return a === b ? null : (nets.get(pairKey(a, b)) ?? null);
}

/**
 * The order of a matrix: bloc by bloc, and in each along the axis on which friends lie near and foes far from one another,
 * so that friendly cells gather at the diagonal. Without blocs, along that axis alone.
 */
export function matrixOrder(ids: readonly string[], nets: ReadonlyMap<string, number>, blocs: ReadonlyMap<string, number>): string[] {
  const sorted = [...ids].sort();
  const place = axis(sorted, nets);
  const bloc = (id: string): number => blocs.get(id) ?? Number.MAX_SAFE_INTEGER;
  return sorted.sort((a, b) => bloc(a) - bloc(b) || (place.get(b) ?? 0) - (place.get(a) ?? 0) || (a < b ? -1 : 1));
}

/** The leading axis of the signed nets (power iteration on the matrix shifted so that its greatest eigenvalue leads). */
export function axis(ids: readonly string[], nets: ReadonlyMap<string, number>): Map<string, number> {
  const index = new Map(ids.map((id, i) => [id, i]));
  const rows: [number, number][][] = ids.map(() => []);
  for (const [key, net] of nets) {
    const [a, b] = key.split('\n').map((id) => index.get(id ?? ''));
    if (a === undefined || b === undefined || a === b) continue;
    rows[a]!.push([b, net]);
    rows[b]!.push([a, net]);
  }
  const shift = Math.max(1, ...rows.map((r) => r.reduce((sum, [, net]) => sum + Math.abs(net), 0)));
  // A start that favors no pair, and is no eigenvector.
  let vector = ids.map((_, i) => 1 + ((i * 0.618034) % 1) - 0.5);
  for (let round = 0; round < 200; round++) {
    const next = vector.map((v, i) => shift * v + rows[i]!.reduce((sum, [j, net]) => sum + net * vector[j]!, 0));
    const size = Math.hypot(...next) || 1;
    vector = next.map((v) => v / size);
  }
  // The sign of an axis is free: the lowest id that lies off its middle lies on its positive side.
  const lead = vector.find((v) => Math.abs(v) > 1e-6) ?? 1;
  return new Map(ids.map((id, i) => [id, lead < 0 ? -vector[i]! : vector[i]!]));
}

/** Where a bloc ends: the indices before which a line is drawn. */
export function borders(order: readonly string[], blocs: ReadonlyMap<string, number>): number[] {
  return order.flatMap((id, i) => (i > 0 && blocs.get(id) !== blocs.get(order[i - 1]!) ? [i] : []));
}
