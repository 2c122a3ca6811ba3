/** An operator gives a part of a charge back, or all of it: whoever has it gives their part. */
import { assert } from "../../core/assert.ts";
import { inMinor } from "../../core/currency.ts";
import type { ChargeId, ReaderId } from "../../core/ids.ts";
import { partsRefundAsked } from "../../core/ledger/dues-flows.ts";
import type { Holder, Stake } from "../../core/membership/take-back.ts";
import { type Micros, sum } from "../../core/money.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { dayOf } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { lockCharge } from "./charge-store.ts";
import { endCharge } from "./end-charge.ts";
import { carryOutRefund, type RefundAnswer } from "./refund-charge.ts";
import { findOpenRefundOf, insertPartRefund } from "./refund-store.ts";
import { lockAccrual, lockMember } from "./store.ts";
import { ruleTaking, takeParts } from "./take-back/take-back.ts";
import { findStakedCharge, type StakedCharge } from "./take-back/take-back-store.ts";

export interface PartWish {
  chargeId: ChargeId;
  micros: Micros;
  operatorId: ReaderId;
}

export type PartRefusal =
  | "no-such-charge"
  | "no-amount"
  | "more-than-paid"
  | "refund-pending"
  | "disputed"
  | "month-closing"
  | "refused-by-bank";

/**
 * What each gives is fixed and booked before the bank is asked. Two in a row of the same amount are two
 * refunds; two at once are one, and the second is told that the first has no answer yet.
 */
export async function refundPart(
  db: Database,
  bank: Bank,
  at: Date,
  wish: PartWish,
): Promise<Ruling<RefundAnswer, PartRefusal>> {
  const asked = await db.transaction((tx) => askPart(tx, at, wish));
  if (!asked.ok) return asked;
  const answer = await carryOutRefund(db, bank, at, asked.value);
  return answer.ok ? answer : refuse("refused-by-bank");
}

async function askPart(tx: Tx, at: Date, wish: PartWish): Promise<Ruling<number, PartRefusal>> {
  const known = await findStakedCharge(tx, wish.chargeId);
  if (!known) return refuse("no-such-charge");
  await lockMember(tx, known.readerId);
  await lockAccrual(tx);
  await lockCharge(tx, wish.chargeId);
  const charge = (await findStakedCharge(tx, wish.chargeId)) ?? known;
  assert(charge.readerId === known.readerId, "a gift is not redeemed at this very moment");
  const { micros } = wish;
  if (micros <= 0n || inMinor(micros, charge.currency) === null) return refuse("no-amount");
  if (charge.held === "dispute") return refuse("disputed");
  if ((await findOpenRefundOf(tx, wish.chargeId)) !== null) return refuse("refund-pending");
  if (micros > charge.cashMicros - charge.backMicros) return refuse("more-than-paid");
  const taking = await ruleTaking(tx, charge, micros);
  return taking.ok ? allow(await book(tx, at, { charge, parts: taking.value, wish })) : taking;
}

async function book(
  tx: Tx,
  at: Date,
  { charge, parts, wish }: { charge: StakedCharge; parts: readonly Stake[]; wish: PartWish },
): Promise<number> {
  const of = (name: Holder) =>
    sum(parts.filter(({ holder }) => holder === name).map(({ micros }) => micros));
  const own = { deferredMicros: of("deferred"), taxMicros: of("tax"), borneMicros: of("fee") };
  const { deferredMicros, taxMicros, borneMicros } = own;
  const { chargeId, readerId, cashMicros, backMicros } = charge;
  const fromDay = charge.accruedTo;
  const refundId = await insertPartRefund(tx, at, {
    ...{ chargeId, readerId, fromDay, ...own, askedBy: wish.operatorId },
    sharesMicros: wish.micros - deferredMicros - taxMicros - borneMicros,
  });
  const facts = await takeParts(tx, charge, { refundId }, parts);
  const times = { occurredAt: at, postedAt: at };
  await postJournal(tx, partsRefundAsked({ ...facts, refundId }), times);
  const today = dayOf(at);
  if (wish.micros === cashMicros - backMicros) {
    const { spanFrom, spanTo } = charge;
    const from = today < spanFrom ? spanFrom : today < spanTo ? today : spanTo;
    await endCharge(tx, at, charge, from);
  }
  return refundId;
}
