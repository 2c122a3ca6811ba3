/** New members' money waits until their charge is old enough (docs/policy/payouts.md §6). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesMember, becomesPartner, publishes } from "../../../../test/support/community.ts";
import { dies, everyFault, faultyDatabase } from "../../../../test/support/faults.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { earned, payable, provider, receivable } from "../../../core/ledger/chart.ts";
import { legs } from "../../../core/ledger/journal.ts";
import { type Month, monthAfter } from "../../../core/time.ts";
import { micros } from "../../../store/columns.ts";
import { sql, type Tx } from "../../../store/db.ts";
import { auditBooks } from "../../ledger/audit-books.ts";
import { postJournal } from "../../ledger/post-journal.ts";
import { balanceOf } from "../../ledger/store.ts";
import { renewMemberships } from "../../membership/renew-memberships.ts";
import { closeMonth } from "../closing/close-month.ts";
import { holdsOf } from "./hold-store.ts";
import { releaseHolds } from "./release-holds.ts";

const OCTOBER = "2026-10" as Month;

let site: TestSite;
let wil: Person;
let zoe: Person;
afterAll(() => site.close());
afterEach(async () => {
  expect(await auditBooks(site.db)).toEqual([]);
});

/** Ann joined long ago, Ben on the third, Cat on the twentieth; all read Wil, and Ben reads Zoe too. */
beforeAll(async () => {
  site = await openSite(new Date("2026-08-01T00:00:00Z"));
  [wil, zoe] = [await site.reader("wil"), await site.reader("zoe")];
  const [ann, ben, cat] = [
    await site.reader("ann"),
    await site.reader("ben"),
    await site.reader("cat"),
  ];
  for (const author of [wil, zoe]) await becomesPartner(site, author);
  const kettle = await publishes(site, wil, { title: "Kettle", minutes: 8 });
  const harbour = await publishes(site, zoe, { title: "Harbour", minutes: 8 });
  await becomesMember(site, ann);
  for (const day of ["2026-08-31", "2026-09-30"]) {
    site.at(`${day}T12:00:00Z`);
    await renewMemberships(site.db, site.bank, site.clock());
  }
  site.at("2026-10-03T10:00:00Z");
  await becomesMember(site, ben);
  site.at("2026-10-20T10:00:00Z");
  await becomesMember(site, cat);
  const read = async (reader: Person, story: { id: number }, seconds: number) =>
    site.db.run(sql`
      insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
      values (${reader.id}, ${story.id}, '2026-10-25', ${seconds}, ${seconds},
              '2026-10-25T10:00:00Z')`);
  await read(ann, kettle, 100);
  await read(ben, kettle, 100);
  await read(ben, harbour, 100);
  await read(cat, kettle, 100);
});

const balance = (account: Parameters<typeof balanceOf>[1]) => balanceOf(site.db, account, "USD");

async function linesOf(author: Person): Promise<bigint> {
  const row = z.object({ sum: micros });
  const { sum } = await site.db.one(sql.of(row)`
    select coalesce(sum(micros), 0) as sum from allocation_line
     where author_id = ${author.id} and month = ${OCTOBER}`);
  return sum;
}

describe("a month’s shares", () => {
  it("from new members wait, each line until one day, and the rest is payable with the close", async () => {
    for (const month of ["2026-08", "2026-09", "2026-10"] as Month[]) {
      site.at(`${monthAfter(month)}-01T02:00:00Z`);
      expect((await closeMonth(site.db, site.clock, month)).ok).toBe(true);
    }
    const holds = await holdsOf(site.db, wil.id);
    expect(holds.map(({ untilOn, month }) => `${month} ${untilOn}`)).toEqual([
      "2026-10 2026-11-02",
      "2026-10 2026-11-19",
    ]);
    const waiting = holds.reduce((sum, hold) => sum + hold.micros, 0n);
    expect(await balance(earned(wil.id))).toBe(waiting);
    expect((await balance(payable(wil.id))) + waiting).toBe(await linesOf(wil));
    expect(await balance(payable(zoe.id))).toBe(0n);
    expect(await balance(earned(zoe.id))).toBe(await linesOf(zoe));
  });

  it("are not released a day early, and once on their day, however many do it at once", async () => {
    site.at("2026-11-01T23:59:59Z");
    expect(await releaseHolds(site.db, site.clock())).toBe(0);
    site.at("2026-11-02T00:00:00Z");
    const hold = (tx: Tx) => tx.run(sql`lock table share_hold in share mode`);
    const released = await allAtOnce(site.db, hold, 3, () => releaseHolds(site.db, site.clock()));
    expect(released.toSorted()).toEqual([0, 0, 2]);
    expect(await balance(payable(zoe.id))).toBe(await linesOf(zoe));
    expect(await balance(earned(zoe.id))).toBe(0n);
    expect(await releaseHolds(site.db, site.clock())).toBe(0);
  });

  it("pay first what the partner owes since money was taken back, to the micro", async () => {
    const journal = { key: "test:taken-back", kind: "test", currency: "USD" };
    const waiting = await balance(earned(wil.id));
    const debt = waiting + 7n;
    const times = { occurredAt: site.clock(), postedAt: site.clock() };
    await site.db.transaction((tx) =>
      postJournal(tx, { ...journal, legs: legs([receivable(wil.id), provider(), debt]) }, times),
    );
    const before = await balance(payable(wil.id));
    site.at("2026-11-19T00:00:00Z");
    await releaseHolds(site.db, site.clock());
    expect(await balance(earned(wil.id))).toBe(0n);
    expect(await balance(payable(wil.id))).toBe(before);
    expect(await balance(receivable(wil.id))).toBe(7n);
  });

  it("are released once after a crash at any moment", async () => {
    let day = 1;
    const moments = await everyFault(async (moments) => {
      const untilOn = `2027-03-${String(day++).padStart(2, "0")}`;
      await site.db.transaction(async (tx) => {
        await tx.run(sql`
          insert into share_hold (month, author_id, until_on, micros)
          values (${OCTOBER}, ${zoe.id}, ${untilOn}::date, 1000)`);
        const journal = { key: `test:hold:${untilOn}`, kind: "test", currency: "USD" };
        const times = { occurredAt: site.clock(), postedAt: site.clock() };
        await postJournal(
          tx,
          { ...journal, legs: legs([provider(), earned(zoe.id), 1000n]) },
          times,
        );
      });
      const before = await balance(payable(zoe.id));
      const at = new Date(`${untilOn}T00:00:00Z`);
      await dies(releaseHolds(faultyDatabase(site.db, moments), at));
      await releaseHolds(site.db, at);
      await releaseHolds(site.db, at);
      expect((await balance(payable(zoe.id))) - before, `moment ${moments.count}`).toBe(1000n);
    });
    expect(moments).toBeGreaterThan(6);
    expect(await balance(earned(zoe.id))).toBe(0n);
  });
});
