import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  becomesMember,
  becomesPartner,
  publishes,
  reads,
  type TestStory,
} from "../../../test/support/community.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import type { Month } from "../../core/time.ts";
import { micros } from "../../store/columns.ts";
import { sql } from "../../store/db.ts";
import { auditBooks } from "../ledger/audit-books.ts";
import { renewMemberships } from "../membership/renew-memberships.ts";
import { auditMonth } from "./audit/audit-month.ts";
import { closeMonth } from "./closing/close-month.ts";
import { findClosing } from "./closing/closing-store.ts";

const OCTOBER = "2026-10" as Month;
const NOVEMBER = "2026-11" as Month;

let site: TestSite;
const people = new Map<string, Person>();
let kettle: TestStory;
let harbour: TestStory;

const person = (handle: string): Person => people.get(handle)!;

/** Two partners, four members of whom three read, and a story that is open to everyone. */
beforeAll(async () => {
  site = await openSite(new Date("2026-10-01T00:00:00Z"));
  for (const handle of ["wil", "zoe", "ann", "ben", "cat", "dan"]) {
    people.set(handle, await site.reader(handle));
  }
  people.set("olga", await site.reader("olga", "operator"));
  await becomesPartner(site, person("wil"));
  await becomesPartner(site, person("zoe"));
  kettle = await publishes(site, person("wil"), { title: "Kettle", minutes: 8 });
  harbour = await publishes(site, person("zoe"), { title: "Harbour", minutes: 8 });
  const open = await publishes(site, person("zoe"), { title: "Open", audience: "everyone" });
  for (const handle of ["ann", "ben", "cat", "dan"]) await becomesMember(site, person(handle));

  site.at("2026-10-05T08:00:00Z");
  await reads(site, person("ann"), kettle, 300);
  await reads(site, person("ann"), harbour, 100);
  await reads(site, person("ben"), harbour, 200);
  await reads(site, person("ben"), open, 60);
  await reads(site, person("cat"), kettle, 29);
  await reads(site, person("cat"), harbour, 31);
  await site.as(person("ann")).post(`/stories/${kettle.key}/claps`, { more: "20" });
  await site.as(person("ben")).post(`/stories/${harbour.key}/responses`, { text: "Well kept." });
  await site.as(person("ben")).post("/@zoe/follow");
});
afterAll(() => site.close());

async function linesOf(month: Month): Promise<string[]> {
  const Line = z.object({ member: z.string(), title: z.string(), micros });
  const lines = await site.db.many(sql.of(Line)`
    select reader.handle as member, story.title, l.micros
      from allocation_line as l
      join reader on reader.id = l.member_id
      join story on story.id = l.story_id
     where l.month = ${month}
     order by reader.handle, story.title`);
  return lines.map(({ member, title, micros }) => `${member} ${title} ${micros}`);
}

async function sumOf(month: Month): Promise<bigint> {
  const { sum } = await site.db.one(sql.of(z.object({ sum: micros }))`
    select coalesce(sum(micros), 0) as sum from allocation_line where month = ${month}`);
  return sum;
}

describe("a month that is not over", () => {
  it("cannot be closed, and says from when on it can", async () => {
    site.at("2026-11-01T00:59:59Z");
    expect(await closeMonth(site.db, site.clock, OCTOBER)).toEqual({
      ok: false,
      refusal: "month-not-over",
    });
    const answer = await site.as(person("olga")).post("/desk/months/2026-10/close");
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("This month is not over");
  });
});

