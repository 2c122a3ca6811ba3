/** Payment intents: a payment from its wish to its charge, with the member at the page or without. */
import type Stripe from "stripe";
import { type Call, LISTING, meant, named, page, type Routes } from "../call.ts";
import { amount, flag, metadata, needed, only, text } from "../params.ts";
import { invalid, StandInRefusal } from "../refusal.ts";
import { type Book, idOf, type World } from "../world.ts";
import { afterwards, chargeCard } from "./charges.ts";

export const paymentIntentRoutes: Routes = {
  "POST /v1/payment_intents": createIntent,
  "GET /v1/payment_intents/:id": (call) => named(call, "payment_intent"),
  "GET /v1/payment_intents": ({ book, params }) => {
    only(params, `${LISTING} customer`);
    const customer = text(params, "customer");
    const fitting = Object.values(book.payment_intent).filter(
      (one) => customer === null || idOf(one.customer) === customer,
    );
    return page(params, "/v1/payment_intents", fitting);
  },
  "POST /v1/payment_intents/:id/cancel": cancelIntent,
};

const KNOWN =
  "amount currency customer payment_method allowed_payment_method_types confirm off_session description " +
  "metadata transfer_group setup_future_usage receipt_email statement_descriptor_suffix";

function createIntent(call: Call): Stripe.PaymentIntent {
  const { world, book, params } = call;
  only(params, KNOWN);
  const customer = text(params, "customer");
  if (customer !== null) meant(book, "customer", { id: customer });
  const intent = addIntent(world, book, {
    amount: amount(params),
    currency: needed(params, "currency").toLowerCase(),
    customer,
    description: text(params, "description"),
    transferGroup: text(params, "transfer_group"),
    metadata: metadata(params),
  });
  if (!flag(params, "confirm")) return intent;
  const id = needed(params, "payment_method");
  const method = meant(book, "payment_method", { id });
  if (idOf(method.customer) !== customer) {
    throw invalid("The payment method does not belong to this customer.", "payment_method_invalid");
  }
  pay(world, book, { intent, method, offSession: flag(params, "off_session") });
  return intent;
}

export interface IntentWish {
  amount: number;
  currency: string;
  customer: string | null;
  description: string | null;
  transferGroup: string | null;
  metadata: Record<string, string>;
}

export function addIntent(world: World, book: Book, wish: IntentWish): Stripe.PaymentIntent {
  const { transferGroup, ...rest } = wish;
  const id = world.id("pi");
  const intent: Stripe.PaymentIntent = {
    ...bareIntent(world, id),
    ...rest,
    transfer_group: transferGroup,
  };
  book.payment_intent[id] = intent;
  world.emit("payment_intent.created", intent);
  return intent;
}

/** What a payment intent has when nothing is said of it. */
const PLAIN_INTENT = {
  object: "payment_intent",
  allowed_payment_method_types: null,
  amount: 0,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: "automatic",
  confirmation_method: "automatic",
  currency: "usd",
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: "requires_payment_method",
  transfer_group: null,
} satisfies Partial<Stripe.PaymentIntent>;

function bareIntent(world: World, id: string): Stripe.PaymentIntent {
  return {
    ...PLAIN_INTENT,
    id,
    client_secret: `${id}_secret_standin`,
    created: world.now(),
    metadata: {},
    payment_method_options: {},
    payment_method_types: ["card"],
  };
}

/** Throws the card error of a decline; the charge that failed is kept all the same. */
export function pay(world: World, book: Book, wish: Parameters<typeof chargeCard>[2]): void {
  const { intent, method } = wish;
  const { charge, decline } = chargeCard(world, book, wish);
  intent.latest_charge = charge.id;
  if (decline) {
    const told = {
      charge: charge.id,
      code: decline.code,
      decline_code: decline.declineCode,
      message: decline.message,
      type: "card_error",
    } as const;
    intent.last_payment_error = told;
    world.emit("payment_intent.payment_failed", intent);
    throw new StandInRefusal(402, { ...told, payment_intent: structuredClone(intent) });
  }
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.payment_method = method.id;
  intent.last_payment_error = null;
  world.emit("payment_intent.succeeded", intent);
  afterwards(world, book, charge);
}

function cancelIntent(call: Call): Stripe.PaymentIntent {
  only(call.params, "cancellation_reason");
  const intent = named(call, "payment_intent");
  if (intent.status === "succeeded") {
    const message = "You cannot cancel this PaymentIntent because it has a status of succeeded.";
    throw invalid(message, "payment_intent_unexpected_state");
  }
  intent.status = "canceled";
  intent.canceled_at = call.world.now();
  call.world.emit("payment_intent.canceled", intent);
  return intent;
}
