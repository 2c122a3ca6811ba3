import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  becomesMember,
  countedSeconds,
  opens,
  publishes,
  type TestStory,
} from "../../../test/support/community.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { present } from "../../core/assert.ts";
import { countReport } from "../../core/reading/attention.ts";
import { sql } from "../../store/db.ts";
import { tokenHash } from "../../web/session.ts";
import { countReports, Standings } from "./count-reports.ts";
import { readingOf } from "./reading-token.ts";

let site: TestSite;
let ann: Person;
let story: TestStory;

beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
  const wil = await site.reader("wil");
  await becomesMember(site, ann);
  story = await publishes(site, wil, { title: "Kettle", minutes: 8 });
});
afterAll(() => site.close());

async function opened() {
  const token = await opens(site, ann, story);
  return present(readingOf(site.secret, tokenHash(ann.token), token), "the token is ours");
}

const afterSeconds = (seconds: number) => new Date(site.clock().getTime() + seconds * 1000);

describe("two processes that count for one reader at the same moment", () => {
  it("count the time that passed once, and lose nothing of it", async () => {
    const readings = [await opened(), await opened()];
    const at = afterSeconds(400);
    const counted = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`lock table reading_clock in exclusive mode`),
      2,
      (index) => {
        const report = { seconds: 400, coveragePercent: 50 };
        return countReports(site.db, [{ reading: readings[index]!, report, at }]);
      },
    );
    const total = await countedSeconds(site, ann.id, story.id);
    expect([400, 401]).toContain(total);
    const acknowledged = counted.flatMap((answer) => [...answer.values()]);
    expect(acknowledged.reduce((sum, seconds) => sum + seconds, 0)).toBe(total);
  });

  it("take from each other neither seconds nor what was seen", async () => {
    const reading = await opened();
    const [first, second] = [afterSeconds(1000), afterSeconds(1030)];
    await countReports(site.db, [
      { reading, report: { seconds: 100, coveragePercent: 20 }, at: first },
    ]);
    const told = [
      { reading, report: { seconds: 130, coveragePercent: 30 }, at: second },
      { reading, report: { seconds: 100, coveragePercent: 80 }, at: second },
    ];
    await allAtOnce(
      site.db,
      (tx) => tx.run(sql`lock table reading_clock in exclusive mode`),
      2,
      (index) => countReports(site.db, [told[index]!]),
    );
    const Session = z.object({ seconds: z.int(), coveragePercent: z.int() });
    const kept = await site.db.one(sql.of(Session)`
      select seconds, coverage_percent from reading_session where id = ${reading.sessionId}`);
    expect(kept).toEqual({ seconds: 130, coveragePercent: 80 });
  });
});

describe("processes that keep in mind what they counted", () => {
  const aReport = fc.record({
    process: fc.nat(1),
    tab: fc.nat(1),
    laterSeconds: fc.nat(20),
    seconds: fc.constantFrom(20, 60, 1000),
  });

  /** The first process counts for a tab, then the second, and the first hears of the other tab. */
  const LEARNS_OF_ONE_TAB_BY_ANOTHER = [
    { process: 0, tab: 0, laterSeconds: 10, seconds: 20 },
    { process: 1, tab: 0, laterSeconds: 10, seconds: 20 },
    { process: 0, tab: 1, laterSeconds: 10, seconds: 1000 },
    { process: 0, tab: 0, laterSeconds: 20, seconds: 20 },
  ];

  it("count as one would that asks the database each time", async () => {
    site.at(afterSeconds(10_000));
    await fc.assert(
      fc.asyncProperty(fc.array(aReport, { minLength: 15, maxLength: 40 }), async (told) => {
        site.at(afterSeconds(1000));
        const before = await countedSeconds(site, ann.id, story.id);
        const tabs = [await opened(), await opened()];
        const processes = [new Standings(), new Standings()];
        const one = { counted: [0, 0], countedUntilMs: site.clock().getTime() };
        let passed = 0;
        for (const { process, tab, laterSeconds, seconds } of told) {
          passed += laterSeconds;
          const at = afterSeconds(passed);
          const [reading, report] = [tabs[tab]!, { seconds, coveragePercent: 0 }];
          const so = { seconds: one.counted[tab]!, coveragePercent: 0, ...one };
          const wanted = countReport(reading, report, so, at.getTime());
          one.counted[tab] = wanted.seconds;
          one.countedUntilMs = wanted.countedUntilMs;
          const answer = await countReports(site.db, [{ reading, report, at }], processes[process]);
          // A report that adds nothing is answered from what the process knows.
          expect(answer.get(reading.sessionId)).toBeLessThanOrEqual(wanted.seconds);
        }
        const total = (await countedSeconds(site, ann.id, story.id)) - before;
        expect(total).toBe(one.counted[0]! + one.counted[1]!);
      }),
      { numRuns: 40, examples: [[LEARNS_OF_ONE_TAB_BY_ANOTHER]] },
    );
  });
});
