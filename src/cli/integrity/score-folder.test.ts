import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeCommunity } from "../../../test/simulation/community/files.ts";
import { simulate } from "../../../test/simulation/community/simulate.ts";
import { CHANNELS, scoreEvents } from "../../core/integrity/score.ts";
import { readFolder } from "./read-folder.ts";
import { scoreFolder } from "./score-folder.ts";
import { openFolders, SMALL } from "./small-folder.test-support.ts";

const room = openFolders();
const { folder, events } = room;
afterAll(room.close);

async function scored(path: string) {
  const out = folder();
  const report = await scoreFolder({ events: path, out });
  const rows = (name: string) =>
    readFileSync(join(out, `${name}.csv`), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1);
  return { out, report, rows };
}

describe("a community in files", () => {
  it("is read as it was written, to the event", () => {
    const { events: written, texts } = simulate({ seed: 1004, people: 300, days: 60 });
    const path = folder();
    writeCommunity(path, {
      events: written,
      texts,
      truth: simulate({ seed: 1, people: 2, days: 9 }).truth,
    });
    const read = readFolder(path);
    expect(read.texts).toEqual(texts);
    expect(read.rows.reads).toBe(written.reads.at.length);
    const near = (one: Float64Array, other: Float64Array) =>
      one.length === other.length &&
      one.every((at, row) => at === other[row] || Math.abs(at - other[row]!) <= 0.000005001);
    const { accounts, stories, follows } = read.events;
    expect(accounts.ids).toEqual(written.accounts.ids);
    expect(accounts.author).toEqual(written.accounts.author);
    expect(stories.author).toEqual(written.stories.author);
    expect(follows.followee).toEqual(written.follows.followee);
    expect(near(follows.at, written.follows.at)).toBe(true);
    expect(near(follows.unfollowedAt, written.follows.unfollowedAt)).toBe(true);
    expect(read.events.reads.story).toEqual(written.reads.story);
    expect(read.events.reads.seconds).toEqual(written.reads.seconds);
    expect(read.events.reads.coverage).toEqual(written.reads.coverage);
    expect(read.events.claps.count).toEqual(written.claps.count);
    expect(read.events.shown?.reader).toEqual(written.shown?.reader);
  });

  it("gets a row for every account and every follow, in their order, under the headers that are described", async () => {
    const { out, report } = await scored(events());
    expect(readdirSync(out).sort()).toEqual([
      ...["accounts.csv", "groups.csv", "pairs.csv", "report.json", "ties.csv"],
    ]);
    const lines = (name: string) => readFileSync(join(out, name), "utf8").split("\n");
    expect(lines("accounts.csv")[0]).toBe("id,surprise,channel,flagged");
    expect(
      lines("accounts.csv")
        .slice(1)
        .map((line) => line.split(",")[0]),
    ).toEqual([...["1", "-2", "3", ""]]);
    expect(lines("ties.csv")[0]).toBe("follower,followee,q,class");
    expect(
      lines("ties.csv")
        .slice(1, -1)
        .map((line) => line.split(",").slice(0, 2).join(" ")),
    ).toEqual(["3 1", "3 -2", "1 -2"]);
    expect(lines("groups.csv")[0]).toBe("group,account");
    expect(lines("pairs.csv")[0]).toBe("from,to,discount");
    expect(JSON.parse(readFileSync(join(out, "report.json"), "utf8"))).toEqual(report);
    expect(report.counts.rows).toMatchObject({ accounts: 3, follows: 3, reads: 2, shown: 0 });
    expect(Object.keys(report.calibration)).toEqual(["all", ...CHANNELS]);
    expect(report.until).toBe(9.5);
  });
});

describe("what the engine found", () => {
  it("is written for each account, tie, group that is not released, and pair with a discount", async () => {
    const out = folder();
    await scoreFolder({
      events: events(),
      out,
      score: (given) => {
        const nothing = scoreEvents(given);
        return {
          ...nothing,
          surprise: Float64Array.of(0, 12.3456789, 1.5),
          channel: Uint8Array.of(0, 3, 5),
          flagged: Uint8Array.of(0, 1, 0),
          ties: {
            ...nothing.ties,
            q: Float64Array.of(0.1, 0.9999999999, 0.5),
            class: Uint8Array.of(0, 2, 1),
          },
          groups: [
            {
              accounts: Int32Array.of(0, 2),
              surprise: 1,
              released: true,
              alsoLooksLike: "a class",
            },
            { accounts: Int32Array.of(0, 1), surprise: 9, released: false, alsoLooksLike: null },
          ],
          pairs: {
            from: Int32Array.of(0, 1),
            to: Int32Array.of(1, 2),
            discount: Float64Array.of(0.75, 0),
          },
        };
      },
    });
    const text = (name: string) => readFileSync(join(out, `${name}.csv`), "utf8");
    expect(text("accounts")).toBe(
      "id,surprise,channel,flagged\n1,0.000000,,0\n-2,12.345679,group,1\n3,1.500000,text,0\n",
    );
    expect(text("ties")).toBe(
      "follower,followee,q,class\n3,1,0.100000000,earned\n3,-2,1.000000000,traded\n1,-2,0.500000000,unproven\n",
    );
    expect(text("groups")).toBe("group,account\n1,1\n1,-2\n");
    expect(text("pairs")).toBe("from,to,discount\n1,-2,0.750000\n");
    const { counts } = JSON.parse(readFileSync(join(out, "report.json"), "utf8"));
    expect(counts).toMatchObject({
      ...{ flagged: 1, pairs: 1, groups: { found: 1, released: 1 } },
      ties: { earned: 1, unproven: 1, traded: 1 },
    });
  });
});

