/** Transfers at Stripe: from our balance to a partner's account there. */
import type Stripe from "stripe";
import type { Absent, Delivery, Outcome, TransferDecline, TransferRequest } from "../bank.ts";
import { fromStripe, toStripe } from "./amounts.ts";
import { type Asker, askOnce, groupOf, onceKey, tagsOf, whole } from "./asking.ts";
import { deliveryOf } from "./deliveries.ts";
import { known, UNKNOWN, type Verdict, verdictOf } from "./errors.ts";
import { type Frozen, freeze, recordRefusedAttempt } from "./request-store.ts";

export async function transfer(
  asker: Asker,
  request: TransferRequest,
): Promise<Outcome<"transfer">> {
  const { key, micros, currency, account } = request;
  const frozen = await freeze(asker.db, {
    kind: "transfer",
    key,
    asked: [micros, currency, account],
    at: asker.clock(),
    isLive: asker.isLive,
    body: () => ({
      amount: toStripe(micros, currency),
      currency: currency.toLowerCase(),
      destination: account,
    }),
  });
  const look = () => lookUpTransfer(asker, key);
  return askOnce(frozen.isNew, look, () => askFor(asker, frozen));
}

async function askFor(asker: Asker, frozen: Frozen<"transfer">): Promise<Outcome<"transfer">> {
  const { key, body } = frozen;
  try {
    const made = await asker.stripe.transfers.create(
      {
        ...body,
        transfer_group: groupOf(asker, key),
        metadata: tagsOf(asker, key),
        expand: ["balance_transaction"],
      },
      onceKey(asker, frozen),
    );
    return settledBy(made, { state: "sent" });
  } catch (error) {
    const verdict = verdictOf(error);
    if (verdict.said === "nothing") return UNKNOWN;
    if (verdict.said !== "no") throw error;
    // Our own balance is short: the money waits and is asked for anew. The partner did nothing wrong.
    if (verdict.code === "balance_insufficient") {
      await recordRefusedAttempt(asker.db, frozen);
      return UNKNOWN;
    }
    return { state: "declined", reason: declineOf(verdict) };
  }
}

/** By the group, a plain list that knows what happened a moment ago; with how far its money has come. */
export async function lookUpTransfer(
  asker: Asker,
  key: string,
): Promise<Outcome<"transfer"> | Absent> {
  const found = await known(
    asker.stripe.transfers.list({
      transfer_group: groupOf(asker, key),
      limit: 100,
      expand: ["data.balance_transaction"],
    }),
  );
  if (!found) return UNKNOWN;
  const made = found.data[0];
  if (!made) return { state: "absent" };
  const delivery = await known(deliveryOf(asker, made));
  return delivery ? settledBy(made, delivery) : UNKNOWN;
}

function settledBy(made: Stripe.Transfer, delivery: Delivery): Outcome<"transfer"> {
  const entry = whole(made.balance_transaction);
  if (!entry) return UNKNOWN;
  const feeMicros = fromStripe(entry.fee, entry.currency);
  return { state: "settled", ref: made.id, feeMicros, delivery };
}

function declineOf({ code }: Extract<Verdict, { said: "no" }>): TransferDecline {
  const missing = code === "resource_missing" || code === "account_invalid";
  return missing ? "no-such-account" : "account-refuses";
}
