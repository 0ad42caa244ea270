import { useFormat } from '../words/format';
import { useWords } from '../page/words';

interface Point {
  first: string;
  acts: number;
  ties: number;
  friendly: number;
  hostile: number;
}

const WIDTH = 560;
const HEIGHT = 150;
const MIDDLE = 86;
const FOOT = 16;

/** Friendly weights above a line, hostile ones below, a bar a year. */
export function YearChart({ points }: { points: readonly Point[] }) {
  const w = useWords();
  const f = useFormat();
  if (points.length === 0) return null;
  const step = WIDTH / points.length;
  const most = Math.max(0.5, ...points.map((p) => Math.max(p.friendly, -p.hostile)));
  const scale = (MIDDLE - 4) / most;
  const room = HEIGHT - FOOT - MIDDLE;
  const every = Math.ceil(points.length / 8);
  const year = (p: Point) => p.first.slice(0, 4);
  return (
    <>
      <svg className="year-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {points.map((p, i) => {
          const hostile = Math.min(room, -p.hostile * scale);
          return (
            <g key={p.first}>
              <title>{`${year(p)}: ${f.signed(p.friendly)} / ${f.signed(p.hostile)}`}</title>
              <rect className="friendly" x={i * step + 0.5} width={Math.max(1, step - 1)} y={MIDDLE - p.friendly * scale} height={p.friendly * scale} />
              <rect className="hostile" x={i * step + 0.5} width={Math.max(1, step - 1)} y={MIDDLE} height={hostile} />
              {(points.length - 1 - i) % every === 0 && (
                <text x={Math.min(WIDTH - 14, Math.max(14, i * step + step / 2))} y={HEIGHT - 2} textAnchor="middle">
                  {year(p)}
                </text>
              )}
            </g>
          );
        })}
        <line x1="0" x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      </svg>
      <table className="unseen">
        <caption>{w.timeline}</caption>
        <tbody>
          {points.map((p) => (
            <tr key={p.first}>
              <th scope="row">{year(p)}</th>
              <td>{f.signed(p.friendly)}</td>
              <td>{f.signed(p.hostile)}</td>
              <td>{w.relations(p.acts + p.ties)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
