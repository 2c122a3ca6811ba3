import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import { type Money, openMoney } from "../../../test/support/money.ts";
import type { AuthorId } from "../../core/ids.ts";
import { inTransit, payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { sql, type Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { balanceOf } from "../ledger/store.ts";
import { payOut, settlePayouts } from "./pay-out.ts";
import { requestPayout } from "./request-payout.ts";
import { carryOut } from "./settle-payout.ts";
import { newestPayouts, payoutsOf } from "./store.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-11-08T06:00:00Z");
});
afterAll(() => money.close());

let grants = 0;

/** A partner who is owed so much, with a bank account that answers as its name says. */
async function partnerOwed(micros: bigint, account: string | null = "acct_test_good") {
  const partner = await money.partner(account);
  await owe(partner, micros);
  return partner;
}

function owe(partner: AuthorId, micros: bigint) {
  const journal = { key: `test:grant:${grants++}`, kind: "test", currency: "USD" };
  const times = { occurredAt: money.now(), postedAt: money.now() };
  return money.db.transaction((tx) =>
    postJournal(tx, { ...journal, legs: legs([provider(), payable(partner), micros]) }, times),
  );
}

const request = (partner: AuthorId, bank: Bank = money.bank) =>
  requestPayout(money.db, bank, money.now(), partner);
const payable_ = (partner: AuthorId) => balanceOf(money.db, payable(partner), "USD");

async function states(partner: AuthorId): Promise<string> {
  const payouts = await payoutsOf(money.db, partner);
  return payouts.map(({ state, micros }) => `${state} ${micros}`).join(", ");
}

const hold = (tx: Tx) => tx.run(sql`lock table payout in share mode`);

describe("asking for a payout", () => {
  it("sends the whole balance in whole cents, and keeps what is left over", async () => {
    const wil = await partnerOwed(12_349_999n);
    const moved = await money.moved(async () => {
      expect(await request(wil)).toMatchObject({
        ok: true,
        value: { state: "paid", micros: 12_340_000n, payoutAccount: `acct_test_good_${wil}` },
      });
    });
    expect(moved).toEqual({ provider: -12_340_000n, payable: -12_340_000n });
    expect(await payable_(wil)).toBe(9_999n);
  });

  it("sends it once, however many ask at once", async () => {
    const wil = await partnerOwed(12_000_000n);
    const answers = await allAtOnce(money.db, hold, 5, () => request(wil));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await states(wil)).toBe("paid 12000000");
    expect(await payable_(wil)).toBe(0n);
  });

  it("is refused below the minimum, and the balance rolls over until it is reached", async () => {
    const wil = await partnerOwed(9_999_999n);
    const moved = await money.moved(async () => {
      expect(await request(wil)).toEqual({ ok: false, refusal: "below-minimum" });
    });
    expect(moved).toEqual({});
    await owe(wil, 1n);
    expect(await request(wil)).toMatchObject({ ok: true });
  });

  it("says why not", async () => {
    const [noAccount, paused, left] = [
      await partnerOwed(20_000_000n, null),
      await partnerOwed(20_000_000n),
      await partnerOwed(20_000_000n),
    ];
    await money.db.run(sql`update partner set state = 'paused' where reader_id = ${paused}`);
    await money.db.run(sql`update partner set state = 'left' where reader_id = ${left}`);
    expect(await request(await money.reader())).toMatchObject({ refusal: "not-a-partner" });
    expect(await request(noAccount)).toMatchObject({ refusal: "no-payout-account" });
    expect(await request(paused)).toMatchObject({ refusal: "paused" });
    // Nothing is forfeited on leaving.
    expect(await request(left)).toMatchObject({ ok: true, value: { state: "paid" } });
  });

  it("that is definitely refused makes the balance payable again, and the next try is a new payout", async () => {
    const wil = await partnerOwed(15_000_000n, "acct_test_refuses");
    const moved = await money.moved(async () => {
      expect(await request(wil)).toMatchObject({
        value: { state: "refused", failure: "account-refuses" },
      });
    });
    expect(moved).toEqual({});
    await money.db.run(sql`
      update partner set payout_account = 'acct_test_new' where reader_id = ${wil}`);
    expect(await request(wil)).toMatchObject({ value: { state: "paid" } });
    expect(await states(wil)).toBe("paid 15000000, refused 15000000");
  });

  it("without an answer posts nothing more, is not tried anew, and is looked up by its key", async () => {
    const wil = await partnerOwed(15_000_000n, "acct_test_silent");
    expect(await request(wil)).toMatchObject({ value: { state: "asked" } });
    expect(await balanceOf(money.db, inTransit(wil), "USD")).toBe(15_000_000n);
    await owe(wil, 30_000_000n);
    expect(await request(wil)).toEqual({ ok: false, refusal: "under-way" });
    expect(await settlePayouts(money.db, money.bank, money.now())).toBe(0);
    money.at("2026-11-08T06:02:00Z");
    expect(await settlePayouts(money.db, money.bank, money.now())).toBe(1);
    expect(await states(wil)).toBe("paid 15000000");
    expect(await payable_(wil)).toBe(30_000_000n);
  });

  it("that never reached the bank is sent later, once, as it was frozen", async () => {
    const wil = await partnerOwed(15_000_000n);
    const unreachable: Bank = { ...money.bank, transfer: async () => ({ state: "unknown" }) };
    await request(wil, unreachable);
    await money.db.run(sql`
      update partner set payout_account = 'acct_test_other' where reader_id = ${wil}`);
    await owe(wil, 1_000_000n);
    money.at("2026-11-08T06:05:00Z");
    const moved = await money.moved(() => settlePayouts(money.db, money.bank, money.now()));
    expect(moved).toMatchObject({ provider: -15_000_000n, inTransit: -15_000_000n });
    const [payout] = await payoutsOf(money.db, wil);
    expect(payout).toMatchObject({ state: "paid", payoutAccount: `acct_test_good_${wil}` });
    const asked = await money.db.many(sql.of(z.object({ target: z.string() }))`
      select target from test_bank_request where key = ${payout!.key}`);
    expect(asked).toEqual([{ target: `acct_test_good_${wil}` }]);
  });

  it("whose answer is looked up by two jobs at once, and again later, is booked once", async () => {
    const wil = await partnerOwed(15_000_000n, "acct_test_silent");
    money.at("2026-11-08T07:00:00Z");
    await request(wil);
    const moved = await money.moved(async () => {
      const times = ["2026-11-08T07:02:00Z", "2026-11-08T07:02:01Z"].map((at) => new Date(at));
      await allAtOnce(money.db, hold, 2, (job) => settlePayouts(money.db, money.bank, times[job]!));
      const [payout] = await payoutsOf(money.db, wil);
      const again = await carryOut(money.db, money.bank, money.at("2026-11-09T00:00:00Z"), payout!);
      expect(again).toEqual(payout);
    });
    expect(moved).toEqual({ provider: -15_000_000n, inTransit: -15_000_000n });
    expect(await states(wil)).toBe("paid 15000000");
  });

  it("keeps the account and the amount it was asked with under its key", async () => {
    const wil = await partnerOwed(15_000_000n, "acct_test_silent");
    await request(wil);
    const key = (await payoutsOf(money.db, wil))[0]!.key;
    const other = { key, micros: 14_000_000n, currency: "USD", account: `acct_test_silent_${wil}` };
    await expect(money.bank.transfer(other)).rejects.toThrow("stands for one body");
  });
});

