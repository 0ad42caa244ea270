/** A point of the plane. */
export interface Point {
  x: number;
  y: number;
}
