import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import {
  card,
  DECLINED,
  GOOD,
  GOOD_ONCE,
  type Money,
  openMoney,
  SILENT,
} from "../../../test/support/money.ts";
import type { ReaderId } from "../../core/ids.ts";
import { dayOf } from "../../core/time.ts";
import { sql, type Tx } from "../../store/db.ts";
import type { Bank, Card } from "../bank/bank.ts";
import { testBankBalance } from "../bank/store.ts";
import { accrueDues } from "./accrue-dues.ts";
import { attemptOf, findOpenAttempt } from "./attempt-store.ts";
import { cancelMembership, resumeMembership } from "./cancel-membership.ts";
import { chargesOf } from "./charge-store.ts";
import { joinMembership } from "./join-membership.ts";
import { carryOutRefund, refundCharge } from "./refund-charge.ts";
import { renewMemberships } from "./renew-memberships.ts";
import { abandonAttempt, settleAttempt } from "./settle-attempt.ts";
import { settleCharges } from "./settle-charges.ts";
import { findMembership, isMember, plansOffered } from "./store.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-10-05T12:00:00Z");
});
afterAll(() => money.close());
beforeEach(() => {
  money.at("2026-10-05T12:00:00Z");
});

function join(readerId: ReaderId, of: Card = GOOD, planCode = "member-monthly") {
  return joinMembership(money.db, money.bank, money.now(), { readerId, planCode, card: of });
}

async function member(of: Card = GOOD, planCode = "member-monthly"): Promise<ReaderId> {
  const reader = await money.reader();
  await join(reader, of, planCode);
  return reader;
}

const renew = () => renewMemberships(money.db, money.bank, money.now());
const settle = () => settleCharges(money.db, money.bank, money.now());
const cancel = (reader: ReaderId) => cancelMembership(money.db, money.now(), reader);

async function refund(readerId: ReaderId, bank: Bank = money.bank) {
  const [charge] = await chargesOf(money.db, readerId);
  return refundCharge(money.db, bank, money.now(), { readerId, chargeId: charge!.chargeId });
}

/** "member until 2026-11-05", or "no member". */
async function standing(reader: ReaderId): Promise<string> {
  const membership = await findMembership(money.db, reader);
  const is = await isMember(money.db, reader, dayOf(money.now()));
  return is ? `member until ${membership?.paidUntil}` : "no member";
}

/** The same request, to a card that is good again. */
const again = (asked: Parameters<Bank["charge"]>[0]) => ({
  ...asked,
  card: { token: "card_test_4242" },
});

const hold = (table: string) => (tx: Tx) =>
  tx.run({ text: `lock table ${table} in share mode`, name: "", values: [], row: null });

const silently = (bank: Bank): Bank => ({
  ...bank,
  refund: async (request) => {
    await bank.refund(request);
    return { state: "unknown" };
  },
});