describe("what is unusual, and no mistake:", () => {
  const READS = "reads reader,story,at,seconds,coverage";

  it("without reads nobody is flagged, and it says so", async () => {
    const { events: written, texts, truth } = simulate({ seed: 1005, people: 400, days: 60 });
    const path = folder();
    writeCommunity(path, { events: written, texts, truth });
    for (const write of [
      () => writeFileSync(join(path, "reads.csv"), "reader,story,at,seconds\n"),
      () => writeFileSync(join(path, "reads.csv"), ""),
      () => rmSync(join(path, "reads.csv")),
    ]) {
      write();
      const { report, rows } = await scored(path);
      expect(report.enoughEvidence).toBe(false);
      expect(report.counts.flagged).toBe(0);
      expect(report.notes[0]).toContain("Not enough evidence");
      expect(rows("accounts").every((row) => row.endsWith(",0"))).toBe(true);
    }
    expect((await scored(path)).report.notes[1]).toContain("reads.csv");
  });

  it("who follows themselves is passed over, and has a row all the same", async () => {
    const path = events({
      "follows follower,followee,at": ["3,3,1", "3,1,3", "1,1,2", "1,-2,4", "-2,-2,5"],
    });
    const { report, rows } = await scored(path);
    expect(readFolder(path).events.follows.at).toEqual(Float64Array.of(3, 4));
    expect(rows("ties").map((row) => row.split(",").slice(0, 2).join(" "))).toEqual([
      ...["3 3", "3 1", "1 1", "1 -2", "-2 -2"],
    ]);
    expect(rows("ties")[2]).toBe("1,1,0.000000000,unproven");
    expect(report.counts).toMatchObject({ selfFollows: 3, rows: { follows: 5 } });
  });

  it("one’s own stories say nothing of others", () => {
    const read = readFolder(events({ [READS]: ["1,10,2,290,1", "3,10,2,290,1"] }));
    expect(read.events.reads.reader).toEqual(Int32Array.of(2));
    expect(read.own.reads).toBe(1);
  });

  it("events before the account joined, or the story was published, are taken as they are", () => {
    const early = { [READS]: ["3,11,-4,30,1"] };
    expect(readFolder(events(early)).events.reads.at).toEqual(Float64Array.of(-4));
  });

  it("columns may stand in any order, and others beside them are named", async () => {
    const path = events({ "claps count,at,note,story,reader": ["4,2,x,10,3"] });
    expect(readFolder(path).events.claps).toMatchObject({ count: Float64Array.of(4) });
    expect((await scored(path)).report.notes).toEqual([
      "Columns that are not read: claps.csv note.",
    ]);
  });

  it("a score stands for the text of a response", () => {
    const read = readFolder(events({ "responses reader,story,at,genericness": ["1,11,6,0.75"] }));
    expect(read.texts).toBeNull();
    expect(read.events.responses.genericness).toEqual(Float64Array.of(0.75));
  });

  it("ids without a sign are written without one", async () => {
    const { rows } = await scored(
      events({
        "accounts id,joined,member,author": ["4294967295,0,1,1", "2147483648,0,1,1", "3,0,0,0"],
        "stories id,author,published,expected_seconds": ["4000000000,4294967295,1,300"],
        "follows follower,followee,at": ["3,4294967295,1"],
        "reads reader,story,at,seconds": ["2147483648,4000000000,2,100"],
        "claps reader,story,at,count": [],
        "responses reader,story,at,text": [],
      }),
    );
    expect(rows("accounts").map((row) => row.split(",")[0])).toEqual([
      ...["4294967295", "2147483648", "3"],
    ]);
    expect(rows("ties")[0]).toMatch(/^3,4294967295,/);
  });

  it("more accounts than sixteen bits count, and nobody in them", async () => {
    const many = Array.from({ length: 70_000 }, (_, n) => `${n * 30_011 - 2 ** 30},0,1,1`);
    const follow = "1,-2,4";
    const path = events({
      "accounts id,joined,member,author": [...many, "1,0,1,1", "-2,0,1,1", "3,0,0,0"],
      "follows follower,followee,at": [follow],
    });
    const { rows, report } = await scored(path);
    expect(report.counts.rows.accounts).toBe(70_003);
    expect(rows("accounts")[69_999]).toMatch(/^1026998165,/);
    expect(rows("ties")[0]).toMatch(/^1,-2,/);
    const none = events(Object.fromEntries(Object.keys(SMALL).map((title) => [title, []])));
    expect((await scored(none)).report.counts).toMatchObject({ flagged: 0, rows: { accounts: 0 } });
  });
});
