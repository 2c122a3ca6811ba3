import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { secondsMaxOf } from "../../../src/core/reading/attention.ts";
import { writeCommunity, writeTruth } from "./files.ts";
import { Looking, mutual, read } from "./looking.test-support.ts";
import { type Community, simulate, simulatedDays } from "./simulate.ts";
import { ATTACKS, GROUPS, HONEST } from "./truth.ts";

const SMALL = { seed: 4, people: 700, days: 90 };
/** Of `SMALL`. Whoever changes the community changes what every detector is judged by. */
const FROZEN = "0691b5bd1efecfa1";

const whole = simulate({ seed: 1 });
const { events, truth } = whole;

describe("a simulated community", () => {
  it("is the same for the same seed and another for another", () => {
    expect(checksum(simulate(SMALL))).toBe(checksum(simulate(SMALL)));
    expect(checksum(simulate({ ...SMALL, seed: 5 }))).not.toBe(checksum(simulate(SMALL)));
  });

  it("has not been changed since detectors were first tuned on it", () => {
    expect(checksum(simulate(SMALL))).toBe(FROZEN);
  });

  it("can be watched day by day and comes to the same", () => {
    let reads = 0;
    let days = 0;
    for (const { world } of simulatedDays(SMALL)) {
      expect(world.reads.at.length).toBeGreaterThanOrEqual(reads);
      reads = world.reads.at.length;
      days += 1;
    }
    expect(days).toBe(SMALL.days);
    expect(reads).toBe(simulate(SMALL).events.reads.at.length);
  });

  it("has 13,000 accounts, about a million events, every attack and every honest group", () => {
    const lists = [events.follows, events.reads, events.claps, events.responses, events.shown!];
    const rows = lists.reduce((sum, { at }) => sum + at.length, 0);
    expect(events.accounts.ids.length).toBeGreaterThan(12_500);
    expect(events.accounts.ids.length).toBeLessThan(13_500);
    expect(rows).toBeGreaterThan(850_000);
    expect(rows).toBeLessThan(1_300_000);
    const kinds = new Set(truth.groups.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([...ATTACKS, ...GROUPS].sort());
    expect(whole.texts.length).toBe(events.responses.at.length);
  });

  it("names accounts by any 32-bit integers, each once", () => {
    const ids = new Set(events.accounts.ids);
    expect(ids.size).toBe(events.accounts.ids.length);
    expect(Math.min(...ids)).toBeLessThan(-2_000_000_000);
    expect(Math.max(...ids)).toBeGreaterThan(2_000_000_000);
  });

  it("lets nobody act before they joined, follow themselves or read what is not out", () => {
    const { follows, reads, accounts, stories, shown, claps, responses } = events;
    const early = (who: Int32Array, at: Float64Array) =>
      at.filter((instant, row) => instant < accounts.joined[who[row]!]!).length;
    expect(early(follows.follower, follows.at) + early(follows.followee, follows.at)).toBe(0);
    for (const { reader, story, at } of [reads, shown!, claps, responses]) {
      expect(early(reader, at)).toBe(0);
      expect(at.filter((instant, row) => instant < stories.published[story[row]!]!)).toHaveLength(
        0,
      );
    }
    expect(
      follows.at.filter((_, row) => follows.follower[row] === follows.followee[row]).length,
    ).toBe(0);
    expect(follows.at.filter((at, row) => follows.unfollowedAt[row]! <= at).length).toBe(0);
  });

  it("can have people whose reading nobody records, though they clap and follow", () => {
    const { reads, claps } = simulate({ ...SMALL, attacks: [], groups: [], unseen: 1 }).events;
    expect(reads.at).toHaveLength(0);
    expect(claps.at.length).toBeGreaterThan(100);
  });

  it("counts seconds as the house does", () => {
    const { reads, stories } = events;
    const over = reads.seconds.filter(
      (seconds, row) =>
        seconds < 1 ||
        seconds !== Math.round(seconds) ||
        seconds > secondsMaxOf(stories.expectedSeconds[reads.story[row]!]!),
    );
    expect(over).toHaveLength(0);
    expect(reads.coverage.filter((coverage) => !(coverage > 0 && coverage <= 1))).toHaveLength(0);
  });
});

describe("its ordinary people", () => {
  const looking = new Looking(whole);
  const ordinary = looking.ties.filter(
    ({ from }) => truth.group[from] === -1 && truth.label[from] === HONEST,
  );

  it("follow few who are followed by many, and mostly read whom they follow, before and after", () => {
    const followers = new Int32Array(events.accounts.ids.length);
    for (const { to } of ordinary) followers[to]! += 1;
    const sorted = [...followers].sort((a, b) => b - a);
    const most = sorted.slice(0, Math.round(sorted.length / 100));
    const part = most.reduce((sum, count) => sum + count, 0) / ordinary.length;
    expect(part).toBeGreaterThan(0.3);
    expect(Looking.part(ordinary, read)).toBeGreaterThan(0.65);
    expect(Looking.part(ordinary, ({ readsBefore }) => readsBefore > 0)).toBeGreaterThan(0.3);
    expect(Looking.part(ordinary, ({ readsAfter }) => readsAfter > 0)).toBeGreaterThan(0.4);
    expect(Looking.part(ordinary, mutual)).toBeGreaterThan(0.02);
  });

  it("differ in how much they read by far, and leave one story in four early", () => {
    const { reads } = events;
    const counts = new Int32Array(events.accounts.ids.length);
    for (const reader of reads.reader) counts[reader]! += 1;
    const sorted = [...counts].sort((a, b) => b - a);
    expect(sorted[Math.round(sorted.length / 100)]!).toBeGreaterThan(
      12 * sorted[sorted.length >> 1]!,
    );
    const left = reads.coverage.filter((coverage) => coverage < 0.5).length / reads.at.length;
    expect(left).toBeGreaterThan(0.08);
    expect(left).toBeLessThan(0.4);
  });

  it("come at hours of their own", () => {
    const byHour = new Int32Array(24);
    for (const at of events.reads.at) byHour[Math.floor((at % 1) * 24)]! += 1;
    expect(Math.max(...byHour)).toBeGreaterThan(3 * Math.min(...byHour));
  });
});

describe("its files", () => {
  it("hold every row under the headers of the interface, and the truth beside them", () => {
    const folder = mkdtempSync(join(tmpdir(), "earnest-community-"));
    const small = simulate(SMALL);
    writeCommunity(folder, small);
    writeTruth(join(folder, "truth"), small);
    const lines = (name: string) => readFileSync(join(folder, `${name}.csv`), "utf8").split("\n");
    const { accounts, stories, follows, reads, claps, responses, shown } = small.events;
    expect(lines("accounts")[0]).toBe("id,joined,member,author");
    expect(lines("stories")[0]).toBe("id,author,published,expected_seconds");
    expect(lines("follows")[0]).toBe("follower,followee,at,unfollowed_at");
    expect(lines("reads")[0]).toBe("reader,story,at,seconds,coverage");
    expect(lines("claps")[0]).toBe("reader,story,at,count");
    expect(lines("responses")[0]).toBe("reader,story,at,text");
    expect(lines("shown")[0]).toBe("reader,story,at");
    expect(lines("accounts")).toHaveLength(accounts.ids.length + 2);
    expect(lines("stories")).toHaveLength(stories.ids.length + 2);
    for (const [name, list] of Object.entries({ follows, reads, claps, responses, shown: shown! }))
      expect(lines(name)).toHaveLength(list.at.length + 2);
    expect(lines("follows")[1]!.split(",").slice(0, 2).map(Number)).toEqual([
      accounts.ids[follows.follower[0]!],
      accounts.ids[follows.followee[0]!],
    ]);
    const traded = lines("truth/ties").filter((line) => line.endsWith(",1")).length;
    expect(traded).toBe(small.truth.traded.filter((one) => one === 1).length);
    rmSync(folder, { recursive: true });
  });
});

function checksum({ events, texts, truth }: Community): string {
  const hash = createHash("sha256");
  const lists = [events.accounts, events.stories, events.follows, events.reads, events.claps];
  for (const list of [...lists, events.responses, events.shown!, truth.collusive])
    for (const column of Object.values(list)) hash.update(new Uint8Array(column.buffer));
  for (const column of [truth.label, truth.group, truth.traded])
    hash.update(new Uint8Array(column.buffer));
  return hash.update(texts.join("\n")).digest("hex").slice(0, 16);
}
