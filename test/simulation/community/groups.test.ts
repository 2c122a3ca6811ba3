import { describe, expect, it } from "vitest";
import { Looking, median, mutual, read, readWell } from "./looking.test-support.ts";
import { simulate } from "./simulate.ts";
import { HONEST } from "./truth.ts";

const community = simulate({ seed: 21, people: 3000, attacks: [], groupScale: 3.5 });
const looking = new Looking(community);
const { events, truth } = community;

describe("honest groups", () => {
  it("are honest, every one", () => {
    expect(truth.label.every((label) => label === HONEST)).toBe(true);
    expect(truth.collusive.from).toHaveLength(0);
  });

  it("a writers' circle is mutual over weeks, and each reads nearly all of the others", () => {
    const ties = looking.within("writers-circle");
    expect(Looking.part(ties, mutual)).toBeGreaterThan(0.7);
    expect(Looking.part(ties, readWell)).toBeGreaterThan(0.85);
  });

  it("a class follows each other within three days, before anything is read, and reads then", () => {
    for (const members of looking.groups("class-cohort")) {
      const own = new Set(members);
      const ties = looking.ties.filter(({ from, to }) => own.has(from) && own.has(to));
      const times = ties.map(({ at }) => at).sort((a, b) => a - b);
      expect(times[Math.floor(times.length * 0.9)]! - times[0]!).toBeLessThan(3);
      expect(ties.length / members.length ** 2).toBeGreaterThan(0.6);
    }
    const ties = looking.within("class-cohort");
    expect(Looking.part(ties, mutual)).toBeGreaterThan(0.7);
    expect(Looking.part(ties, ({ readsBefore }) => readsBefore > 0)).toBeLessThan(0.15);
    expect(Looking.part(ties, read)).toBeGreaterThan(0.6);
  });

  it("a publication's editors read what their writers write", () => {
    expect(Looking.part(looking.within("publication-staff"), readWell)).toBeGreaterThan(0.75);
  });

  it("a superfan gives four fifths of the reading to one author", () => {
    const { reads, stories } = events;
    const shares = looking.groups("superfan").map(([fan]) => {
      const counts = new Map<number, number>();
      for (const [row, reader] of reads.reader.entries()) {
        const author = stories.author[reads.story[row]!]!;
        if (reader === fan) counts.set(author, (counts.get(author) ?? 0) + 1);
      }
      const all = [...counts.values()];
      return Math.max(0, ...all) / all.reduce((sum, count) => sum + count, 0);
    });
    expect(median(shares)).toBeGreaterThan(0.7);
    expect(median(shares)).toBeLessThan(0.95);
  });

  it("a viral story gives its author a crowd of followers within two days, who read it", () => {
    for (const [author] of looking.groups("viral-burst")) {
      const ties = looking.ties.filter(({ to }) => to === author);
      const times = ties.map(({ at }) => at).sort((a, b) => a - b);
      const busiest = Math.max(
        ...times.map((from) => times.filter((at) => at >= from && at < from + 2).length),
      );
      expect(busiest).toBeGreaterThan(60);
      expect(Looking.part(ties, read)).toBeGreaterThan(0.9);
    }
  });

  it("a household is here at the same hours, mutual at once, and reads", () => {
    const ties = looking.within("household");
    expect(Looking.part(ties, mutual)).toBeGreaterThan(0.9);
    const fast = ties.filter(({ at, backAt }) => Math.abs((backAt ?? 1e9) - at) < 0.2);
    expect(fast.length / ties.length).toBeGreaterThan(0.8);
    expect(Looking.part(ties, read)).toBeGreaterThan(0.35);
  });

  it("a team reads and writes about one thing, mostly each other's", () => {
    const ties = looking.within("topic-team");
    expect(Looking.part(ties, mutual)).toBeGreaterThan(0.6);
    expect(Looking.part(ties, readWell)).toBeGreaterThan(0.7);
  });

  it("reformed traders traded early, took most of it back and read what they kept", () => {
    const ties = looking.within("reformed-trader").filter((tie) => tie.traded);
    expect(Math.max(...ties.map(({ at }) => at))).toBeLessThan(40);
    expect(Looking.part(ties, ({ lasts }) => !lasts)).toBeGreaterThan(0.6);
    const kept = ties.filter(({ lasts }) => lasts);
    expect(Looking.part(kept, readWell)).toBeGreaterThan(0.6);
  });
});