describe("joining", () => {
  it("charges the plan, books it net of the reported fee, and makes a member", async () => {
    const reader = await money.reader();
    expect(await standing(reader)).toBe("no member");
    const moved = await money.moved(async () => {
      expect(await join(reader)).toMatchObject({
        ok: true,
        value: { paidUntil: "2026-11-05", tier: "member", cardLast4: "4242" },
      });
    });
    expect(moved).toEqual({
      provider: 4_550_000n,
      deferred: 4_550_000n,
      platform: 450_000n,
      fees: 450_000n,
    });
    expect(await standing(reader)).toBe("member until 2026-11-05");
    expect(await chargesOf(money.db, reader)).toMatchObject([
      { cashMicros: 5_000_000n, feeMicros: 450_000n, netMicros: 4_550_000n, isLatest: true },
    ]);
  });

  it("for a year pays until the same day of the next", async () => {
    expect(await standing(await member(GOOD, "member-yearly"))).toBe("member until 2027-10-05");
  });

  it.each([
    ["4000 0000 0000 0002", "card-declined"],
    ["4000 0000 0000 9995", "insufficient-funds"],
    ["1234", "invalid-number"],
  ])("with the card %s is refused as %s, moves nothing, and may be tried again", async (number, why) => {
    const reader = await money.reader();
    const moved = await money.moved(async () => {
      expect(await join(reader, card(number))).toEqual({ ok: false, refusal: why });
    });
    expect(moved).toEqual({});
    expect(await standing(reader)).toBe("no member");
    expect(await join(reader)).toMatchObject({ ok: true });
  });

  it("is refused to members and for plans that are not offered", async () => {
    const reader = await member();
    expect(await join(reader)).toEqual({ ok: false, refusal: "already-member" });
    await money.db.run(sql`
      insert into plan (code, name, tier, months, price_micros, currency, offered)
      values ('founder', 'Founder', 'member', 1, 1000000, 'USD', false)`);
    for (const plan of ["lifetime", "founder"]) {
      const answer = await join(await money.reader(), GOOD, plan);
      expect(answer).toEqual({ ok: false, refusal: "no-such-plan" });
    }
    expect(await plansOffered(money.db)).toMatchObject([
      { code: "member-monthly", priceMicros: 5_000_000n },
      { code: "member-yearly", priceMicros: 50_000_000n },
      { code: "friend-monthly", priceMicros: 15_000_000n },
      { code: "friend-yearly", priceMicros: 150_000_000n },
    ]);
  });

  it("by a form sent five times at once charges once", async () => {
    const reader = await money.reader();
    let refusals: string[] = [];
    const moved = await money.moved(async () => {
      const answers = await allAtOnce(money.db, hold("charge_attempt"), 5, () => join(reader));
      refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
    });
    expect(moved.provider).toBe(4_550_000n);
    expect(await chargesOf(money.db, reader)).toHaveLength(1);
    const usual = ["already-member", "payment-pending"];
    expect(refusals.filter((refusal) => !usual.includes(refusal))).toEqual([]);
    expect(await standing(reader)).toBe("member until 2026-11-05");
  });

  it("whose answer is lost is found out later: nothing is lost and nothing doubled", async () => {
    const reader = await money.reader();
    const moved = await money.moved(async () => {
      expect(await join(reader, SILENT)).toEqual({ ok: false, refusal: "payment-pending" });
      expect(await findOpenAttempt(money.db, reader)).toMatchObject({ micros: 5_000_000n });
      expect(await settle()).toBe(0);
      money.at("2026-10-05T12:02:00Z");
      expect(await settle()).toBe(1);
      expect(await settle()).toBe(0);
    });
    expect(moved.provider).toBe(4_550_000n);
    expect(await standing(reader)).toBe("member until 2026-11-05");
  });

  it("once more after a lost answer finds the first payment instead of paying again", async () => {
    const reader = await money.reader();
    const moved = await money.moved(async () => {
      await join(reader, SILENT);
      expect(await join(reader, GOOD)).toMatchObject({ ok: true, value: { cardLast4: "0341" } });
    });
    expect(moved.provider).toBe(4_550_000n);
  });

  it("that never reached the bank is given up after an hour, and may be tried again", async () => {
    const reader = await money.reader();
    const unreachable: Bank = { ...money.bank, charge: async () => ({ state: "unknown" }) };
    const wish = { readerId: reader, planCode: "member-monthly", card: GOOD };
    const asked = await joinMembership(money.db, unreachable, money.now(), wish);
    expect(asked).toEqual({ ok: false, refusal: "payment-pending" });
    money.at("2026-10-05T12:59:00Z");
    expect(await settle()).toBe(0);
    expect(await join(reader)).toEqual({ ok: false, refusal: "payment-pending" });
    money.at("2026-10-05T13:01:00Z");
    expect(await settle()).toBe(1);
    expect(await join(reader)).toMatchObject({ ok: true });
  });

  it("buys days even when the answer comes after it was given up and tried again", async () => {
    const reader = await money.reader();
    const late: Bank = {
      ...money.bank,
      charge: async (request) => {
        money.at("2026-10-05T13:01:00Z");
        await settle();
        await join(reader);
        return money.bank.charge(request);
      },
    };
    const wish = { readerId: reader, planCode: "member-monthly", card: GOOD };
    const moved = await money.moved(() => joinMembership(money.db, late, money.now(), wish));
    expect(moved.provider).toBe(9_100_000n);
    expect(await standing(reader)).toBe("member until 2026-12-05");
  });
});

