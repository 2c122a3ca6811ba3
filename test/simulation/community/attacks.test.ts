import { describe, expect, it } from "vitest";
import { normalised } from "./attack-words.test-support.ts";
import { Looking, median, mutual, read, readWell } from "./looking.test-support.ts";
import type { Camouflage } from "./plot.ts";
import { type Community, simulate } from "./simulate.ts";
import { ATTACKER, ATTACKS, type AttackKind } from "./truth.ts";

/** A small community with one attack of that kind. */
function attacked(kind: AttackKind, camouflage: Camouflage = "none", care = 0): Community {
  return simulate({ seed: 11, people: 900, days: 200, camouflage, care, attacks: [kind] });
}

const traded = (community: Community) => new Looking(community).ties.filter((tie) => tie.traded);
const plotters = ({ truth }: Community, kind: AttackKind) =>
  truth.groups.find((group) => group.kind === kind)!.members;

function tradedWithin(community: Community, kind: AttackKind) {
  return new Looking(community).within(kind).filter((tie) => tie.traded);
}

describe("an attack", () => {
  it("of any kind is put down as what it is", () => {
    for (const kind of ATTACKS) {
      const community = attacked(kind);
      const members = plotters(community, kind);
      expect(members.every((member) => community.truth.label[member] === ATTACKER)).toBe(true);
      expect(members.length).toBeGreaterThan(5);
      expect(community.truth.collusive.from.length).toBeGreaterThan(10);
    }
  });

  it("without camouflage reads nothing, with it reads tokens, and its people live ordinary lives", () => {
    const parts = (["none", "half", "full"] as const).map((camouflage) =>
      Looking.part(tradedWithin(attacked("follow-ring", camouflage), "follow-ring"), read),
    );
    expect(parts[0]).toBe(0);
    expect(parts[1]).toBeGreaterThan(0.15);
    expect(parts[2]).toBeGreaterThan(parts[1]! + 0.15);
    const full = attacked("follow-ring", "full");
    const members = new Set(plotters(full, "follow-ring"));
    const { reads, stories } = full.events;
    const others = reads.seconds.filter(
      (_, row) =>
        members.has(reads.reader[row]!) && !members.has(stories.author[reads.story[row]!]!),
    );
    expect(others.length / members.size).toBeGreaterThan(10);
    const token = reads.seconds.filter(
      (_, row) =>
        members.has(reads.reader[row]!) && members.has(stories.author[reads.story[row]!]!),
    );
    expect(median([...token])).toBeGreaterThanOrEqual(31);
    expect(median([...token])).toBeLessThanOrEqual(66);
  });

  it("uses new accounts without camouflage and old ones with it", () => {
    const age = (camouflage: Camouflage) => {
      const community = attacked("follow-ring", camouflage);
      const first = Math.min(...tradedWithin(community, "follow-ring").map(({ at }) => at));
      const { joined } = community.events.accounts;
      return median(plotters(community, "follow-ring").map((member) => first - joined[member]!));
    };
    expect(age("none")).toBeLessThan(8);
    expect(age("full")).toBeGreaterThan(20);
  });

  it("is spread out by care", () => {
    const lag = (care: number) =>
      median(
        tradedWithin(attacked("follow-ring", "none", care), "follow-ring")
          .filter(({ at, backAt }) => backAt !== null && backAt > at)
          .map(({ at, backAt }) => backAt! - at),
      );
    expect(lag(1)).toBeGreaterThan(1.2 * lag(0));
  });
});