describe("closing a month", () => {
  it("divides each member’s own pool, once, however many close it at once", async () => {
    site.at("2026-11-01T01:00:00Z");
    const hold = (tx: Parameters<Parameters<typeof site.db.transaction>[0]>[0]) =>
      tx.run(sql`lock table closing in share mode`);
    const answers = await allAtOnce(site.db, hold, 3, () =>
      closeMonth(site.db, site.clock, OCTOBER),
    );
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(1);
    expect((await findClosing(site.db, OCTOBER))?.state).toBe("closed");

    // 5.00 less a fee of 0.45 is 4.55; 60 % of it is 2.73, whole in a month that began with it.
    const pool = 2_730_000n;
    const lines = await linesOf(OCTOBER);
    // Ann: 300 s of Kettle with ten claps weigh 300 × 1.3 against 100 s of Harbour.
    const annKettle = (pool * 390n) / 490n;
    expect(lines).toEqual([
      `ann Harbour ${pool - annKettle}`,
      `ann Kettle ${annKettle}`,
      `ben Harbour ${pool}`,
      `cat Harbour ${pool}`,
    ]);
  });

  it("keeps the pool of who read nothing for their next month", async () => {
    const Row = z.object({ handle: z.string(), micros, fate: z.string() });
    const rows = await site.db.many(sql.of(Row)`
      select handle, micros, fate from unclaimed join reader on reader.id = member_id`);
    expect(rows).toEqual([{ handle: "dan", micros: 2_730_000n, fate: "carried" }]);
  });

  it("writes down what was not paid, and why", async () => {
    const Row = z.object({ handle: z.string(), title: z.string(), reason: z.string() });
    const rows = await site.db.many(sql.of(Row)`
      select handle, title, reason
        from exclusion join reader on reader.id = member_id join story on story.id = story_id`);
    expect(rows).toEqual([{ handle: "ben", title: "Open", reason: "not-members-only" }]);
  });

  it("agrees with the audit in SQL, and with the books", async () => {
    const audit = await auditMonth(site.db, OCTOBER);
    expect(audit?.findings).toEqual([]);
    expect(audit?.lines).toBe(4);
    expect(await auditBooks(site.db)).toEqual([]);
  });

  it("is found closed the second time, and changes nothing", async () => {
    const before = await findClosing(site.db, OCTOBER);
    expect(await closeMonth(site.db, site.clock, OCTOBER)).toEqual({
      ok: false,
      refusal: "already-closed",
    });
    expect(await findClosing(site.db, OCTOBER)).toEqual(before);
  });

  it("gives the audit something to find when a line is changed behind its back", async () => {
    await site.db.run(sql`update allocation_line set micros = micros + 1 where micros > 0`);
    const audit = await auditMonth(site.db, OCTOBER);
    expect(audit?.findings.map(({ what }) => what)).toContain("lines and unclaimed against pools");
    await site.db.run(sql`update allocation_line set micros = micros - 1 where micros > 0`);
    expect((await auditMonth(site.db, OCTOBER))?.findings).toEqual([]);
  });
});

describe("a statement", () => {
  it("adds up, and each line unfolds into its readers’ sums", async () => {
    const page = await site.as(person("zoe")).get("/me/statements/2026-10");
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("Harbour");
    expect(page.body).not.toContain("Kettle");
    const receipt = await site.as(person("zoe")).get(`/me/statements/2026-10/${harbour.key}`);
    expect(receipt.statusCode).toBe(200);
    expect(receipt.body).toContain("Reader 3");
    expect(receipt.body).not.toContain("ann");
    const values = [...receipt.body.matchAll(/<tr><th scope="row">Reader \d.*?<\/tr>/gs)].map(
      ([row]) => BigInt(/value="(\d+)\.(\d{6})"/.exec(row)!.slice(1).join("")),
    );
    const total = /Together<\/th>.*?value="(\d+)\.(\d{6})"/s.exec(receipt.body)!.slice(1).join("");
    expect(values.length).toBe(3);
    expect(values.reduce((sum, value) => sum + value, 0n)).toBe(BigInt(total));
  });

  it("does not tell an author who one of two readers is", async () => {
    const receipt = await site.as(person("wil")).get(`/me/statements/2026-10/${kettle.key}`);
    expect(receipt.body).toContain("One reader");
    expect(receipt.body).not.toContain("Reader 1");
  });

  it("is nobody else’s to read", async () => {
    const other = await site.as(person("ann")).get(`/me/statements/2026-10/${kettle.key}`);
    expect(other.statusCode).toBe(404);
    expect((await site.visitor.get("/me/statements")).statusCode).toBe(303);
  });
});

describe("the month after", () => {
  it("waits for the one before, takes in what was carried, and agrees with the audit again", async () => {
    site.at("2026-11-01T03:00:00Z");
    await renewMemberships(site.db, site.bank, site.clock());
    site.at("2026-11-10T08:00:00Z");
    await reads(site, person("dan"), kettle, 120);
    site.at("2026-12-01T02:00:00Z");
    const ruling = await closeMonth(site.db, site.clock, NOVEMBER);
    expect(ruling.ok).toBe(true);
    expect((await auditMonth(site.db, NOVEMBER))?.findings).toEqual([]);
    const lines = await linesOf(NOVEMBER);
    expect(lines).toHaveLength(1);
    expect(await sumOf(NOVEMBER)).toBeGreaterThan(2_730_000n);
    expect(await auditBooks(site.db)).toEqual([]);
  });
});
