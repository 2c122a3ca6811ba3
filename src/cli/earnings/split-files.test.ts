import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { communityOf } from "../../core/earnings/any-month.test-support.ts";
import { OCTOBER } from "../../core/earnings/plain-month.test-support.ts";
import { EARNEST_1 } from "../../core/earnings/policy.ts";
import { APPLAUSE_2017 } from "../../core/earnings/presets/era-rules.ts";
import { referenceSplit } from "../../core/earnings/reference.test-support.ts";
import { CommandError } from "../command.ts";
import { readSplit, rowsOf, writeRows } from "./month-files.test-support.ts";
import { type SplitOptions, splitFiles } from "./split-files.ts";

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "earnest-split-"));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

let made = 0;
const folder = () => join(base, String(made++));

function split(events: string, options: Partial<SplitOptions> = {}) {
  const out = options.out ?? folder();
  const given = { events, out, policy: EARNEST_1, month: OCTOBER, threads: 2, rangeMembers: 2 };
  return splitFiles({ ...given, ...options }).then((report) => ({ report, out }));
}

const SMALL: Record<string, string[]> = {
  "pools member,pool": ["1,1000000", "2,500000", "4,300"],
  "stories story,author,expected_seconds": ["10,7,300", "11,8,200", "12,7,100"],
  "attention member,story,day,seconds,boosted_seconds,first_at": [
    "1,10,2026-10-01,120,0,2026-10-01T08:00:00Z",
    "1,11,2026-10-02,60,0,2026-10-02T08:00:00Z",
    "2,12,2026-10-03,45,0,2026-10-03T08:00:00.250Z",
  ],
};

function small(changes: Record<string, string[]> = {}): string {
  const events = folder();
  writeRows(events, { ...SMALL, ...changes });
  return events;
}

const PATIENCE_MS = 120_000;

describe("a month on files", { timeout: PATIENCE_MS }, () => {
  it("is divided as the formulas say, in whatever order the rows stand and however many divide it", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const { stories, months, chance } = communityOf(seed, 12, 6, { hugeNumbers: true });
      const events = folder();
      writeRows(events, rowsOf(stories, months), chance);
      const { report, out } = await split(events, {
        threads: 1 + (seed % 3),
        rangeMembers: 1 + (seed % 4),
      });
      const expected = referenceSplit(stories, months);
      expect(readSplit(out)).toEqual(expected);
      const shared = expected.lines.reduce((sum, { micros }) => sum + micros, 0n);
      expect(BigInt(report.totals.sharedMicros)).toBe(shared);
      expect(BigInt(report.totals.poolMicros)).toBe(shared + BigInt(report.totals.unclaimedMicros));
    }
  });

  it("says the same whatever the number of threads, to the byte", async () => {
    const { stories, months } = communityOf(99, 30, 6, { hugeNumbers: true });
    const events = folder();
    writeRows(events, rowsOf(stories, months));
    const [one, three] = await Promise.all([
      split(events, { threads: 1, rangeMembers: 1000 }),
      split(events, { threads: 3, rangeMembers: 1 }),
    ]);
    for (const name of ["lines.csv", "authors.csv", "unclaimed.csv"])
      expect(readFileSync(join(one.out, name))).toEqual(readFileSync(join(three.out, name)));
    expect(one.report.output).toEqual(three.report.output);
    expect(one.report.input).toEqual(three.report.input);
  });

  it("adds up by author, and keeps what nobody’s reading claimed", async () => {
    const { out, report } = await split(small());
    expect(readFileSync(join(out, "authors.csv"), "utf8")).toBe(
      "author,micros,escrow\n7,1166667,0\n8,333333,0\n",
    );
    expect(readFileSync(join(out, "unclaimed.csv"), "utf8")).toBe("member,micros\n4,300\n");
    expect(JSON.parse(readFileSync(join(out, "report.json"), "utf8"))).toEqual(report);
    expect(report.totals).toMatchObject({ members: 3, lines: 3, unclaimedMicros: "300" });
    expect(readdirSync(out).sort()).toEqual([
      "authors.csv",
      "lines.csv",
      "report.json",
      "unclaimed.csv",
    ]);
  });

  it("is named by the bytes of its files", async () => {
    const events = small();
    const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
    const named = ["pools.csv", "stories.csv", "attention.csv"].map(
      (name) => `${name} ${sha256(readFileSync(join(events, name)))}\n`,
    );
    expect((await split(events)).report.input.sha256).toBe(sha256(named.join("")));
  });

  it("is divided by the rules of earlier years where the files say all that those go by", async () => {
    const claps = { "claps member,story,count": ["1,10,3", "1,11,1"] };
    const { out, report } = await split(small(claps), { policy: APPLAUSE_2017 });
    expect(readFileSync(join(out, "lines.csv"), "utf8")).toBe(
      "member,author,story,micros,escrow\n1,7,10,750000,0\n1,8,11,250000,0\n",
    );
    expect(readFileSync(join(out, "unclaimed.csv"), "utf8")).toBe(
      "member,micros\n2,500000\n4,300\n",
    );
    expect(report.policy.name).toBe("applause-2017");
  });

  it("takes empty files, and a byte order mark", async () => {
    const events = small({ "claps member,story,count": [] });
    writeFileSync(join(events, "views.csv"), "\ufeffmember,story,day\n");
    expect((await split(events)).report.totals.lines).toBe(3);
    const none = small({
      "pools member,pool": [],
      "attention member,story,day,seconds,boosted_seconds,first_at": [],
    });
    expect((await split(none)).report.totals.lines).toBe(0);
  });
});

