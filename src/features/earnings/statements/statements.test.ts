/** Statements: their parts, the account they end in, their downloads, and who may see them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesMember, becomesPartner, publishes } from "../../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import type { ChargeId, PayoutId } from "../../../core/ids.ts";
import { payable, receivable, refundPayable, withholding } from "../../../core/ledger/chart.ts";
import { legs } from "../../../core/ledger/journal.ts";
import { payoutAsked, payoutPaid, payoutTransferred } from "../../../core/ledger/payout-flows.ts";
import type { Month } from "../../../core/time.ts";
import { micros } from "../../../store/columns.ts";
import { sql } from "../../../store/db.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { closeMonth } from "../closing/close-month.ts";
import { monthAccount } from "./account-store.ts";
import { partStatements } from "./part-statements.ts";
import { ownParts } from "./parts-store.ts";
import { statementLines } from "./statement-store.ts";

const OCTOBER = "2026-10" as Month;
const NOVEMBER = "2026-11" as Month;

let site: TestSite;
let wil: Person;
let olga: Person;
let quiet: string;
let read: string;
afterAll(() => site.close());

/** Six members read Wil's busy story, with every kind of bonus; one of them reads his quiet one. */
beforeAll(async () => {
  site = await openSite(new Date("2026-10-01T00:00:00Z"));
  wil = await site.reader("wil");
  olga = await site.reader("olga", "operator");
  await becomesPartner(site, wil);
  const busy = await publishes(site, wil, { title: '=SUM("Busy")', minutes: 8 });
  const still = await publishes(site, wil, { title: "Quiet", minutes: 8 });
  [read, quiet] = [busy.key, still.key];
  for (const name of ["ann", "ben", "cat", "dan", "eve", "fay"]) {
    const member = await site.reader(name);
    await becomesMember(site, member);
    const days = name === "ann" ? ["05", "09", "12"] : ["05"];
    for (const day of days) {
      await site.db.run(sql`
        insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
        values (${member.id}, ${busy.id}, ${`2026-10-${day}`}::date, 97, 97,
                ${`2026-10-${day}T10:00:00Z`})`);
    }
    if (name === "ben" || name === "ann") {
      await site.db.run(sql`
        insert into clap_month (reader_id, story_id, month, count)
        values (${member.id}, ${busy.id}, ${OCTOBER}, 7)`);
    }
    if (name === "cat") {
      await site.db.run(sql`
        insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
        values (${member.id}, ${still.id}, '2026-10-06', 60, 60, '2026-10-06T10:00:00Z')`);
    }
  }
  site.at("2026-11-01T02:00:00Z");
  await closeMonth(site.db, site.clock, OCTOBER);
});

const get = (person: Person, path: string) => site.as(person).get(path);

describe("the parts of a statement", () => {
  it("are worked out once after the close, and are each story’s amount to the micro", async () => {
    const before = await get(wil, `/me/statements/${OCTOBER}`);
    expect(before.body).toContain("is being worked out");
    expect(await partStatements(site.db, site.clock(), OCTOBER)).toBe(true);
    expect(await partStatements(site.db, site.clock(), OCTOBER)).toBe(false);
    expect(await partStatements(site.db, site.clock(), NOVEMBER)).toBe(false);
    const parts = await ownParts(site.db, wil.id, OCTOBER);
    const lines = await statementLines(site.db, wil.id, OCTOBER);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const own = parts.filter(({ storyId }) => storyId === line.storyId);
      expect(own.reduce((sum, part) => sum + part.micros, 0n)).toBe(line.micros);
    }
    const [busy] = lines;
    const named = parts.filter(({ storyId }) => storyId === busy!.storyId).map(({ part }) => part);
    expect(named.sort()).toEqual(["claps", "reading", "repeat"]);
  });

  it("stand on the page and add up, those of a story with few readers left together", async () => {
    const { body } = await get(wil, `/me/statements/${OCTOBER}`);
    const whole = body.slice(body.lastIndexOf("What reading made of it, and what each bonus"));
    const receipt = whole.slice(0, whole.indexOf("</table>"));
    const amounts = [...receipt.matchAll(/value="(\d+)\.(\d{6})"/g)].map((match) =>
      BigInt(match[1]! + match[2]!),
    );
    expect(receipt).toContain("Reading");
    expect(receipt).toContain("Stories with fewer than three readers");
    const total = amounts.pop();
    expect(amounts.length).toBeGreaterThan(3);
    expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(total);
    const few = await get(wil, `/me/statements/${OCTOBER}/${quiet}`);
    expect(few.body).toContain("With fewer than three readers");
    expect(few.body).not.toContain("bonus made");
    const many = await get(wil, `/me/statements/${OCTOBER}/${read}`);
    expect(many.body).toContain("What of it each bonus made");
  });
});

