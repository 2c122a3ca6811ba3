/** Amounts before and after: a line for each author, named at both ends. */
import { scaleLinear } from "d3-scale";

export interface Slope {
  label: string;
  before: number;
  after: number;
  beforeFigure: string;
  afterFigure: string;
}

export interface SlopeChartProps {
  title: string;
  beforeLabel: string;
  afterLabel: string;
  slopes: readonly Slope[];
}

const WIDTH = 680;
const LEFT = 230;
const RIGHT = 450;
const HEAD = 34;
/** Names closer than this would stand on each other. */
const LINE = 18;

export function SlopeChart({ title, beforeLabel, afterLabel, slopes }: SlopeChartProps) {
  const height = HEAD + Math.max(8, slopes.length + 2) * LINE;
  const most = Math.max(1, ...slopes.flatMap(({ before, after }) => [before, after]));
  const y = scaleLinear([0, most], [height - LINE, HEAD + LINE]).nice();
  const beforeAt = spread(slopes.map(({ before }) => y(before)));
  const afterAt = spread(slopes.map(({ after }) => y(after)));
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title}>
      {[LEFT, RIGHT].map((x) => (
        <line key={x} class="grid" x1={x} x2={x} y1={HEAD} y2={height} />
      ))}
      <text class="axis" x={LEFT} y={HEAD - 12} text-anchor="end">
        {beforeLabel}
      </text>
      <text class="axis" x={RIGHT} y={HEAD - 12}>
        {afterLabel}
      </text>
      {slopes.map(({ label, before, after, beforeFigure, afterFigure }, index) => (
        <g key={label}>
          <line class="ink" x1={LEFT} x2={RIGHT} y1={y(before)} y2={y(after)} />
          <circle class="end" cx={LEFT} cy={y(before)} r={2.5} />
          <circle class="end" cx={RIGHT} cy={y(after)} r={2.5} />
          <text class="numeric" x={LEFT - 10} y={(beforeAt[index] ?? 0) + 4} text-anchor="end">
            {label} {beforeFigure}
          </text>
          <text class="numeric" x={RIGHT + 10} y={(afterAt[index] ?? 0) + 4}>
            {afterFigure} {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** The heights of labels, in the order given: each near its own, none on another, from below upward. */
function spread(heights: readonly number[]): number[] {
  const order = heights
    .map((_, index) => index)
    .sort((a, b) => (heights[b] ?? 0) - (heights[a] ?? 0));
  const placed = [...heights];
  let free = Number.POSITIVE_INFINITY;
  for (const index of order) {
    placed[index] = Math.min(heights[index] ?? 0, free);
    free = (placed[index] ?? 0) - LINE;
  }
  return placed;
}
