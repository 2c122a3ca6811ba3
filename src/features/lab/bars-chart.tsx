/** Amounts beside each other: a thick ink line for each, its figure at its end. */
import { scaleLinear } from "d3-scale";

export interface Bar {
  label: string;
  /** What the length stands for. */
  value: number;
  /** The figure as it is written. */
  figure: string;
}

export interface BarMark {
  value: number;
  label: string;
}

export interface BarsChartProps {
  /** What the picture shows, for who cannot see it; a table with the figures stands behind it. */
  title: string;
  bars: readonly Bar[];
  /** A dashed line to measure the bars by, or null. */
  mark: BarMark | null;
}

const WIDTH = 680;
const LABEL_END = 150;
const FIGURE_ROOM = 110;
const ROW = 30;
const HEAD = 26;

export function BarsChart({ title, bars, mark }: BarsChartProps) {
  const most = Math.max(mark?.value ?? 0, ...bars.map(({ value }) => value));
  const x = scaleLinear([0, most], [LABEL_END, WIDTH - FIGURE_ROOM]).nice();
  const height = HEAD + bars.length * ROW;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={title}>
      <line class="grid" x1={LABEL_END} x2={LABEL_END} y1={HEAD} y2={height} />
      {bars.map(({ label, value, figure }, index) => {
        const y = HEAD + index * ROW + ROW / 2;
        return (
          <g key={label}>
            <text x={LABEL_END - 10} y={y + 4} text-anchor="end">
              {label}
            </text>
            <line class="ink thick" x1={LABEL_END} x2={x(value)} y1={y} y2={y} />
            <text class="numeric" x={x(value) + 8} y={y + 4}>
              {figure}
            </text>
          </g>
        );
      })}
      {mark !== null && <MarkLine at={Math.round(x(mark.value))} to={height} label={mark.label} />}
    </svg>
  );
}

function MarkLine({ at, to, label }: { at: number; to: number; label: string }) {
  return (
    <>
      <line class="ink quiet" x1={at} x2={at} y1={HEAD - 4} y2={to} />
      <text class="axis" x={at + 4} y={HEAD - 10}>
        {label}
      </text>
    </>
  );
}