describe("a statement’s account", () => {
  const account = (month: Month) =>
    monthAccount(site.db, { partner: wil.id, currency: "USD" }, month);

  it("is what the books’ legs are: earned is the sum of the lines", async () => {
    const row = z.object({ sum: micros });
    const { sum } = await site.db.one(sql.of(row)`
      select sum(micros) as sum from allocation_line where author_id = ${wil.id}`);
    const october = await account(OCTOBER);
    expect(october).toMatchObject({ beforeMicros: 0n, afterMicros: sum });
    expect(october.movements).toMatchObject({ earned: sum, paid: 0n, refunded: 0n });
  });

  it("rolls over, and shows what was paid, withheld and taken back in the month it happened", async () => {
    const { afterMicros } = await account(OCTOBER);
    site.at("2026-11-08T06:00:00Z");
    const times = { occurredAt: site.clock(), postedAt: site.clock() };
    const facts = {
      ...{ payoutId: 900 as PayoutId, partnerId: wil.id, currency: "USD", micros: 5_000_000n },
      ...{ withheldMicros: 1_000_000n, authority: "NL" },
    };
    const charge = refundPayable(900 as ChargeId);
    await site.db.transaction(async (tx) => {
      await postJournal(tx, payoutAsked(facts), times);
      await postJournal(tx, payoutTransferred(facts), times);
      await postJournal(tx, payoutPaid(facts, "po_1"), times);
      const taken = legs(
        [payable(wil.id), charge, 300_000n],
        [receivable(wil.id), charge, 40_000n],
      );
      const journal = { key: "test:refund", kind: "refund-asked", currency: "USD", legs: taken };
      await postJournal(tx, journal, times);
    });
    expect((await account(OCTOBER)).afterMicros).toBe(afterMicros);
    const november = await account(NOVEMBER);
    expect(november.beforeMicros).toBe(afterMicros);
    expect(november.movements).toMatchObject({
      ...{ earned: 0n, paid: -5_000_000n, withheld: -1_000_000n, refunded: -340_000n, other: 0n },
    });
    expect(november.afterMicros).toBe(afterMicros - 6_340_000n);
    expect(withholding("NL").subject).toBe("NL");
  });
});

describe("a statement’s downloads", () => {
  it("are CSV that adds up, and that no spreadsheet reckons with", async () => {
    const answer = await get(wil, `/me/statements/${OCTOBER}/statement.csv`);
    expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(answer.headers["content-disposition"]).toContain('filename="statement-wil-2026-10.csv"');
    const rows = answer.body.trimEnd().split("\r\n");
    expect(rows[0]).toBe("month,section,name,detail,members,reads,seconds,amount,currency");
    expect(answer.body).toContain(`2026-10,story,"'=SUM(""Busy"")",${read},6,8,`);
    const amounts = (section: string) =>
      rows
        .filter((row) => row.startsWith(`2026-10,${section},`))
        .map((row) => BigInt(/,(-?\d+\.\d{6}),USD$/.exec(row)![1]!.replace(".", "")));
    const sum = (all: bigint[]) => all.reduce((total, amount) => total + amount, 0n);
    expect(sum(amounts("story"))).toBe(amounts("total")[0]);
    const account = amounts("account");
    expect(sum(account.slice(0, -1))).toBe(account.at(-1));
    // The quiet story's only reader is not told by what they did.
    expect(rows.some((row) => row.startsWith("2026-10,part,") && row.includes(quiet))).toBe(false);
  });

  it("are JSON with money as text, the same numbers", async () => {
    const answer = await get(wil, `/me/statements/${OCTOBER}/statement.json`);
    const body = JSON.parse(answer.body);
    expect(body).toMatchObject({ author: "wil", month: OCTOBER, currency: "USD", members: 6 });
    const [busy, still] = body.stories;
    expect(Object.keys(busy.parts).sort()).toEqual(["claps", "reading", "repeat"]);
    expect(still.parts).toBe(null);
    expect(body.partsOfStoriesWithFewReaders).toBe(still.earned);
    expect(body.earned).toMatch(/^\d+\.\d{6}$/);
  });
});

describe("whose statement it is", () => {
  it("is the partner’s, and for the operator anybody’s", async () => {
    const desk = `/desk/statements/wil/${OCTOBER}`;
    for (const path of [
      desk,
      `${desk}/statement.csv`,
      `${desk}/statement.json`,
      `${desk}/${read}`,
    ]) {
      expect((await get(olga, path)).statusCode).toBe(200);
      expect((await get(wil, path)).statusCode).toBe(403);
    }
    expect((await get(olga, "/desk/statements/wil")).body).toContain("Statements of Wil");
    expect((await get(olga, "/desk/statements/nobody")).statusCode).toBe(404);
    expect((await get(olga, `/me/statements/${OCTOBER}`)).statusCode).toBe(404);
    expect((await get(olga, "/desk/statements/wil/2026-13")).statusCode).toBe(404);
  });
});