describe("an answer that is told again", () => {
  it("changes nothing, even when an older one comes after it", async () => {
    const reader = await member();
    const attempts = z.object({ id: z.coerce.number() });
    const { id } = await money.db.one(sql.of(attempts)`
      select id from charge_attempt where reader_id = ${reader}`);
    const attempt = await attemptOf(money.db, id);
    const charged = await money.bank.lookUp("charge", attempt.key);
    const moved = await money.moved(async () => {
      for (const outcome of [
        charged,
        { state: "declined", reason: "card-declined" } as const,
        { state: "unknown" } as const,
        { state: "absent" } as const,
        charged,
      ]) {
        const ruling = await settleAttempt(money.db, money.now(), attempt, outcome);
        expect(ruling).toMatchObject({ ok: true, value: { paidUntil: "2026-11-05" } });
      }
      await abandonAttempt(money.db, money.now(), attempt);
    });
    expect(moved).toEqual({});
    expect(await standing(reader)).toBe("member until 2026-11-05");
  });
});

describe("cancelling", () => {
  it("lets the membership run to its paid day and no further", async () => {
    const reader = await member();
    expect(await cancel(reader)).toMatchObject({ ok: true, value: { cancelledAt: money.now() } });
    money.at("2026-11-04T23:59:59Z");
    await renew();
    expect(await standing(reader)).toBe("member until 2026-11-05");
    money.at("2026-11-05T00:00:00Z");
    expect(await standing(reader)).toBe("no member");
    await renew();
    expect(await findMembership(money.db, reader)).toMatchObject({ endedAt: money.now() });
    expect(await chargesOf(money.db, reader)).toHaveLength(1);
    expect(await cancel(reader)).toEqual({ ok: false, refusal: "not-a-member" });
  });

  it("can be taken back while days are left", async () => {
    const reader = await member();
    await cancel(reader);
    const first = (await findMembership(money.db, reader))?.cancelledAt;
    money.at("2026-10-20T12:00:00Z");
    expect(await cancel(reader)).toMatchObject({ value: { cancelledAt: first } });
    const resumed = await resumeMembership(money.db, money.now(), reader);
    expect(resumed).toMatchObject({ ok: true, value: { cancelledAt: null } });
    money.at("2026-11-04T12:00:00Z");
    await renew();
    expect(await standing(reader)).toBe("member until 2026-12-05");
  });

  it("cannot be taken back once the paid days are over", async () => {
    const reader = await member();
    await cancel(reader);
    money.at("2026-11-05T00:00:00Z");
    await resumeMembership(money.db, money.now(), reader);
    await renew();
    expect(await standing(reader)).toBe("no member");
  });

  it("and joining again after the paid days begins a new membership", async () => {
    const reader = await member();
    await cancel(reader);
    expect(await join(reader)).toEqual({ ok: false, refusal: "already-member" });
    money.at("2026-11-20T12:00:00Z");
    expect(await join(reader)).toMatchObject({ ok: true, value: { paidUntil: "2026-12-20" } });
  });
});