describe("bad input is named by file and line, and nothing is written:", () => {
  const ATTENTION = "attention member,story,day,seconds,boosted_seconds,first_at";
  const good = SMALL[ATTENTION]!;
  it.each<[string, Record<string, string[]>, string]>([
    [
      "a story that is unknown",
      { [ATTENTION]: [...good, "4,99,2026-10-03,45,0,2026-10-03T08:00:00Z"] },
      "attention.csv, line 5: story 99 is not in stories.csv.",
    ],
    [
      "seconds below zero",
      { [ATTENTION]: [good[0]!, "1,11,2026-10-02,-5,0,2026-10-02T08:00:00Z"] },
      "attention.csv, line 3: seconds “-5” is no whole number.",
    ],
    [
      "a wrong month",
      { [ATTENTION]: [good[0]!, "1,11,2026-11-02,60,0,2026-10-02T08:00:00Z"] },
      "attention.csv, line 3: day “2026-11-02” is not in the month.",
    ],
    [
      "a day that there is not",
      { "views member,story,day": ["1,10,2026-10-32"] },
      "views.csv, line 2: day “2026-10-32” is no day",
    ],
    [
      "a story and day twice",
      { [ATTENTION]: [...good, good[2]!.replace("45", "50")] },
      "attention.csv, line 5: stands for the second time.",
    ],
    [
      "the same, rows in no order",
      { [ATTENTION]: [good[2]!, good[0]!, good[2]!, good[1]!] },
      "attention.csv, line 4: stands for the second time.",
    ],
    [
      "a member with two pools",
      { "pools member,pool": ["1,5", "2,6", "2,7"] },
      "pools.csv, line 4: the member has a pool already.",
    ],
    [
      "a story twice",
      { "stories story,author,expected_seconds": ["10,7,300", "10,8,200"] },
      "stories.csv, line 3: the story stands for the second time.",
    ],
    [
      "a time that is not UTC",
      { "follows member,author,at,class,first_ever": ["1,7,2026-10-01T08:00:00+02:00,earned,1"] },
      "follows.csv, line 2: at “2026-10-01T08:00:00+02:00” is no time in UTC",
    ],
    [
      "a class that there is not",
      { "follows member,author,at,class,first_ever": ["1,7,2026-10-01T08:00:00Z,bought,1"] },
      "follows.csv, line 2: class “bought” is none of",
    ],
    [
      "too few fields",
      { "claps member,story,count": ["1,10"] },
      "claps.csv, line 2: has fewer than 3 fields.",
    ],
    [
      "too many fields",
      { "claps member,story,count": ["1,10,3,4"] },
      "claps.csv, line 2: has more than 3 fields.",
    ],
    [
      "more boosted than seconds",
      { [ATTENTION]: ["1,10,2026-10-01,120,121,2026-10-01T08:00:00Z"] },
      "attention.csv, line 2: boosted_seconds are more than seconds.",
    ],
    [
      "a hold above the whole",
      { "held member,author,bp": ["1,7,10001"] },
      "held.csv, line 2: bp is more than 10000.",
    ],
    [
      "an id of zero",
      { "pools member,pool": ["0,5"] },
      "pools.csv, line 2: member “0” is not above zero.",
    ],
    [
      "a number no float holds",
      { "pools member,pool": ["1,99999999999999999999"] },
      "pools.csv, line 2: pool “99999999999999999999” is too large.",
    ],
    [
      "a header of another kind",
      { "claps member,story,claps": ["1,10,3"] },
      "claps.csv, line 1: the header is not member,story,count.",
    ],
  ])("%s", async (_, changes, sentence) => {
    const events = small(changes);
    const out = folder();
    const refused = await split(events, { out }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(CommandError);
    expect((refused as CommandError).message).toContain(sentence);
    expect((refused as CommandError).message).toContain("Nothing was written.");
    expect((refused as CommandError).exitCode).toBe(2);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(base).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("one row of many that stands for the second time", async () => {
    const stories = Array.from({ length: 150 }, (_, place) => place + 10);
    const rows = stories.map((story) => `1,${story},2026-10-01,60,0,2026-10-01T08:00:00Z`);
    const many = (attention: string[]) =>
      small({
        "stories story,author,expected_seconds": stories.map((story) => `${story},7,300`),
        [ATTENTION]: attention,
      });
    expect((await split(many(rows))).report.totals.lines).toBe(150);
    const twice = split(many([...rows, rows[70]!]));
    await expect(twice).rejects.toThrow("attention.csv, line 152: stands for the second time.");
  });

  it("a file that is missing", async () => {
    const events = small();
    rmSync(join(events, "attention.csv"));
    await expect(split(events)).rejects.toThrow("attention.csv is missing. Nothing was written.");
  });
});
