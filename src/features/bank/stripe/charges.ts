/** Charges at Stripe: a kept card is charged without its holder, and what became of any charge. */
import type Stripe from "stripe";
import { assert } from "../../../core/assert.ts";
import type { Absent, CardDecline, ChargeRequest, Outcome } from "../bank.ts";
import { fromStripe, toStripe } from "./amounts.ts";
import { type Asker, askOnce, groupOf, nameOf, onceKey, tagsOf, whole } from "./asking.ts";
import { cardDecline, known, UNKNOWN, verdictOf } from "./errors.ts";
import { type Body, type Frozen, findFrozen, freeze } from "./request-store.ts";

/** The kept card is its customer and the card that paid: "cus_…/pm_…". */
export function readToken(token: string): { customer: string; paymentMethod: string } | null {
  const [customer = "", paymentMethod = "", more] = token.split("/");
  const fits = customer.startsWith("cus_") && paymentMethod.startsWith("pm_") && more === undefined;
  return fits ? { customer, paymentMethod } : null;
}

export async function charge(asker: Asker, request: ChargeRequest): Promise<Outcome<"charge">> {
  const { card, key, micros, currency } = request;
  assert("token" in card, "cards are typed on the bank's own pages, and never here");
  const kept = readToken(card.token);
  if (!kept) return { state: "declined", reason: "card-declined" };
  try {
    const frozen = await freeze(asker.db, {
      kind: "charge",
      key,
      asked: [micros, currency, card.token],
      at: asker.clock(),
      isLive: asker.isLive,
      body: async () => ({
        amount: toStripe(micros, currency),
        currency: currency.toLowerCase(),
        customer: kept.customer,
        paymentMethod: await currentCard(asker, kept),
      }),
    });
    const look = () => lookUpCharge(asker, key);
    return await askOnce(frozen.isNew, look, async () => {
      const intent = await askFor(asker, frozen);
      return outcomeOf(whole(intent.latest_charge)) ?? UNKNOWN;
    });
  } catch (error) {
    return declineOf(error);
  }
}

/** The card that its holder chose at the portal since, or the one that paid. */
async function currentCard(
  { stripe }: Asker,
  { customer, paymentMethod }: { customer: string; paymentMethod: string },
): Promise<string> {
  const found = await stripe.customers.retrieve(customer);
  if (found.deleted) return paymentMethod;
  return nameOf(found.invoice_settings.default_payment_method) ?? paymentMethod;
}

function askFor(asker: Asker, frozen: Frozen<"charge">): Promise<Stripe.PaymentIntent> {
  const { amount, currency, customer, paymentMethod }: Body<"charge"> = frozen.body;
  return asker.stripe.paymentIntents.create(
    {
      amount,
      currency,
      customer,
      payment_method: paymentMethod,
      allowed_payment_method_types: ["card"],
      confirm: true,
      off_session: true,
      transfer_group: groupOf(asker, frozen.key),
      metadata: tagsOf(asker, frozen.key),
      expand: ["latest_charge.balance_transaction"],
    },
    onceKey(asker, frozen),
  );
}

function declineOf(error: unknown): Outcome<"charge"> {
  const verdict = verdictOf(error);
  if (verdict.said === "nothing") return UNKNOWN;
  if (verdict.said === "card") return { state: "declined", reason: verdict.reason };
  // The customer or the card is no longer there. Anything else was our own mistake.
  const gone = ["resource_missing", "payment_method_unexpected_state", "payment_method_invalid"];
  if (!gone.includes(verdict.code)) throw error;
  return { state: "declined", reason: "card-declined" };
}

/**
 * By the group, which is a plain list and knows what happened a moment ago; Stripe's search does not.
 * On a page a card may be declined and the next one be taken, so a page that is open decides nothing.
 */
export async function lookUpCharge(asker: Asker, key: string): Promise<Outcome<"charge"> | Absent> {
  const { stripe, db } = asker;
  const page = await findFrozen(db, "page", key);
  const session =
    page?.ref != null ? await known(stripe.checkout.sessions.retrieve(page.ref)) : undefined;
  if (session === null) return UNKNOWN;
  const found = await known(
    stripe.charges.list({
      transfer_group: groupOf(asker, key),
      limit: 100,
      expand: ["data.balance_transaction"],
    }),
  );
  if (!found) return UNKNOWN;
  const outcomes = found.data.map((one) => outcomeOf(one) ?? UNKNOWN);
  const settled = outcomes.find(({ state }) => state === "settled");
  if (settled) return settled;
  const open = session !== undefined && session.status !== "expired";
  if (open || outcomes.some(({ state }) => state === "unknown")) return UNKNOWN;
  return outcomes[0] ?? { state: "absent" };
}

/** Null while something of it is still missing: then it is asked again. */
function outcomeOf(charge: Stripe.Charge | null): Outcome<"charge"> | null {
  if (!charge || charge.status === "pending") return null;
  if (charge.status === "failed") return { state: "declined", reason: failureOf(charge) };
  const entry = whole(charge.balance_transaction);
  const [customer, method] = [nameOf(charge.customer), charge.payment_method];
  if (!entry || !customer || !method) return null;
  assert(
    entry.currency === charge.currency,
    `charges in ${charge.currency} are settled in that currency; see docs/operating/stripe.md`,
  );
  return {
    state: "settled",
    ref: charge.id,
    feeMicros: fromStripe(entry.fee, entry.currency),
    card: {
      token: `${customer}/${method}`,
      last4: charge.payment_method_details?.card?.last4 ?? "····",
    },
  };
}

function failureOf({ failure_code: code, outcome }: Stripe.Charge): CardDecline {
  return cardDecline(code ?? "", outcome?.reason ?? "");
}
