/** The engine on made-up communities: who is found, who is left alone, and what it does not depend on. */
import { describe, expect, it } from "vitest";
import { worldFigures } from "../../bench/integrity/world-figures.ts";
import type { Events } from "../../src/core/integrity/events.ts";
import { type ScoreOptions, scoreEvents } from "../../src/core/integrity/score.ts";
import { Chance } from "./community/chance.ts";
import { type Community, type Options, simulate } from "./community/simulate.ts";

const SMALL = { people: 1500, days: 160 };

function judged(options: Options, score: ScoreOptions = {}) {
  const community = simulate({ ...SMALL, ...options });
  const scores = scoreEvents(community.events, { texts: community.texts, ...score });
  const groups = scores.groups.filter(({ released }) => !released);
  const figures = worldFigures(community, { ...scores, tie: scores.ties.q, groups });
  return { community, scores, figures };
}

describe("the integrity engine", () => {
  it.each(["none", "half", "full"] as const)("finds traders under camouflage %s", (camouflage) => {
    const { figures } = judged({ seed: 1301, camouflage });
    expect(figures.auc).toBeGreaterThan(0.985);
    expect(figures.recall).toBeGreaterThan(0.8);
    expect(figures.tieAuc).toBeGreaterThan(0.96);
    expect(figures.honestFlagged).toBeLessThan(0.004);
    expect(figures.honestGroupsNamed).toBe(0);
  });

  it("flags next to nobody where everybody is honest", () => {
    const { figures, scores } = judged({ seed: 1302, attacks: [], groupScale: 3 });
    expect(figures.honestFlagged).toBeLessThan(0.002);
    expect(scores.pairs.from.length).toBeLessThan(20);
  });

  it("judges nobody, and no tie, where no attention is on record", () => {
    const { community } = judged({ seed: 1303 });
    const none = { reader: new Int32Array(), story: new Int32Array() };
    const column = new Float64Array();
    const reads = { ...none, at: column, seconds: column, coverage: column };
    const scores = scoreEvents({ ...community.events, reads, shown: null });
    expect(scores.enoughEvidence).toBe(false);
    expect(scores.flagged.every((one) => one === 0)).toBe(true);
    expect(scores.groups).toEqual([]);
    expect(new Set(scores.ties.class)).toEqual(new Set([1]));
  });

  it("gives the same whatever the order of the events", () => {
    const { community, scores } = judged({ seed: 1304 });
    const mixed = shuffled(community);
    const again = scoreEvents(mixed.events, { texts: mixed.texts });
    for (const [account, one] of scores.surprise.entries())
      expect(again.surprise[account]).toBeCloseTo(one, 6);
  });

  it("takes a channel out when it is told to", () => {
    const without = new Set(["mechanical-reading" as const]);
    const options: Options = { seed: 1305, camouflage: "none", attacks: ["read-farm"] };
    const farm = (score: ScoreOptions) => judged(options, score).figures.attacks["read-farm"]!;
    expect(farm({}).flagged).toBeGreaterThan(0.8);
    expect(farm({ without }).flagged).toBeLessThan(farm({}).flagged);
  });
});

/** The rows of every list in another order, stories and accounts as they were. */
function shuffled({ events, texts }: Community): { events: Events; texts: string[] } {
  const chance = new Chance(7);
  const mix = <Columns extends { at: Float64Array }>(columns: Columns) => {
    const order = chance.shuffle(Array.from(columns.at.keys()));
    const mixed = Object.entries(columns).map(([name, column]) => [
      name,
      (column as Float64Array).map((_, row) => (column as Float64Array)[order[row]!]!),
    ]);
    return { mixed: Object.fromEntries(mixed) as Columns, order };
  };
  const responses = mix(events.responses);
  return {
    events: {
      ...events,
      follows: mix(events.follows).mixed,
      reads: mix(events.reads).mixed,
      claps: mix(events.claps).mixed,
      responses: responses.mixed,
      shown: mix(events.shown!).mixed,
    },
    texts: responses.order.map((row) => texts[row]!),
  };
}