describe("the month's payouts", () => {
  const run = (bank: Bank = money.bank) => payOut(money.db, bank, money.now());

  it("pay everyone who is owed enough, and a second run pays nobody", async () => {
    // What the tests before left: asked for by the first run, settled by the second.
    await run();
    await run();
    const [wil, ann, low] = [
      await partnerOwed(10_000_000n),
      await partnerOwed(25_555_555n),
      await partnerOwed(9_000_000n),
    ];
    const refuses = await partnerOwed(11_000_000n, "acct_test_refuses");
    const steps: string[] = [];
    const done = await payOut(money.db, money.bank, money.now(), (step, of) =>
      steps.push(`${step}/${of}`),
    );
    expect(done).toMatchObject({ paid: 2, refused: 1, waiting: 0, micros: 35_550_000n });
    expect(steps.at(-1)).toBe(`${steps.length}/${steps.length}`);
    expect([await states(wil), await states(ann), await states(low)]).toEqual([
      "paid 10000000",
      "paid 25550000",
      "",
    ]);
    expect(await run()).toMatchObject({ paid: 0, micros: 0n });
    expect(await payable_(refuses)).toBe(11_000_000n);
    const newest = await newestPayouts(money.db, 50);
    expect(newest.map(({ partnerId }) => partnerId)).toEqual(
      expect.arrayContaining([wil, ann, refuses]),
    );
  });

  it("by two at once pay each partner once", async () => {
    const partners = [await partnerOwed(10_000_000n), await partnerOwed(10_000_000n)];
    await allAtOnce(money.db, hold, 2, () => run());
    for (const partner of partners) expect(await states(partner)).toBe("paid 10000000");
  });

  it("of one partner that fail cost no other theirs, and are made good by the next run", async () => {
    const partners = [
      await partnerOwed(10_000_000n),
      await partnerOwed(10_000_000n),
      await partnerOwed(10_000_000n),
    ];
    let calls = 0;
    const shaky: Bank = {
      ...money.bank,
      transfer: async (wish) => {
        if (wish.account.endsWith(`_${partners[0]}`) && calls++ === 0)
          throw new Error("broken line");
        return money.bank.transfer(wish);
      },
    };
    await expect(run(shaky)).rejects.toThrow(/1 of \d+ failed/);
    expect(await states(partners[1]!)).toBe("paid 10000000");
    expect(await states(partners[2]!)).toBe("paid 10000000");
    expect(await states(partners[0]!)).toBe("asked 10000000");
    await run();
    expect(await states(partners[0]!)).toBe("paid 10000000");
  });
});

describe("after all of this", () => {
  it("the books are right, and nothing is under way but what the bank has not answered", async () => {
    expect(await money.audit()).toEqual([]);
    const books = await money.books();
    const waiting = (await newestPayouts(money.db, 99)).filter(({ state }) => state === "asked");
    expect(books.inTransit).toBe(waiting.reduce((sum, { micros }) => sum + micros, 0n));
    expect(books.custody).toBe(0n);
  });
});
