/** Refunds at Stripe. */
import type Stripe from "stripe";
import type { Absent, Outcome, RefundDecline, RefundRequest } from "../bank.ts";
import { fromStripe, toStripe } from "./amounts.ts";
import { type Asker, askOnce, onceKey, tagsOf, whole } from "./asking.ts";
import { known, UNKNOWN, verdictOf } from "./errors.ts";
import {
  type Body,
  type Frozen,
  findFrozen,
  freeze,
  recordRefusedAttempt,
} from "./request-store.ts";

export async function refund(asker: Asker, request: RefundRequest): Promise<Outcome<"refund">> {
  const { key, micros, currency, chargeRef } = request;
  const frozen = await freeze(asker.db, {
    kind: "refund",
    key,
    asked: [micros, currency, chargeRef],
    at: asker.clock(),
    isLive: asker.isLive,
    body: () => ({ amount: toStripe(micros, currency), charge: chargeRef }),
  });
  const look = () => lookUpRefund(asker, key);
  return askOnce(frozen.isNew, look, () => askFor(asker, frozen));
}

async function askFor(asker: Asker, frozen: Frozen<"refund">): Promise<Outcome<"refund">> {
  const { amount, charge } = frozen.body;
  try {
    const made = await asker.stripe.refunds.create(
      { charge, amount, metadata: tagsOf(asker, frozen.key), expand: ["balance_transaction"] },
      onceKey(asker, frozen),
    );
    return outcomeOf(made);
  } catch (error) {
    const verdict = verdictOf(error);
    if (verdict.said === "nothing") return UNKNOWN;
    if (verdict.said === "no" && verdict.code === "balance_insufficient") {
      await recordRefusedAttempt(asker.db, frozen);
      return UNKNOWN;
    }
    const reason = verdict.said === "no" ? declineOf(verdict.code) : null;
    if (reason) return { state: "declined", reason };
    if (await isTooMuch(asker, frozen.body)) {
      return { state: "declined", reason: "more-than-charged" };
    }
    throw error;
  }
}

/** Amount and charge come from what was frozen, so a refund that was never asked for is absent. */
export async function lookUpRefund(asker: Asker, key: string): Promise<Outcome<"refund"> | Absent> {
  const frozen = await findFrozen(asker.db, "refund", key);
  if (!frozen) return { state: "absent" };
  const { charge } = frozen.body;
  const found = await known(
    asker.stripe.refunds
      .list({ charge, limit: 100, expand: ["data.balance_transaction"] })
      .autoPagingToArray({ limit: 1000 }),
  );
  if (!found) return UNKNOWN;
  const ours = found.find(
    ({ metadata }) => metadata?.earnest_house === asker.house && metadata.earnest_key === key,
  );
  return ours ? outcomeOf(ours) : { state: "absent" };
}

function outcomeOf(made: Stripe.Refund): Outcome<"refund"> {
  if (made.status === "failed" || made.status === "canceled") {
    return { state: "declined", reason: "sent-back" };
  }
  const entry = whole(made.balance_transaction);
  if (made.status !== "succeeded" || !entry) return UNKNOWN;
  return { state: "settled", ref: made.id, feeMicros: fromStripe(entry.fee, entry.currency) };
}

function declineOf(code: string): RefundDecline | null {
  if (code === "resource_missing") return "no-such-charge";
  if (code === "charge_disputed") return "disputed";
  return code === "charge_already_refunded" ? "more-than-charged" : null;
}

/** For that Stripe has a sentence and no code, so the charge itself is asked. */
async function isTooMuch({ stripe }: Asker, { charge, amount }: Body<"refund">): Promise<boolean> {
  const found = await stripe.charges.retrieve(charge);
  return amount > found.amount - found.amount_refunded;
}
