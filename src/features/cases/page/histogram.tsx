/** Honest accounts by their value in one channel, and where those of the case stand among them. */
import { scaleLinear, scaleSqrt } from "d3-scale";
import type { ChannelEvidence } from "../../../core/integrity/cases/snapshot.ts";
import { CHANNEL_WORDS, count, oneIn } from "../words.ts";

export interface HistogramProps {
  channel: ChannelEvidence;
  /** Who stands out most. */
  name: string;
}

const HEIGHT = 132;
const HEAD = 34;
const BASE = 108;

/** Across in parts of the width, up in pixels: so it is as wide as there is room, and words keep their size. */
export function Histogram({ channel, name }: HistogramProps) {
  const { bins, marks, value, surprise, lookedAtFrom } = channel;
  const [least, most] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? Math.max(1, value)];
  const x = scaleLinear([least, most], [1, 99]).clamp(true);
  // Most honest accounts are at the start; the root keeps the few at the end in sight.
  const y = scaleSqrt([0, Math.max(1, ...bins.map(({ count }) => count))], [0, BASE - HEAD]);
  const at = x(value);
  const end = at > 50 ? "end" : "start";
  const title = `${CHANNEL_WORDS[channel.channel].name}: ${name} stands where ${oneIn(surprise)} honest accounts does.`;
  return (
    <svg class="histogram" width="100%" height={HEIGHT} role="img" aria-label={title}>
      {bins.map(({ from, to, count }) => (
        <rect
          key={from}
          class={count > 0 ? "bar" : "none"}
          x={`${x(from)}%`}
          width={`${Math.max(0, x(to) - x(from) - 0.4)}%`}
          y={BASE - (count > 0 ? Math.max(1.5, y(count)) : 0)}
          height={count > 0 ? Math.max(1.5, y(count)) : 0}
        />
      ))}
      <line class="grid" x1="0%" x2="100%" y1={BASE} y2={BASE} />
      {lookedAtFrom !== null && lookedAtFrom < most && (
        <line
          class="from"
          x1={`${x(lookedAtFrom)}%`}
          x2={`${x(lookedAtFrom)}%`}
          y1={HEAD}
          y2={BASE}
        />
      )}
      {marks.map((mark) => (
        <line
          key={mark.id}
          class="other"
          x1={`${x(mark.value)}%`}
          x2={`${x(mark.value)}%`}
          y1={BASE - 10}
          y2={BASE}
        />
      ))}
      <line class="mark" x1={`${at}%`} x2={`${at}%`} y1={HEAD - 8} y2={BASE} />
      <text x={`${at}%`} y={HEAD - 14} text-anchor={end}>
        {name}, {oneIn(surprise)}
      </text>
      <text class="axis" x="0%" y={HEIGHT - 6}>
        {shortFigure(least)}
      </text>
      <text class="axis" x="100%" y={HEIGHT - 6} text-anchor="end">
        {shortFigure(most)}
      </text>
    </svg>
  );
}

export function shortFigure(value: number): string {
  return Math.abs(value) >= 100 ? count(value) : String(Math.round(value * 100) / 100);
}