describe("each kind of attack", () => {
  it("a ring follows each other within days, nearly all of it mutually", () => {
    const ties = tradedWithin(attacked("follow-ring"), "follow-ring");
    const times = ties.map(({ at }) => at).sort((a, b) => a - b);
    expect(times.at(-1)! - times[0]!).toBeLessThan(10);
    expect(Looking.part(ties, mutual)).toBeGreaterThan(0.85);
  });

  it("a slow ring takes months over the same", () => {
    const ties = tradedWithin(attacked("slow-drip"), "slow-drip");
    const times = ties.map(({ at }) => at).sort((a, b) => a - b);
    const middle =
      times[Math.floor(times.length * 0.95)]! - times[Math.floor(times.length * 0.05)]!;
    expect(middle).toBeGreaterThan(45);
    expect(Looking.part(ties, mutual)).toBeGreaterThan(0.85);
    const density = ties.length / plotters(attacked("slow-drip"), "slow-drip").length ** 2;
    expect(density).toBeGreaterThan(0.35);
  });

  it("a market has hundreds under one story, each trading with a few", () => {
    const community = attacked("swap-market");
    const members = plotters(community, "swap-market");
    const ties = tradedWithin(community, "swap-market");
    expect(members.length).toBeGreaterThan(150);
    expect(ties.length / members.length ** 2).toBeLessThan(0.15);
    expect(ties.length / members.length).toBeGreaterThan(5);
    const { responses, stories } = community.events;
    const own = new Set(members);
    const counts = new Map<number, number>();
    for (const [row, story] of responses.story.entries())
      if (own.has(responses.reader[row]!)) counts.set(story, (counts.get(story) ?? 0) + 1);
    const [thread, most] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
    expect(most).toBeGreaterThan(0.8 * members.length);
    expect(own.has(stories.author[thread]!)).toBe(true);
  });

  it("a pod claps fifty soon after publication and opens nothing", () => {
    const community = attacked("clap-pod");
    const { claps, stories, reads } = community.events;
    const own = new Set(plotters(community, "clap-pod"));
    const inside = claps.count.filter(
      (_, row) => own.has(claps.reader[row]!) && own.has(stories.author[claps.story[row]!]!),
    );
    expect(inside.length).toBeGreaterThan(50);
    expect(Looking.part([...inside], (count) => count === 50)).toBe(1);
    expect(reads.reader.some((reader) => own.has(reader))).toBe(false);
  });

  it("a reply swap answers with words that fit anywhere", () => {
    const community = attacked("reply-swap");
    const { responses, stories } = community.events;
    const own = new Set(plotters(community, "reply-swap"));
    const texts = community.texts.filter(
      (_, row) =>
        own.has(responses.reader[row]!) && own.has(stories.author[responses.story[row]!]!),
    );
    expect(texts.length).toBeGreaterThan(50);
    expect(new Set(texts).size).toBeLessThan(texts.length / 2);
    expect(median(texts.map((text) => text.length))).toBeLessThan(35);
  });

  it("a farm's puppets pay, open one payee's stories for little over half a minute, and only those", () => {
    const community = attacked("read-farm");
    const [payee, ...puppets] = plotters(community, "read-farm");
    const { accounts, reads, stories } = community.events;
    expect(puppets.every((puppet) => accounts.member[puppet] === 1)).toBe(true);
    const own = new Set(puppets);
    const rows = [...reads.at.keys()].filter((row) => own.has(reads.reader[row]!));
    expect(rows.length).toBeGreaterThan(3 * puppets.length);
    expect(Looking.part(rows, (row) => stories.author[reads.story[row]!] === payee)).toBe(1);
    expect(
      Looking.part(rows, (row) => reads.seconds[row]! >= 31 && reads.seconds[row]! <= 36),
    ).toBe(1);
  });

  it("a chain has follows enough and no two that follow each other", () => {
    const community = attacked("chain");
    const ties = tradedWithin(community, "chain");
    expect(ties.length / plotters(community, "chain").length).toBeGreaterThan(2);
    expect(ties.some(mutual)).toBe(false);
  });

  it("solicitors offer trades under many strangers' stories, and some fall for it", () => {
    const community = attacked("solicitation");
    const { responses, stories } = community.events;
    const own = new Set(plotters(community, "solicitation"));
    const rows = [...responses.at.keys()].filter((row) => own.has(responses.reader[row]!));
    expect(rows.length / own.size).toBeGreaterThan(5);
    expect(
      Looking.part(rows, (row) => /follow|f4f|100/.test(normalised(community.texts[row]!))),
    ).toBe(1);
    expect(new Set(rows.map((row) => stories.author[responses.story[row]!]!)).size).toBeGreaterThan(
      20,
    );
    expect(traded(community).filter(({ from }) => !own.has(from)).length).toBeGreaterThan(0);
  });

  it("traded ties are never read as honest ones are", () => {
    const ties = tradedWithin(attacked("follow-ring", "full"), "follow-ring");
    const honest = new Looking(attacked("follow-ring", "full")).ties.filter((tie) => !tie.traded);
    expect(Looking.part(honest, readWell)).toBeGreaterThan(2.5 * Looking.part(ties, readWell));
  });
});
