import { describe, expect, it } from "vitest";
import {
  hasRealGraph,
  readRealGraph,
} from "../../../src/core/integrity/graph/real-graphs.test-support.ts";
import { adapt, type Detector } from "./adapt.ts";
import { Looking, mutual, read } from "./looking.test-support.ts";
import { overlayAttention } from "./overlay.ts";
import { ATTACKER } from "./truth.ts";

describe("attention laid over a real graph", () => {
  it.skipIf(!hasRealGraph("wiki-vote"))("keeps the votes and adds a ring of thirty", () => {
    const edges = readRealGraph("wiki-vote");
    const community = overlayAttention(edges, { seed: 2 });
    const looking = new Looking(community);
    const own = looking.ties.filter(({ traded }) => !traded);
    expect(own).toHaveLength(edges.from.length);
    expect(community.truth.label.filter((label) => label === ATTACKER)).toHaveLength(30);
    const places = new Set(Array.from(edges.from, (from, row) => from * 1e5 + edges.to[row]!));
    expect(own.every(({ from, to }) => places.has(from * 1e5 + to))).toBe(true);
    expect(Looking.part(own, read)).toBeGreaterThan(0.35);
    expect(Looking.part(looking.within("follow-ring"), read)).toBe(0);
  });

  it.skipIf(!hasRealGraph("bitcoin-otc"))(
    "keeps the times of trust that is fast and mutual",
    () => {
      const edges = readRealGraph("bitcoin-otc");
      const { ties } = new Looking(overlayAttention(edges, { seed: 2, ring: 0 }));
      expect(ties).toHaveLength(edges.from.length);
      expect(Looking.part(ties, mutual)).toBeGreaterThan(0.6);
      const fast = ties.filter(({ at, backAt }) => Math.abs((backAt ?? 1e9) - at) < 1 / 24);
      expect(fast.length / ties.length).toBeGreaterThan(0.3);
    },
  );
});

describe("an attacker who learns", () => {
  const community = { seed: 3, people: 300, days: 60, groups: [] };

  it("hides no more than the detector makes it, and better the harder it is", () => {
    const blind: Detector = () => ({ flagged: [], discount: () => 0 });
    const free = adapt({ kind: "follow-ring", detector: blind, tries: 14, community });
    expect(free.profit).toBeGreaterThan(free.profits[0]!);
    expect(free.knobs.cover.living).toBeLessThan(0.4);
    const watched = adapt({ kind: "follow-ring", detector: unreadTies, tries: 24, community });
    expect(watched.profit).toBeGreaterThan(watched.profits[0]!);
    expect(watched.profit).toBeLessThan(free.profit);
    expect(watched.knobs.cover.tokens).toBeGreaterThan(free.knobs.cover.tokens);
  });
});

/** A detector that lets pass whatever was opened once. */
const unreadTies: Detector = ({ accounts, stories, reads }) => {
  const size = accounts.ids.length;
  const opened = new Set(
    Array.from(reads.reader, (reader, row) => reader * size + stories.author[reads.story[row]!]!),
  );
  const discount = (from: number, to: number) => (opened.has(from * size + to) ? 0 : 1);
  return { flagged: [], discount };
};
