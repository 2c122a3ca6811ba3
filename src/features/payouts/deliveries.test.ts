/** Money that is on its way, arrives, comes back, and is sent again (docs/policy/payouts.md §2). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dies, everyFault, faultyBank, faultyDatabase } from "../../../test/support/faults.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { type Money, openMoney } from "../../../test/support/money.ts";
import type { AuthorId } from "../../core/ids.ts";
import { custody, inTransit, payable, provider, withholding } from "../../core/ledger/chart.ts";
import { sql, type Tx } from "../../store/db.ts";
import type { Bank, Delivery } from "../bank/bank.ts";
import { atStripe, deliveringBank, held, moves, owed, states } from "./owed.test-support.ts";
import { settlePayouts } from "./pay-out.ts";
import { requestPayout } from "./request-payout.ts";
import { carryOut } from "./settle-payout.ts";
import { payoutsOf } from "./store.ts";
import { recordWithholding } from "./withholding/withholding-store.ts";

let money: Money;
/** What the bank says now, for each account. */
const said = new Map<string, Delivery>();
let bank: Bank;
beforeAll(async () => {
  money = await openMoney("2026-11-08T06:00:00Z");
  bank = deliveringBank(money.bank, (account) => said.get(account) ?? { state: "sent" });
});
afterAll(() => money.close());
afterEach(async () => {
  expect(await money.audit()).toEqual([]);
});

const SENT: Delivery = { state: "sent" };
const paid = (ref: string): Delivery => ({ state: "paid", ref });
const failed = (ref: string): Delivery => ({ state: "failed", ref, reason: "account_closed" });
const returned = (ref: string): Delivery => ({ state: "returned", ref });

async function partnerAtStripe(micros: bigint): Promise<AuthorId> {
  const partner = await owed(money, micros);
  await atStripe(money, partner);
  return partner;
}

const says = (partner: AuthorId, delivery: Delivery) =>
  said.set(`acct_test_good_${partner}`, delivery);
const ask = (partner: AuthorId) => requestPayout(money.db, bank, money.now(), partner);

/** The bank says this, and somebody looks. */
async function hears(partner: AuthorId, ...deliveries: Delivery[]): Promise<string> {
  for (const delivery of deliveries) {
    says(partner, delivery);
    await settlePayouts(money.db, bank, money.now());
  }
  const [payout] = await payoutsOf(money.db, partner);
  return `${payout!.state} ${payout!.paidRef ?? "-"}`;
}

/** Where the partner's money is: in transit, in custody, payable. */
async function whereIs(partner: AuthorId): Promise<bigint[]> {
  return [
    await held(money, inTransit(partner)),
    await held(money, custody(partner)),
    await held(money, payable(partner)),
  ];
}

describe("a payout whose money takes days", () => {
  it("is on its way first, then paid", async () => {
    const wil = await partnerAtStripe(15_000_000n);
    await ask(wil);
    expect(await states(money, wil)).toBe("sent 15000000");
    expect(await whereIs(wil)).toEqual([15_000_000n, 15_000_000n, 0n]);
    expect(await hears(wil, paid("po_1"))).toBe("paid po_1");
    expect(await whereIs(wil)).toEqual([0n, 0n, 0n]);
  });

  it("is no other payout’s turn until then", async () => {
    const wil = await partnerAtStripe(15_000_000n);
    await ask(wil);
    await moves(money, provider(), payable(wil), 20_000_000n);
    expect(await ask(wil)).toEqual({ ok: false, refusal: "under-way" });
    await hears(wil, paid("po_1b"));
    expect(await ask(wil)).toMatchObject({ ok: true });
  });

  it("`paid` then `failed`: comes back to the provider days later, and is paid again under another name", async () => {
    const wil = await partnerAtStripe(15_000_000n);
    await ask(wil);
    await hears(wil, paid("po_2"));
    money.at("2026-11-12T06:00:00Z");
    expect(await hears(wil, failed("po_2"))).toBe("failed -");
    expect(await whereIs(wil)).toEqual([15_000_000n, 15_000_000n, 0n]);
    expect((await payoutsOf(money.db, wil))[0]?.failure).toBe("account_closed");
    expect(await hears(wil, paid("po_3"))).toBe("paid po_3");
    expect(await whereIs(wil)).toEqual([0n, 0n, 0n]);
    expect(await hears(wil, failed("po_3"), paid("po_4"))).toBe("paid po_4");
  });

  it("old news overwrites nothing: what failed stays failed, however often it is said", async () => {
    const wil = await partnerAtStripe(15_000_000n);
    await ask(wil);
    const news = [paid("a"), SENT, failed("a"), paid("a"), SENT, failed("a"), paid("b")];
    expect(await hears(wil, ...news)).toBe("paid b");
    expect(await hears(wil, failed("a"), paid("a"), SENT)).toBe("paid b");
    expect(await whereIs(wil)).toEqual([0n, 0n, 0n]);
  });

  it("that returns to us is payable again, with the tax that was kept back from it", async () => {
    const wil = await partnerAtStripe(20_005_000n);
    const by = await money.reader();
    const form = { authority: "NL", rateBps: 1500, form: "NL-15", formRef: "drawer 3" };
    await money.db.transaction((tx) =>
      recordWithholding(tx, money.now(), { partner: wil, by }, form),
    );
    const before = await held(money, withholding("NL"));
    await ask(wil);
    expect(await states(money, wil)).toBe("sent 17000000");
    expect(await held(money, withholding("NL"))).toBe(before + 3_000_000n);
    expect(await held(money, payable(wil))).toBe(5_000n);
    expect(await hears(wil, paid("po_5"), returned("trr_1"))).toBe("returned -");
    expect(await whereIs(wil)).toEqual([0n, 0n, 20_005_000n]);
    expect(await held(money, withholding("NL"))).toBe(before);
    // At its end: nothing moves it any more, and the next try is another payout.
    expect(await hears(wil, paid("po_6"))).toBe("returned -");
    says(wil, SENT);
    expect(await ask(wil)).toMatchObject({ ok: true });
    expect(await states(money, wil)).toBe("sent 17000000, returned 17000000");
  });

  it("that failed keeps no other from leaving once its partner has chosen another account", async () => {
    const wil = await partnerAtStripe(15_000_000n);
    await ask(wil);
    await hears(wil, failed("po_7"));
    await moves(money, provider(), payable(wil), 12_000_000n);
    expect(await ask(wil)).toEqual({ ok: false, refusal: "under-way" });
    await money.db.run(sql`
      update partner set payout_account = 'acct_test_good_other' where reader_id = ${wil}`);
    expect(await ask(wil)).toMatchObject({ ok: true, value: { micros: 12_000_000n } });
  });
});

