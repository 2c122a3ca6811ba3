import { afterEach, beforeEach, expect, it } from "vitest";
import { GOOD, type Money, openMoney } from "../../../../test/support/money.ts";
import { present } from "../../../core/assert.ts";
import type { ReaderId } from "../../../core/ids.ts";
import type { Bank } from "../../bank/bank.ts";
import { cancelMembership } from "../cancel-membership.ts";
import { chargesOf } from "../charge-store.ts";
import { joinMembership } from "../join-membership.ts";
import { refundCharge } from "../refund-charge.ts";
import { refundPart } from "../refund-part.ts";
import { renewMemberships } from "../renew-memberships.ts";
import { findMembership } from "../store.ts";

let money: Money;
let reader: ReaderId;
beforeEach(async () => {
  money = await openMoney("2027-01-10T12:00:00Z");
  reader = await money.reader();
  await joins();
});
afterEach(() => money.close());

async function joins(): Promise<void> {
  const wish = { readerId: reader, planCode: "member-monthly", card: GOOD };
  expect((await joinMembership(money.db, money.bank, money.now(), wish)).ok).toBe(true);
}

const firstCharge = async () =>
  present((await chargesOf(money.db, reader)).at(-1), "they have joined").chargeId;

/** An operator gives a part back, and the bank will not. */
async function isRefused(micros: bigint): Promise<void> {
  const bank: Bank = {
    ...money.bank,
    refund: async () => ({ state: "declined", reason: "no-such-charge" }),
  };
  const wish = { chargeId: await firstCharge(), micros, operatorId: reader };
  const ruling = await refundPart(money.db, bank, money.now(), wish);
  expect(ruling).toEqual({ ok: false, refusal: "refused-by-bank" });
}

it("does not begin again a membership that another refund had ended", async () => {
  money.at("2027-01-11T12:00:00Z");
  const wish = { readerId: reader, chargeId: await firstCharge() };
  const ruling = await refundCharge(money.db, money.bank, money.now(), wish);
  expect(ruling).toMatchObject({ ok: true, value: { state: "paid" } });
  const before = await findMembership(money.db, reader);

  await isRefused(5_000_000n - (ruling.ok ? ruling.value.micros : 0n));

  expect(await findMembership(money.db, reader)).toEqual(before);
  expect(before?.paidUntil).toBe("2027-01-11");
});

it("leaves a membership that was over, and the one that came after it", async () => {
  await cancelMembership(money.db, money.now(), reader);
  money.at("2027-02-11T12:00:00Z");
  await renewMemberships(money.db, money.bank, money.now());
  await joins();
  const before = await findMembership(money.db, reader);

  await isRefused(1_000_000n);
  await isRefused(5_000_000n);

  expect(await findMembership(money.db, reader)).toEqual(before);
});

it("gives the days back that it had taken itself", async () => {
  const before = await findMembership(money.db, reader);
  await isRefused(5_000_000n);
  expect(await findMembership(money.db, reader)).toMatchObject({
    paidUntil: before?.paidUntil,
    endedAt: null,
  });
});