describe("renewal", () => {
  it("charges on the last paid day, once, and the days follow without a gap", async () => {
    money.at("2026-10-31T12:00:00Z");
    const reader = await member();
    expect(await standing(reader)).toBe("member until 2026-11-30");
    money.at("2026-11-28T12:00:00Z");
    await renew();
    expect(await chargesOf(money.db, reader)).toHaveLength(1);
    money.at("2026-11-29T12:00:00Z");
    expect((await renew()).renewed).toBeGreaterThan(0);
    await renew();
    expect(await standing(reader)).toBe("member until 2026-12-31");
    expect(await chargesOf(money.db, reader)).toMatchObject([
      { spanFrom: "2026-11-30", spanTo: "2026-12-31" },
      { spanFrom: "2026-10-31", spanTo: "2026-11-30" },
    ]);
  });

  it("by two jobs at once charges once", async () => {
    const reader = await member();
    money.at("2026-11-04T12:00:00Z");
    await allAtOnce(money.db, hold("charge_attempt"), 2, renew);
    expect(await chargesOf(money.db, reader)).toHaveLength(2);
  });

  it("that another job made in the meantime is not made again", async () => {
    const readers = [await member(), await member()];
    money.at("2026-11-04T12:00:00Z");
    const overtaken: Bank = {
      ...money.bank,
      charge: async (request) => {
        await renew();
        return money.bank.charge(request);
      },
    };
    await renewMemberships(money.db, overtaken, money.now());
    for (const reader of readers) expect(await chargesOf(money.db, reader)).toHaveLength(2);
  });

  it("that is declined is tried three times in fourteen days, and then the membership ends", async () => {
    const reader = await member(GOOD_ONCE);
    for (const [day, declines] of [
      ["2026-11-04", 1],
      ["2026-11-05", 1],
      ["2026-11-08", 1],
      ["2026-11-09", 2],
      ["2026-11-17", 2],
      ["2026-11-18", 3],
    ]) {
      money.at(`${day}T12:00:00Z`);
      await renew();
      expect(await findMembership(money.db, reader), String(day)).toMatchObject({ declines });
    }
    const ended = { paidUntil: "2026-11-05", endedAt: money.now() };
    expect(await findMembership(money.db, reader)).toMatchObject(ended);
    const job = z.object({ readerId: z.int(), membershipId: z.int(), runAt: z.date() });
    const told = await money.db.many(sql.of(job)`
      select (payload ->> 'readerId')::int as reader_id,
             (payload ->> 'membershipId')::int as membership_id, run_at
        from graphile_worker._private_jobs jobs
        join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
       where identifier = 'membership-ended' and payload ->> 'readerId' = ${String(reader)}`);
    expect(told).toMatchObject([{ runAt: money.now() }]);
    expect(await chargesOf(money.db, reader)).toHaveLength(1);
  });

  it("that is declined leaves its member the paid days and no more", async () => {
    const reader = await member(GOOD_ONCE);
    money.at("2026-11-04T12:00:00Z");
    await renew();
    expect(await standing(reader)).toBe("member until 2026-11-05");
    money.at("2026-11-05T00:00:00Z");
    expect(await standing(reader)).toBe("no member");
  });

  it("that succeeds at a later try begins that day: days without reading are not charged", async () => {
    const reader = await member(GOOD_ONCE);
    money.at("2026-11-04T12:00:00Z");
    await renew();
    const mended: Bank = { ...money.bank, charge: (asked) => money.bank.charge(again(asked)) };
    money.at("2026-11-09T12:00:00Z");
    await renewMemberships(money.db, mended, money.now());
    expect(await chargesOf(money.db, reader)).toMatchObject([
      { spanFrom: "2026-11-09", spanTo: "2026-12-09" },
      { spanFrom: "2026-10-05", spanTo: "2026-11-05" },
    ]);
    expect(await findMembership(money.db, reader)).toMatchObject({ declines: 0, declinedAt: null });
  });

  it("that is declined can be made good with another card, on any day and for another plan", async () => {
    const reader = await member(GOOD_ONCE);
    money.at("2026-11-04T12:00:00Z");
    await renew();
    money.at("2026-11-07T12:00:00Z");
    expect(await join(reader, GOOD, "member-yearly")).toMatchObject({
      value: { paidUntil: "2027-11-07", cardLast4: "4242", declines: 0, planCode: "member-yearly" },
    });
    expect(await join(reader)).toEqual({ ok: false, refusal: "already-member" });
  });

  it("that is declined is not tried again once its member has cancelled", async () => {
    const reader = await member(GOOD_ONCE);
    money.at("2026-11-04T12:00:00Z");
    await renew();
    await cancel(reader);
    money.at("2026-11-09T12:00:00Z");
    await renew();
    const ended = { declines: 1, endedAt: money.now() };
    expect(await findMembership(money.db, reader)).toMatchObject(ended);
  });

  it("whose answer is lost keeps its reader a member until it is known", async () => {
    const reader = await member(SILENT);
    money.at("2026-10-05T12:02:00Z");
    await settle();
    money.at("2026-11-04T12:00:00Z");
    expect((await renew()).waiting).toBe(1);
    money.at("2026-11-05T00:00:30Z");
    expect(await standing(reader)).toBe("member until 2026-11-05");
    await settle();
    expect(await standing(reader)).toBe("member until 2026-12-05");
    expect(await chargesOf(money.db, reader)).toHaveLength(2);
  });

  it("waits while a refund of its last days has no answer", async () => {
    const reader = await member();
    money.at("2026-11-04T12:00:00Z");
    await renew();
    await refund(reader, silently(money.bank));
    await resumeMembership(money.db, money.now(), reader);
    await renew();
    expect(await chargesOf(money.db, reader)).toHaveLength(2);
    money.at("2026-11-04T12:02:00Z");
    await settle();
    await renew();
    expect(await chargesOf(money.db, reader)).toHaveLength(3);
    expect(await standing(reader)).toBe("member until 2026-12-05");
  });

  it("after a week without the job goes on from the paid day; after more, from today", async () => {
    const [near, far] = [await member(), await member()];
    money.at("2026-11-12T12:00:00Z");
    await money.db.run(
      sql`update membership set paid_until = '2026-11-04' where reader_id = ${far}`,
    );
    await renew();
    expect(await standing(near)).toBe("member until 2026-12-05");
    expect(await standing(far)).toBe("member until 2026-12-12");
  });

  it("of one member that fails costs no other theirs", async () => {
    const readers = [await member(), await member(), await member()];
    money.at("2026-11-04T12:00:00Z");
    let calls = 0;
    const shaky: Bank = {
      ...money.bank,
      charge: (request) =>
        calls++ === 0 ? Promise.reject(new Error("the line broke")) : money.bank.charge(request),
    };
    const run = renewMemberships(money.db, shaky, money.now());
    await expect(run).rejects.toThrow(/1 of \d+ failed/);
    const renewed = async () => {
      const charges = await Promise.all(readers.map((reader) => chargesOf(money.db, reader)));
      return charges.filter(({ length }) => length === 2).length;
    };
    expect(await renewed()).toBe(2);
    await renew();
    expect(await renewed()).toBe(3);
  });
});

