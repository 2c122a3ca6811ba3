/** A process may die between any two statements: what is done again afterwards ends as if it had not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  dies,
  everyFault,
  faultyBank,
  faultyDatabase,
  type Moments,
} from "../../../test/support/faults.ts";
import { GOOD, GOOD_ONCE, type Money, openMoney } from "../../../test/support/money.ts";
import type { ReaderId } from "../../core/ids.ts";
import { dayAfter, dayOf, dayStart, daysBetween } from "../../core/time.ts";
import { testBankBalance } from "../bank/store.ts";
import { accrueDues } from "./accrue-dues.ts";
import { chargesOf } from "./charge-store.ts";
import { joinMembership } from "./join-membership.ts";
import { refundCharge } from "./refund-charge.ts";
import { renewMemberships } from "./renew-memberships.ts";
import { settleCharges } from "./settle-charges.ts";
import { findMembership } from "./store.ts";

let money: Money;
beforeAll(async () => {
  money = await openMoney("2026-10-05T12:00:00Z");
});
afterAll(async () => {
  expect(await money.audit()).toEqual([]);
  expect((await money.books()).provider).toBe(await testBankBalance(money.db, "USD"));
  await money.close();
});

/** A process that will die at one of the moments. */
function doomed(moments: Moments) {
  return { db: faultyDatabase(money.db, moments), bank: faultyBank(money.bank, moments) };
}

function join({ db, bank }: Pick<Money, "db" | "bank">, readerId: ReaderId, of = GOOD) {
  const wish = { readerId, planCode: "member-monthly", card: of };
  return joinMembership(db, bank, money.now(), wish);
}

async function joined(of = GOOD): Promise<ReaderId> {
  const reader = await money.reader();
  await join(money, reader, of);
  return reader;
}

describe("a crash at any moment of", () => {
  it("joining loses no payment and doubles none", async () => {
    const expected = {
      provider: 4_550_000n,
      deferred: 4_550_000n,
      platform: 450_000n,
      fees: 450_000n,
    };
    const moments = await everyFault(async (moments) => {
      money.at("2026-10-05T12:00:00Z");
      const reader = await money.reader();
      const moved = await money.moved(async () => {
        await dies(join(doomed(moments), reader));
        money.at("2026-10-05T14:00:00Z");
        await settleCharges(money.db, money.bank, money.now());
        await join(money, reader);
      });
      expect(moved, `moment ${moments.count}`).toEqual(expected);
      expect(await chargesOf(money.db, reader)).toHaveLength(1);
      expect(await findMembership(money.db, reader)).toMatchObject({ paidUntil: "2026-11-05" });
    });
    expect(moments).toBeGreaterThan(20);
  });

  it("a refund pays it once, however it is taken up again", async () => {
    const again = [
      (reader: ReaderId) => refund(money, reader),
      async () => {
        money.at("2026-10-05T12:05:00Z");
        await settleCharges(money.db, money.bank, money.now());
      },
    ];
    const refund = async ({ db, bank }: Pick<Money, "db" | "bank">, readerId: ReaderId) => {
      const [charge] = await chargesOf(money.db, readerId);
      return refundCharge(db, bank, money.now(), { readerId, chargeId: charge!.chargeId });
    };
    const moments = await everyFault(async (moments, at) => {
      money.at("2026-10-05T12:00:00Z");
      const reader = await joined();
      const moved = await money.moved(async () => {
        await dies(refund(doomed(moments), reader));
        await again[at % 2]!(reader);
        await refund(money, reader);
      });
      expect(moved, `moment ${moments.count}`).toEqual({
        ...{ provider: -5_000_000n, deferred: -4_550_000n, platform: -450_000n },
      });
      expect(await findMembership(money.db, reader)).toMatchObject({ paidUntil: "2026-10-05" });
    });
    expect(moments).toBeGreaterThan(20);
  });

  it("renewals renews each of them once, and tries the declined one once a time", async () => {
    const renew = ({ db, bank }: Pick<Money, "db" | "bank">) =>
      renewMemberships(db, bank, money.now());
    money.at("2026-11-06T12:00:00Z");
    await renew(money);
    const moments = await everyFault(async (moments) => {
      money.at("2026-10-05T12:00:00Z");
      const readers = [await joined(), await joined(GOOD_ONCE)];
      money.at("2026-11-04T12:00:00Z");
      const moved = await money.moved(async () => {
        await dies(renew(doomed(moments)));
        await renew(money);
      });
      expect(moved.provider, `moment ${moments.count}`).toBe(4_550_000n);
      const charges = await Promise.all(readers.map((reader) => chargesOf(money.db, reader)));
      expect(charges.map(({ length }) => length)).toEqual([2, 1]);
      const declined = await findMembership(money.db, readers[1]!);
      expect(declined).toMatchObject({ paidUntil: "2026-11-05", declines: 1 });
      money.at("2026-11-09T12:00:00Z");
      const none = { renewed: 0, ended: 0, declined: 0, waiting: 0 };
      expect(await renew(money)).toEqual({ ...none, declined: 1 });
      money.at("2026-11-18T12:00:00Z");
      expect(await renew(money)).toEqual({ ...none, ended: 1 });
    });
    expect(moments).toBeGreaterThan(40);
  });
});

describe("a crash at any moment of accrual", () => {
  let house: Money;
  beforeAll(async () => {
    house = await openMoney("2026-10-05T12:00:00Z");
    for (let n = 0; n < 3; n++) {
      const wish = { readerId: await house.reader(), planCode: "member-yearly", card: GOOD };
      await joinMembership(house.db, house.bank, house.now(), wish);
    }
  });
  afterAll(() => house.close());

  it("accrues each day of each charge once", async () => {
    let today = dayOf(house.now());
    const moments = await everyFault(async (moments) => {
      today = dayAfter(today, 2);
      await dies(accrueDues(faultyDatabase(house.db, moments), dayStart(today), 2));
      const { chargeDays } = await accrueDues(house.db, dayStart(today), 2);
      expect(chargeDays, `moment ${moments.count}`).toBeLessThanOrEqual(6);
      const days = BigInt(daysBetween(dayOf(house.now()), today));
      const net = 50_000_000n - 1_750_000n;
      expect((await house.books()).deferred).toBe(3n * (net - (net * days) / 365n));
      expect(await house.audit()).toEqual([]);
    });
    expect(moments).toBeGreaterThan(30);
  });
});
