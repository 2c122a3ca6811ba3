/** Disputes: opened, won, lost; told in any order and any number of times. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allAtOnce } from "../../../../test/support/meet.ts";
import type { Books } from "../../../../test/support/money.ts";
import type { ReaderId } from "../../../core/ids.ts";
import { sql, type Tx } from "../../../store/db.ts";
import type { Dispute } from "../../bank/bank.ts";
import { accrueDues } from "../accrue-dues.ts";
import { chargesOf } from "../charge-store.ts";
import { refundPart } from "../refund-part.ts";
import { renewMemberships } from "../renew-memberships.ts";
import { findMembership } from "../store.ts";
import { disputing, openPaidMonth, type PaidMonth } from "../take-back/paid-month.test-support.ts";
import { MonthClosing, takeDispute } from "./take-dispute.ts";

let month: PaidMonth;
let members: ReaderId[];
beforeAll(async () => {
  month = await openPaidMonth();
  members = [];
  for (let n = 0; n < 10; n++) members.push(await month.reader());
  month.at("2026-11-02T12:00:00Z");
  await month.closes("2026-10");
  await accrueDues(month.db, month.now());
});
afterAll(async () => {
  expect(await month.audit()).toEqual([]);
  await month.close();
});

let used = 0;
const next = () => members[used++]!;

/** Tells of the dispute in each of these states in turn, "won 0" when the fee comes back. */
async function told(member: ReaderId, ...states: string[]): Promise<(string | null)[]> {
  const answers = [];
  for (const text of states) {
    const [state, fee = "15000000"] = text.split(" ");
    const dispute = await disputeOf(member, state as Dispute["state"], BigInt(fee));
    answers.push(await takes(dispute));
  }
  return answers;
}

async function disputeOf(
  member: ReaderId,
  state: Dispute["state"],
  feeMicros = 15_000_000n,
): Promise<Dispute> {
  const chargeRef = await month.refOf(member);
  return { ref: `dp_${member}`, chargeRef, micros: 5_000_000n, feeMicros, state };
}

const takes = (dispute: Dispute) =>
  takeDispute(month.db, disputing(month.bank, { dispute }), month.now(), dispute.ref);

const shares = ({ earned = 0n, payable = 0n, receivable = 0n }: Books) =>
  earned + payable - receivable;

const OPENED = { provider: -20_000_000n, disputeHold: 5_000_000n, disputeFees: 15_000_000n };

describe("a dispute", () => {
  it("that is opened takes the money and a fee, and touches nobody's share yet", async () => {
    const member = next();
    expect(await month.moved(() => told(member, "open"))).toEqual(OPENED);
    const membership = await findMembership(month.db, member);
    expect(membership).toMatchObject({ paidUntil: "2026-11-05", cancelledAt: month.now() });
  });

  it("that is won gives it back, and the fee only if the bank says so", async () => {
    expect(await month.moved(() => told(next(), "open", "won"))).toEqual({
      ...{ provider: -15_000_000n, disputeFees: 15_000_000n },
    });
    expect(await month.moved(() => told(next(), "open", "won 0"))).toEqual({});
  });

  it("that is lost takes from everyone what they have of the charge, and ends the membership", async () => {
    const member = next();
    const moved = await month.moved(() => told(member, "open", "lost"));
    expect(moved.provider).toBe(-20_000_000n);
    expect(moved.disputeHold).toBeUndefined();
    expect(shares(moved)).toBe(-2_377_741n);
    expect(moved.memberPool).toBe(-88_064n);
    expect(await findMembership(month.db, member)).toMatchObject({ endedAt: month.now() });
  });

  it.each([
    [
      ["open", "lost", "open", "won", "lost"],
      ["open", "lost", "lost", "lost", "lost"],
    ],
    [
      ["lost", "open"],
      ["lost", "lost"],
    ],
    [
      ["won", "lost", "won"],
      ["won", "won", "won"],
    ],
  ])("told as %j only moves forward", async (states, answers) => {
    const member = next();
    expect(await told(member, ...states)).toEqual(answers);
  });

  it("of no name that the bank knows is nothing", async () => {
    const bank = disputing(month.bank, { dispute: null });
    expect(await takeDispute(month.db, bank, month.now(), "dp_none")).toBeNull();
  });

  it("of a charge that is not settled yet is taken once it is", async () => {
    const dispute = { ...(await disputeOf(members[9]!, "open")), chargeRef: "ch_later" };
    await expect(takes(dispute)).rejects.toThrow("is known");
  });

  it("told of by two at once is taken once", async () => {
    const member = next();
    const hold = (tx: Tx) => tx.run(sql`select from reader where id = ${member} for update`);
    const moved = await month.moved(async () => {
      const dispute = await disputeOf(member, "lost");
      await allAtOnce(month.db, hold, 3, () => takes(dispute));
    });
    expect(moved.provider).toBe(-20_000_000n);
    expect(shares(moved)).toBe(-2_377_741n);
  });

  it("lets nothing be given back while it is open", async () => {
    const member = next();
    await told(member, "open");
    const chargeId = await month.chargeOf(member);
    const wish = { chargeId, micros: 10_000n, operatorId: member };
    const answer = await refundPart(month.db, month.bank, month.now(), wish);
    expect(answer).toEqual({ ok: false, refusal: "disputed" });
  });

  it("of a charge of which a part went back takes the rest from its holders, and we bear what is more", async () => {
    const member = members[9]!;
    const chargeId = await month.chargeOf(member);
    const wish = { chargeId, micros: 2_000_000n, operatorId: member };
    await refundPart(month.db, month.bank, month.now(), wish);
    const moved = await month.moved(() => told(member, "open", "lost"));
    expect(moved.clawbackLoss).toBe(2_000_000n);
    const [charge] = await chargesOf(month.db, member);
    expect(charge).toMatchObject({ held: null });
  });
});

describe("the days of a disputed charge", () => {
  it("are not earned while it is open, and are caught up on when it is won", async () => {
    const member = members[0]!;
    month.at("2026-11-04T12:00:00Z");
    await accrueDues(month.db, month.now());
    expect(await chargesOf(month.db, member)).toMatchObject([
      { accruedTo: "2026-11-02", held: "dispute" },
    ]);
    expect((await renewMemberships(month.db, month.bank, month.now())).declined).toBe(0);
    expect(await chargesOf(month.db, member)).toHaveLength(1);
    await told(member, "won");
    await accrueDues(month.db, month.now());
    expect(await chargesOf(month.db, member)).toMatchObject([
      { accruedTo: "2026-11-04", held: null },
    ]);
  });

  it("wait, when it is lost, for a month that is being closed", async () => {
    month.at("2026-11-04T12:00:00Z");
    const member = await month.joins();
    month.at("2026-11-06T12:00:00Z");
    await accrueDues(month.db, month.now());
    await month.db.run(sql`
      insert into closing (month, policy_version, currency, started_at)
      values ('2026-11', 'earnest-1', 'USD', ${month.now()})`);
    await told(member, "open");
    const lost = await disputeOf(member, "lost");
    await expect(takes(lost)).rejects.toThrow(MonthClosing);
    await month.db.run(sql`delete from closing where month = '2026-11'`);
    expect(await takes(lost)).toBe("lost");
  });
});