describe("a refund", () => {
  it("on the first day gives back everything but what the provider keeps", async () => {
    const reader = await money.reader();
    const moved = await money.moved(async () => {
      await join(reader);
      expect(await refund(reader)).toEqual({
        ok: true,
        value: { micros: 5_000_000n, state: "paid" },
      });
    });
    expect(moved).toEqual({ provider: -450_000n, fees: 450_000n });
    expect(await standing(reader)).toBe("no member");
    expect(await findMembership(money.db, reader)).toMatchObject({ endedAt: money.now() });
  });

  it("after ten days gives back the rest, the fee's part included, to the whole cent", async () => {
    const reader = await member();
    money.at("2026-10-15T12:00:00Z");
    await accrueDues(money.db, money.now());
    const moved = await money.moved(() => refund(reader));
    // 21 of 31 days: 3.387096… of 5.00, up to the cent.
    expect(await chargesOf(money.db, reader)).toMatchObject([
      { refundMicros: 3_390_000n, refundState: "paid", refundedFrom: "2026-10-15" },
    ]);
    // Of net 4.55 the ten days earned ⌊4_550_000 · 10 / 31⌋.
    expect(moved).toEqual({
      provider: -3_390_000n,
      deferred: -(4_550_000n - 1_467_741n),
      platform: -(3_390_000n - 3_082_259n),
    });
    expect(await standing(reader)).toBe("no member");
    money.at("2026-10-30T12:00:00Z");
    expect(await money.moved(() => accrueDues(money.db, money.now()))).not.toHaveProperty("fees");
    expect(await dueOf(reader)).toBe(1_467_741n);
  });

  it("asked twice, or by five at once, is paid once", async () => {
    const reader = await member();
    const moved = await money.moved(async () => {
      const answers = await allAtOnce(money.db, hold("refund"), 5, () => refund(reader));
      expect(answers.filter(({ ok }) => ok).length).toBeGreaterThan(0);
      expect(await refund(reader)).toEqual({ ok: false, refusal: "already-refunded" });
    });
    expect(moved.provider).toBe(-5_000_000n);
    expect(moved.platform).toBe(-450_000n);
  });

  it("whose answer is lost is owed until it is looked up, and paid once", async () => {
    const reader = await member();
    const moved = await money.moved(async () => {
      expect(await refund(reader, silently(money.bank))).toMatchObject({
        value: { state: "asked" },
      });
      expect((await money.books()).refundPayable).toBe(5_000_000n);
      expect(await join(reader)).toEqual({ ok: false, refusal: "payment-pending" });
      money.at("2026-10-05T12:02:00Z");
      expect(await settle()).toBe(1);
    });
    expect(moved).toEqual({ provider: -5_000_000n, deferred: -4_550_000n, platform: -450_000n });
    expect(await join(reader)).toMatchObject({ ok: true });
  });

  it("that is settled is not settled again, whenever that is tried", async () => {
    const reader = await member();
    await refund(reader);
    const ids = z.object({ id: z.coerce.number() });
    const { id } = await money.db.one(sql.of(ids)`
      select id from refund where reader_id = ${reader}`);
    money.at("2026-10-06T12:00:00Z");
    const moved = await money.moved(async () => {
      const again = await carryOutRefund(money.db, money.bank, money.now(), id);
      expect(again).toEqual({ ok: true, value: { micros: 5_000_000n, state: "paid" } });
    });
    expect(moved).toEqual({});
  });

  it("that the bank refuses gives the days back, and they accrue", async () => {
    const reader = await member();
    money.at("2026-10-10T12:00:00Z");
    const refusing: Bank = {
      ...money.bank,
      refund: async () => ({ state: "declined", reason: "no-such-charge" }),
    };
    const moved = await money.moved(async () => {
      expect(await refund(reader, refusing)).toEqual({ ok: false, refusal: "refused-by-bank" });
    });
    expect(moved).toEqual({});
    expect(await standing(reader)).toBe("member until 2026-11-05");
    money.at("2026-11-06T12:00:00Z");
    await renew();
    await accrueDues(money.db, money.now());
    expect(await dueOf(reader)).toBe(4_550_000n);
    expect(await money.audit()).toEqual([]);
  });

  it("is refused after fourteen days, to strangers, and for days that are gone", async () => {
    const reader = await member();
    const [charge] = await chargesOf(money.db, reader);
    const stranger = { readerId: await money.reader(), chargeId: charge!.chargeId };
    const answer = await refundCharge(money.db, money.bank, money.now(), stranger);
    expect(answer).toEqual({ ok: false, refusal: "no-such-charge" });
    money.at("2026-10-19T12:00:01Z");
    expect(await refund(reader)).toEqual({ ok: false, refusal: "too-late" });
    money.at("2026-10-19T12:00:00Z");
    expect(await refund(reader)).toMatchObject({ ok: true });
  });

  it("waits while a renewal has no answer", async () => {
    const reader = await member(SILENT);
    money.at("2026-10-05T12:02:00Z");
    await settle();
    await money.db.run(sql`
      update membership set paid_until = '2026-10-07' where reader_id = ${reader}`);
    money.at("2026-10-06T12:00:00Z");
    expect((await renew()).waiting).toBe(1);
    expect(await refund(reader)).toEqual({ ok: false, refusal: "payment-pending" });
    money.at("2026-10-06T12:02:00Z");
    await settle();
  });

  it("of a renewal gives back its whole span and leaves the days before it", async () => {
    const reader = await member();
    money.at("2026-11-04T12:00:00Z");
    await renew();
    const [, first] = await chargesOf(money.db, reader);
    const earlier = { readerId: reader, chargeId: first!.chargeId };
    expect(await refundCharge(money.db, money.bank, money.now(), earlier)).toMatchObject({
      refusal: "too-late",
    });
    expect(await refund(reader)).toMatchObject({ value: { micros: 5_000_000n } });
    expect(await standing(reader)).toBe("member until 2026-11-05");
    money.at("2026-11-05T00:30:00Z");
    await renew();
    expect(await standing(reader)).toBe("no member");
  });

  it("never gives back a day that is earned already", async () => {
    const reader = await member();
    money.at("2026-10-09T00:00:00Z");
    await accrueDues(money.db, money.now());
    money.at("2026-10-08T23:59:59Z");
    await refund(reader);
    expect(await chargesOf(money.db, reader)).toMatchObject([{ refundedFrom: "2026-10-09" }]);
    expect(await standing(reader)).toBe("member until 2026-10-09");
  });
});

async function dueOf(reader: ReaderId): Promise<bigint> {
  const { micros } = await money.db.one(sql.of(z.object({ micros: z.coerce.bigint() }))`
    select coalesce(sum(accrued_micros), 0)::bigint as micros from dues where member_id = ${reader}`);
  return micros;
}

describe("after all of this", () => {
  it("the books are right and hold what the bank holds", async () => {
    expect(await money.audit()).toEqual([]);
    expect((await money.books()).provider).toBe(await testBankBalance(money.db, "USD"));
    expect((await money.books()).refundPayable).toBe(0n);
    expect(await join(await money.reader(), DECLINED)).toMatchObject({ ok: false });
  });
});
