/** Checkout sessions: a page where a payment is made, and what came of it. */
import type Stripe from "stripe";
import { type Call, LISTING, named, page, type Routes } from "../call.ts";
import {
  amount,
  elements,
  metadata,
  needed,
  only,
  type Params,
  text,
  tree,
  whole,
} from "../params.ts";
import { invalid } from "../refusal.ts";
import { type Book, DAY_SECONDS, idOf, PLATFORM, type World } from "../world.ts";
import { addCustomer, attach, keepCard, type TypedCard } from "./customers.ts";
import { addIntent, pay } from "./payment-intents.ts";

export const checkoutRoutes: Routes = {
  "POST /v1/checkout/sessions": createSession,
  "GET /v1/checkout/sessions/:id": (call) => named(call, "checkout_session"),
  "GET /v1/checkout/sessions": ({ book, params }) => {
    only(params, `${LISTING} customer payment_intent status`);
    const intent = text(params, "payment_intent");
    const fitting = Object.values(book.checkout_session).filter(
      (one) => intent === null || idOf(one.payment_intent) === intent,
    );
    return page(params, "/v1/checkout/sessions", fitting);
  },
  "POST /v1/checkout/sessions/:id/expire": (call) => {
    const session = named(call, "checkout_session");
    if (session.status !== "open") throw invalid("Only an open session can be expired.");
    return expire(call.world, session);
  },
};

const KNOWN =
  "mode line_items success_url cancel_url customer customer_email customer_creation metadata " +
  "client_reference_id payment_intent_data expires_at allowed_payment_method_types locale submit_type";

function createSession({ world, book, params }: Call): Stripe.Checkout.Session {
  only(params, KNOWN);
  if (needed(params, "mode") !== "payment") {
    throw invalid("This stand-in has checkout for single payments only (mode=payment).");
  }
  const { total, currency } = totalOf(elements(params, "line_items"));
  const id = world.id("cs_test");
  const data = tree(params, "payment_intent_data");
  only(data, "metadata transfer_group setup_future_usage description");
  const session: Stripe.Checkout.Session = {
    ...bareSession(world, id),
    amount_subtotal: total,
    amount_total: total,
    cancel_url: text(params, "cancel_url"),
    client_reference_id: text(params, "client_reference_id"),
    currency,
    customer: text(params, "customer"),
    customer_creation: text(params, "customer_creation") === "always" ? "always" : "if_required",
    customer_email: text(params, "customer_email"),
    expires_at: whole(params, "expires_at") ?? world.now() + DAY_SECONDS,
    metadata: metadata(params),
    success_url: needed(params, "success_url"),
  };
  book.checkout_session[id] = session;
  world.state.paymentData[id] = data;
  return session;
}

function totalOf(items: Params[string][]): { total: number; currency: string } {
  let total = 0;
  let currency = "usd";
  for (const item of items) {
    if (typeof item === "string") throw invalid("Invalid array");
    const price = tree(item, "price_data");
    needed(tree(price, "product_data"), "name");
    currency = needed(price, "currency").toLowerCase();
    total += amount(price, "unit_amount") * (whole(item, "quantity") ?? 1);
  }
  if (total === 0) throw invalid("You must pass line_items.", "parameter_missing");
  return { total, currency };
}

/** Its holder pays with a card. Throws the card error of a decline, and can be tried again then. */
export function payAtPage(world: World, session: Stripe.Checkout.Session, typed: TypedCard): void {
  if (session.status !== "open") throw invalid("This session can no longer be paid.");
  const book = world.book(PLATFORM);
  const method = keepCard(world, book, typed);
  const data = world.state.paymentData[session.id] ?? {};
  const intent = intentOf(world, book, session);
  pay(world, book, { intent, method, offSession: false });
  const customer = customerOf(world, book, session);
  session.customer = customer?.id ?? null;
  intent.customer = session.customer;
  if (customer && text(data, "setup_future_usage") === "off_session") {
    attach(world, method, customer);
    intent.setup_future_usage = "off_session";
  }
  const charge = book.charge[idOf(intent.latest_charge) ?? ""];
  if (charge) charge.customer = session.customer;
  session.status = "complete";
  session.payment_status = "paid";
  session.url = null;
  world.emit("checkout.session.completed", session);
}

/** One payment intent a session, however many cards are tried. */
function intentOf(
  world: World,
  book: Book,
  session: Stripe.Checkout.Session,
): Stripe.PaymentIntent {
  const known = book.payment_intent[idOf(session.payment_intent) ?? ""];
  if (known) return known;
  const data = world.state.paymentData[session.id] ?? {};
  const intent = addIntent(world, book, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    customer: null,
    description: text(data, "description"),
    transferGroup: text(data, "transfer_group"),
    metadata: metadata(data),
  });
  session.payment_intent = intent.id;
  return intent;
}

function customerOf(
  world: World,
  book: Book,
  session: Stripe.Checkout.Session,
): Stripe.Customer | null {
  const known = idOf(session.customer);
  if (known !== null) return book.customer[known] ?? null;
  if (session.customer_creation !== "always") return null;
  return addCustomer(world, book, session.customer_email);
}

/** Sessions that nobody paid in time. */
export function expireSessions(world: World): void {
  for (const session of Object.values(world.book(PLATFORM).checkout_session)) {
    if (session.status === "open" && session.expires_at <= world.now()) expire(world, session);
  }
}

function expire(world: World, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  session.status = "expired";
  session.url = null;
  world.emit("checkout.session.expired", session);
  return session;
}

/** What a session has when nothing is said of it. */
const PLAIN_SESSION = {
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  amount_subtotal: null,
  amount_total: null,
  billing_address_collection: null,
  cancel_url: null,
  client_reference_id: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency: null,
  currency_conversion: null,
  customer: null,
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: null,
  discounts: null,
  expires_at: 0,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  mode: "payment",
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_status: "unpaid",
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  status: "open",
  submit_type: null,
  subscription: null,
  success_url: null,
  ui_mode: "hosted_page",
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;

function bareSession(world: World, id: string): Stripe.Checkout.Session {
  return {
    ...PLAIN_SESSION,
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    created: world.now(),
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    metadata: {},
    payment_method_options: {},
    payment_method_types: ["card"],
    shipping_options: [],
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    url: `${world.options.origin}/pay/c/${id}`,
  };
}