describe("two who look at the same moment", () => {
  it("book one arrival once, and an answer that was slow does not undo a newer one", async () => {
    const wil = await partnerAtStripe(15_000_000n);
    await ask(wil);
    const [seen] = await payoutsOf(money.db, wil);
    says(wil, paid("po_8"));
    const hold = (tx: Tx) => tx.run(sql`lock table payout in share mode`);
    await allAtOnce(money.db, hold, 2, () => carryOut(money.db, bank, money.now(), seen!));
    expect(await whereIs(wil)).toEqual([0n, 0n, 0n]);

    // One reads the first arrival and is slow; by the time it books, it has failed, nobody saw that,
    // and the second is booked.
    await hears(wil, failed("po_8"));
    const [now] = await payoutsOf(money.db, wil);
    says(wil, paid("po_8b"));
    const slow: Bank = {
      ...bank,
      lookUp: async (kind, key) => {
        const early = await bank.lookUp(kind, key);
        await hears(wil, paid("po_9"));
        return early;
      },
    };
    await carryOut(money.db, slow, money.now(), now!);
    const [after] = await payoutsOf(money.db, wil);
    expect([after?.state, after?.paidRef]).toEqual(["paid", "po_9"]);
    expect(await hears(wil, failed("po_9"), paid("po_10"))).toBe("paid po_10");
    expect(await whereIs(wil)).toEqual([0n, 0n, 0n]);
  });
});

describe("a crash at any moment", () => {
  let own: Money;
  beforeAll(async () => {
    own = await openMoney("2026-11-08T06:00:00Z");
  });
  afterAll(() => own.close());

  it("of paid, failed, paid again and returned leaves every step booked once", async () => {
    let now: Delivery = SENT;
    const told = deliveringBank(own.bank, () => now);
    const moments = await everyFault(async (moments) => {
      now = SENT;
      const wil = await owed(own, 15_000_000n);
      await atStripe(own, wil);
      const db = faultyDatabase(own.db, moments);
      const shaky = faultyBank(told, moments);
      await dies(requestPayout(db, shaky, own.now(), wil));
      const isAsked = (await payoutsOf(own.db, wil)).length > 0;
      own.at(new Date(own.now().getTime() + 61_000).toISOString());
      for (const delivery of [paid("a"), failed("a"), paid("b"), returned("t")]) {
        now = delivery;
        await dies(settlePayouts(db, shaky, own.now()));
        await settlePayouts(own.db, told, own.now());
      }
      // Asked for or not when it died: either way all of it is theirs in the end.
      const end = isAsked ? "returned 15000000" : "";
      expect(await states(own, wil), `moment ${moments.count}`).toBe(end);
      expect(await held(own, payable(wil))).toBe(15_000_000n);
      const books = await own.books();
      expect([books.inTransit ?? 0n, books.custody ?? 0n]).toEqual([0n, 0n]);
    });
    expect(moments).toBeGreaterThan(40);
    expect(await own.audit()).toEqual([]);
  }, 90_000);
});
