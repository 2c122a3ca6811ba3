/** Money at stake waits for a person, or until the evidence fades (docs/policy/integrity.md §9). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesMember, becomesPartner, publishes } from "../../../../test/support/community.ts";
import { findsOut } from "../../../../test/support/findings.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { commons, escrow, payable } from "../../../core/ledger/chart.ts";
import { type Month, monthAfter } from "../../../core/time.ts";
import { micros } from "../../../store/columns.ts";
import { sql, type Tx } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { recordVerdict, type VerdictKind } from "../../integrity/verdict-store.ts";
import { auditBooks } from "../../ledger/audit-books.ts";
import { balanceOf } from "../../ledger/store.ts";
import { chargesOf } from "../../membership/charge-store.ts";
import { refundPart } from "../../membership/refund-part.ts";
import { renewMemberships } from "../../membership/renew-memberships.ts";
import { settleRefunds } from "../../membership/settle-charges.ts";
import { auditMonth } from "../audit/audit-month.ts";
import { closeMonth } from "../closing/close-month.ts";
import { endEscrow, endFadedEscrow } from "./end-escrow.ts";
import { escrowEndsOf, waitingOf } from "./escrow-store.ts";

let site: TestSite;
let month = "2026-08" as Month;
const people = new Map<string, Person>();
const person = (handle: string) => people.get(handle)!;
const balance = (account: Parameters<typeof balanceOf>[1]) => balanceOf(site.db, account, "USD");
afterAll(() => site.close());
afterEach(async () => {
  expect(await auditBooks(site.db)).toEqual([]);
});

/** Ann and Ben are members since July and read Wil and Zoe every month. */
beforeAll(async () => {
  site = await openSite(new Date("2026-07-01T00:00:00Z"));
  for (const handle of ["wil", "zoe", "ann", "ben"]) people.set(handle, await site.reader(handle));
  people.set("rex", await site.reader("rex", "reviewer"));
  for (const handle of ["wil", "zoe"]) {
    await becomesPartner(site, person(handle));
    await publishes(site, person(handle), { title: "One", minutes: 8 });
    await publishes(site, person(handle), { title: "Two", minutes: 8 });
  }
  for (const handle of ["ann", "ben"]) await becomesMember(site, person(handle));
  for (const so of ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"])
    await site.db.run(sql`
      insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
      select reader.id, story.id, ${`${so}-20`}::date, 90 + story.id * 7 % 50, 90 + story.id * 7 % 50,
             ${`${so}-20T10:00:00Z`}::timestamptz + story.id * interval '10 minutes'
        from reader, story where handle in ('ann', 'ben')`);
  await goesBy("2026-07" as Month, async () => void (await findsOut(site, {})));
});

/** The month ends, the night finds out, and the month is closed. */
async function goesBy(what: Month, night: () => Promise<void>): Promise<void> {
  site.at(`${what}-28T12:00:00Z`);
  await renewMemberships(site.db, site.bank, site.clock());
  site.at(`${monthAfter(what)}-01T00:20:00Z`);
  await night();
  site.at(`${monthAfter(what)}-01T02:30:00Z`);
  expect(await closeMonth(site.db, site.clock, what)).toMatchObject({ ok: true });
  expect((await auditMonth(site.db, what))?.findings).toEqual([]);
  month = monthAfter(what);
}

async function linesOf(what: Month, member: Person, author: Person) {
  const Sums = z.object({ all: micros, waits: micros });
  return site.db.one(sql.of(Sums)`
    select coalesce(sum(micros), 0) as all, coalesce(sum(escrow_micros), 0) as waits
      from allocation_line
     where month = ${what} and member_id = ${member.id} and author_id = ${author.id}`);
}

const decides = (handle: string, kind: VerdictKind, surprise = 0) =>
  site.db.transaction((tx) =>
    recordVerdict(tx, site.clock(), {
      ...{ accountId: person(handle).id, kind, surprise, decidedBy: person("rex").id },
      reason: "Looked at.",
    }),
  );

describe("shares of an author who stands out", () => {
  it("wait as far as the two have it in common, and what others give is paid", async () => {
    const [ann, ben, wil] = [person("ann"), person("ben"), person("wil")];
    const before = await balance(payable(wil.id));
    const august = month;
    await goesBy(august, async () => {
      await findsOut(site, { accounts: [[wil, 13]], pairs: [[ann, wil, 0.8]] });
    });
    const [given, others] = [await linesOf(august, ann, wil), await linesOf(august, ben, wil)];
    expect(given.waits).toBe((given.all * 8000n) / 10_000n);
    expect(given.waits).toBeGreaterThan(0n);
    expect(others.waits).toBe(0n);
    expect(await balance(escrow(wil.id))).toBe(given.waits);
    expect((await balance(payable(wil.id))) - before).toBe(given.all + others.all - given.waits);
    const { body } = await site.as(wil).get(`/me/statements/${august}`);
    expect(body).toContain("is held until a");
  });

  it("wait on while the evidence is weaker, and are the author’s once it has faded, by themselves", async () => {
    const [ann, wil] = [person("ann"), person("wil")];
    const waits = await balance(escrow(wil.id));
    await findsOut(site, { accounts: [[wil, 9.5]], pairs: [[ann, wil, 0.4]] });
    expect(await endFadedEscrow(site.db, site.clock())).toBe(0n);
    await findsOut(site, { accounts: [[wil, 8.5]], pairs: [[ann, wil, 0.4]] });
    const before = await balance(payable(wil.id));
    const hold = (tx: Tx) => tx.run(sql`lock table escrow_end in share mode`);
    const moved = await allAtOnce(site.db, hold, 2, () => endFadedEscrow(site.db, site.clock()));
    expect(moved.toSorted()).toEqual([0n, waits]);
    expect((await balance(payable(wil.id))) - before).toBe(waits);
    expect(await balance(escrow(wil.id))).toBe(0n);
    expect(await escrowEndsOf(site.db, wil.id)).toMatchObject([{ how: "faded", decidedBy: null }]);
    expect((await auditMonth(site.db, "2026-08" as Month))?.findings).toEqual([]);
  });

  it("do not wait where only a person would look, nor where a person cleared the author", async () => {
    const [ann, wil, zoe] = [person("ann"), person("wil"), person("zoe")];
    await decides("zoe", "cleared", 14);
    const september = month;
    await goesBy(september, async () => {
      await findsOut(site, {
        accounts: [
          [wil, 11],
          [zoe, 14],
        ],
        pairs: [
          [ann, wil, 1],
          [ann, zoe, 1],
        ],
      });
    });
    expect(await balance(escrow(wil.id))).toBe(0n);
    expect(await balance(escrow(zoe.id))).toBe(0n);
  });
});

describe("a person’s decision", () => {
  it("sets all of an author’s shares aside, whoever gave them", async () => {
    const [ann, ben, zoe] = [person("ann"), person("ben"), person("zoe")];
    await decides("zoe", "escrowed");
    const october = month;
    await goesBy(october, async () => void (await findsOut(site, {})));
    const given = await Promise.all([ann, ben].map((member) => linesOf(october, member, zoe)));
    for (const { all, waits } of given) expect(waits).toBe(all);
    expect(given[0]!.all).toBeGreaterThan(0n);
    expect(await balance(escrow(zoe.id))).toBe(given[0]!.all + given[1]!.all);
    expect(await endFadedEscrow(site.db, site.clock())).toBe(0n);
  });

  it("gives a part of it to the author, and the rest to the commons, once", async () => {
    const [ann, rex, zoe] = [person("ann"), person("rex"), person("zoe")];
    const [annGave, benGave] = await waitingOf(site.db, zoe.id);
    const before = { payable: await balance(payable(zoe.id)), commons: await balance(commons()) };
    const end = (how: "released" | "forfeited", of?: (part: { memberId: number }) => boolean) =>
      site.db.transaction((tx) =>
        endEscrow(tx, site.clock(), {
          ...{ authorId: zoe.id, how, decidedBy: rex.id, reason: "Read after all." },
          ...(of ? { of } : {}),
        }),
      );
    expect(await end("released", ({ memberId }) => memberId === ann.id)).toBe(annGave!.micros);
    expect(await end("forfeited")).toBe(benGave!.micros);
    expect(await end("forfeited")).toBe(0n);
    expect((await balance(payable(zoe.id))) - before.payable).toBe(annGave!.micros);
    expect((await balance(commons())) - before.commons).toBe(benGave!.micros);
  });
});

describe("dues that go back to a member", () => {
  const zoe = () => person("zoe");
  const waits = async (handle: string) =>
    (await waitingOf(site.db, zoe().id)).find(({ memberId }) => memberId === person(handle).id)!;
  const ends = (handle: string, how: "released" | "forfeited") =>
    site.db.transaction((tx) =>
      endEscrow(tx, site.clock(), {
        ...{ authorId: zoe().id, how, decidedBy: person("rex").id, reason: "Looked at." },
        of: ({ memberId }) => memberId === person(handle).id,
      }),
    );
  const goesBack = async (handle: string, cents: bigint, bank: Bank = site.bank) => {
    const [latest] = (await chargesOf(site.db, person(handle).id)).filter(
      ({ spanFrom }) => spanFrom < "2026-12-01",
    );
    const wish = {
      chargeId: latest!.chargeId,
      micros: cents * 10_000n,
      operatorId: person("rex").id,
    };
    const ruling = await refundPart(site.db, bank, site.clock(), wish);
    return ruling.ok;
  };

  beforeAll(async () => {
    await goesBy("2026-11" as Month, async () => void (await findsOut(site, {})));
  });

  it("are taken from what that member’s reading left waiting, and from nobody else’s", async () => {
    const [ann, ben] = [await waits("ann"), await waits("ben")];
    expect(await goesBack("ann", 100n)).toBe(true);
    const now = await waits("ann");
    expect(now.leftMicros).toBeLessThan(ann.leftMicros);
    expect(now.leftMicros).toBeGreaterThan(0n);
    expect(await waits("ben")).toEqual(ben);
    expect(await balance(escrow(zoe().id))).toBe(now.leftMicros + ben.leftMicros);
  });

  it("are the commons’ to give once it went there, and never the author’s", async () => {
    const { leftMicros } = await waits("ann");
    const ben = await waits("ben");
    expect(await ends("ann", "forfeited")).toBe(leftMicros);
    const before = [await balance(payable(zoe().id)), await balance(commons())];
    expect(await goesBack("ann", 100n)).toBe(true);
    expect(await balance(payable(zoe().id))).toBe(before[0]);
    expect(await balance(commons())).toBeLessThan(before[1]!);
    expect(await waits("ben")).toEqual(ben);
  });

  it("and are refused after all go where the rest has gone meanwhile", async () => {
    const silent: Bank = { ...site.bank, refund: async () => ({ state: "unknown" }) };
    const { leftMicros: all } = await waits("ben");
    expect(await goesBack("ben", 100n, silent)).toBe(true);
    const { leftMicros: left } = await waits("ben");
    const before = await balance(payable(zoe().id));
    expect(await ends("ben", "released")).toBe(left);
    const refuses: Bank = {
      ...site.bank,
      refund: async () => ({ state: "declined", reason: "no-such-charge" }),
      lookUp: async () => ({ state: "absent" }),
    };
    site.at("2026-12-01T08:00:00Z");
    await settleRefunds(site.db, refuses, site.clock());
    expect((await balance(payable(zoe().id))) - before).toBe(all);
    expect(await balance(escrow(zoe().id))).toBe(0n);
  });
});
