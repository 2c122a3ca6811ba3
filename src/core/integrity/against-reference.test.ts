import { describe, expect, it } from "vitest";
import { surpriseAgainst } from "./against-reference.ts";
import { CHANNELS, type Channel } from "./channels.ts";

/** One account of stratum 2, with the values given and 0 elsewhere, against one tail for every channel. */
function surprise(values: Partial<Record<Channel, number>>) {
  const reference = CHANNELS.map((channel) => ({
    ...{ channel, stratum: 2, together: [2], size: 1000, trimmed: 3 },
    ...{ tailFrom: 1, tailMean: 0.5, tailPart: 0.05 },
  }));
  const columns = CHANNELS.map((channel) => Float64Array.of(values[channel] ?? 0));
  return surpriseAgainst(reference, { values: columns, stratum: Uint8Array.of(2) }, 0);
}

describe("an account against what was measured of everybody", () => {
  it("is not surprising below the tails", () => {
    expect(surprise({ "follow-trading": 1 }).surprise).toBe(0);
  });

  it("is as surprising as its rarest channel, a fifth of the next, less the chances it has", () => {
    const found = surprise({ "follow-trading": 6, circulation: 3.5 });
    const [top, second] = [-Math.log(0.05) + 10, -Math.log(0.05) + 5];
    expect(found.channel).toBe("follow-trading");
    expect(found.surprise).toBeCloseTo(top + 0.2 * second - Math.log(7), 10);
  });

  it("is nobody's case for a burst alone", () => {
    expect(surprise({ burst: 1000 }).surprise).toBe(0);
  });
});
