/** A process may die between any two statements of a refund of shares, or of a dispute. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  dies,
  everyFault,
  faultyBank,
  faultyDatabase,
  type Moments,
} from "../../../../test/support/faults.ts";
import type { Books } from "../../../../test/support/money.ts";
import { GOOD } from "../../../../test/support/money.ts";
import type { ReaderId } from "../../../core/ids.ts";
import type { Dispute } from "../../bank/bank.ts";
import { testBankBalance } from "../../bank/store.ts";
import { accrueDues } from "../accrue-dues.ts";
import { changePlan } from "../change-plan.ts";
import { chargesOf } from "../charge-store.ts";
import { takeDispute } from "../disputes/take-dispute.ts";
import { buyGift } from "../gifts/buy-gift.ts";
import { giftsOf } from "../gifts/gift-store.ts";
import { redeemGift } from "../gifts/redeem-gift.ts";
import { refundPart } from "../refund-part.ts";
import { settleCharges, settleRefunds } from "../settle-charges.ts";
import { findMembership } from "../store.ts";
import { disputing, openPaidMonth, type PaidMonth } from "./paid-month.test-support.ts";

const MEMBERS = 120;

let month: PaidMonth;
let members: ReaderId[];
let lost = 0n;
beforeAll(async () => {
  month = await openPaidMonth();
  members = [];
  for (let n = 0; n < MEMBERS; n++) members.push(await month.reader());
  month.at("2026-11-02T12:00:00Z");
  await month.closes("2026-10");
  await accrueDues(month.db, month.now());
});
afterAll(async () => {
  expect(await month.audit()).toEqual([]);
  const { provider = 0n } = await month.books();
  expect(provider + lost).toBe(await testBankBalance(month.db, "USD"));
  await month.close();
});

const next = () => {
  const member = members.pop();
  if (member === undefined) throw new Error("There are too few members for so many moments.");
  return member;
};

function doomed(moments: Moments) {
  return { db: faultyDatabase(month.db, moments), bank: faultyBank(month.bank, moments) };
}

const shares = ({ earned = 0n, payable = 0n, receivable = 0n }: Books) =>
  earned + payable - receivable;

describe("a crash at any moment of", () => {
  it("giving a charge back gives it back once, from everyone once", async () => {
    const moments = await everyFault(async (moments) => {
      const member = next();
      const wish = {
        chargeId: await month.chargeOf(member),
        micros: 5_000_000n,
        operatorId: member,
      };
      const { db, bank } = doomed(moments);
      const moved = await month.moved(async () => {
        await dies(refundPart(db, bank, month.now(), wish));
        await settleRefunds(month.db, month.bank, month.now());
        await refundPart(month.db, month.bank, month.now(), wish);
      });
      expect(moved.provider, `moment ${moments.count}`).toBe(-5_000_000n);
      expect(shares(moved), `moment ${moments.count}`).toBe(-2_377_741n);
    });
    expect(moments).toBeGreaterThan(30);
  });

  it("a dispute that is lost takes it once", async () => {
    const moments = await everyFault(async (moments) => {
      const member = next();
      const chargeRef = await month.refOf(member);
      const ref = `dp_${member}`;
      const amounts = { micros: 5_000_000n, feeMicros: 15_000_000n };
      const dispute: Dispute = { ref, chargeRef, ...amounts, state: "lost" };
      const bank = disputing(month.bank, { dispute });
      const moved = await month.moved(async () => {
        await dies(takeDispute(doomed(moments).db, bank, month.now(), ref));
        await takeDispute(month.db, bank, month.now(), ref);
      });
      lost += 20_000_000n;
      expect(moved.provider, `moment ${moments.count}`).toBe(-20_000_000n);
      expect(shares(moved), `moment ${moments.count}`).toBe(-2_377_741n);
    });
    expect(moments).toBeGreaterThan(20);
  });

  it("a gift charges it once and lets it be redeemed once", async () => {
    const moments = await everyFault(async (moments) => {
      const [giver, reader] = [await month.newReader(), await month.newReader()];
      const { db, bank } = doomed(moments);
      const give = { giverId: giver, planCode: "member-monthly", card: GOOD };
      month.at("2026-11-02T12:00:00Z");
      const moved = await month.moved(async () => {
        await dies(buyGift(db, bank, month.now(), give));
        month.at("2026-11-02T14:00:00Z");
        await settleCharges(month.db, month.bank, month.now());
        if ((await giftsOf(month.db, giver)).length === 0) {
          await buyGift(month.db, month.bank, month.now(), give);
        }
        const [gift] = await giftsOf(month.db, giver);
        const wish = { readerId: reader, code: gift!.code };
        await dies(redeemGift(db, month.now(), wish));
        await redeemGift(month.db, month.now(), wish);
      });
      expect(moved.provider, `moment ${moments.count}`).toBe(4_550_000n);
      expect(await chargesOf(month.db, reader)).toMatchObject([{ spanTo: "2026-12-02" }]);
    });
    expect(moments).toBeGreaterThan(20);
  });

  it("a change of plan charges the difference once", async () => {
    const moments = await everyFault(async (moments) => {
      month.at("2026-11-02T12:00:00Z");
      const readerId = await month.joins();
      const { db, bank } = doomed(moments);
      const wish = { readerId, planCode: "friend-monthly" };
      await dies(changePlan(db, bank, month.now(), wish));
      month.at("2026-11-02T12:05:00Z");
      await settleCharges(month.db, month.bank, month.now());
      await changePlan(month.db, month.bank, month.now(), wish);
      expect(await chargesOf(month.db, readerId), `moment ${moments.count}`).toHaveLength(2);
      expect(await findMembership(month.db, readerId)).toMatchObject({ tier: "friend" });
    });
    expect(moments).toBeGreaterThan(15);
  });
});
