/** Customers, and the cards that are kept for them. */
import type Stripe from "stripe";
import { type Call, LISTING, meant, named, page, type Routes } from "../call.ts";
import { cardBehind, findCard, fingerprintOf } from "../cards.ts";
import { metadata, needed, only, text, tree } from "../params.ts";
import { invalid, StandInRefusal } from "../refusal.ts";
import { type Book, idOf, type World } from "../world.ts";

export const customerRoutes: Routes = {
  "POST /v1/customers": (call) => {
    only(call.params, "email name description metadata test_clock");
    const { world, book, params } = call;
    const customer = addCustomer(world, book, text(params, "email"));
    customer.name = text(params, "name");
    customer.description = text(params, "description");
    customer.metadata = metadata(params);
    return customer;
  },
  "GET /v1/customers/:id": (call) => named(call, "customer"),
  "GET /v1/customers": ({ book, params }) => {
    only(params, `${LISTING} email`);
    const email = text(params, "email");
    const fitting = Object.values(book.customer).filter(
      (one) => email === null || one.email === email,
    );
    return page(params, "/v1/customers", fitting);
  },
  "POST /v1/customers/:id": changeCustomer,
  "GET /v1/customers/:id/payment_methods": (call) =>
    listMethods(call, call.path[0] ?? "", `/v1/customers/${call.path[0]}/payment_methods`),
  "POST /v1/payment_methods": addMethod,
  "GET /v1/payment_methods/:id": (call) => named(call, "payment_method"),
  "GET /v1/payment_methods": (call) =>
    listMethods(call, needed(call.params, "customer"), "/v1/payment_methods"),
  "POST /v1/payment_methods/:id/attach": (call) => {
    only(call.params, "customer");
    const method = named(call, "payment_method");
    const customer = meant(call.book, "customer", { id: needed(call.params, "customer") });
    attach(call.world, method, customer);
    return method;
  },
  "POST /v1/payment_methods/:id/detach": (call) => {
    const method = named(call, "payment_method");
    method.customer = null;
    call.world.emit("payment_method.detached", method, call.account);
    return method;
  },
};

export function addCustomer(world: World, book: Book, email: string | null): Stripe.Customer {
  const id = world.id("cus");
  const customer: Stripe.Customer = {
    id,
    object: "customer",
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  book.customer[id] = customer;
  world.emit("customer.created", customer);
  return customer;
}

function changeCustomer(call: Call): Stripe.Customer {
  const { params, book, world } = call;
  only(params, "email name description metadata invoice_settings");
  const customer = named(call, "customer");
  customer.email = text(params, "email") ?? customer.email;
  customer.metadata = { ...customer.metadata, ...metadata(params) };
  const id = text(tree(params, "invoice_settings"), "default_payment_method");
  if (id !== null) {
    const method = meant(book, "payment_method", { id });
    if (idOf(method.customer) !== customer.id) {
      throw invalid("The customer does not have this payment method.");
    }
    customer.invoice_settings.default_payment_method = id;
  }
  world.emit("customer.updated", customer);
  return customer;
}

function listMethods({ book, params }: Call, customerId: string, url: string): object {
  only(params, `${LISTING} customer type`);
  const customer = meant(book, "customer", { id: customerId });
  const kept = Object.values(book.payment_method).filter(
    (one) => idOf(one.customer) === customer.id,
  );
  return page(params, url, kept);
}

/** With a test card's number, as only test mode allows it. */
function addMethod({ world, book, params }: Call): Stripe.PaymentMethod {
  only(params, "type card billing_details metadata");
  const card = tree(params, "card");
  return keepCard(world, book, {
    number: needed(card, "number"),
    expiryMonth: Number(needed(card, "exp_month")),
    expiryYear: Number(needed(card, "exp_year")),
  });
}

export interface TypedCard {
  number: string;
  expiryMonth: number;
  expiryYear: number;
}

export function keepCard(world: World, book: Book, typed: TypedCard): Stripe.PaymentMethod {
  const known = findCard(typed.number);
  if (!known) throw cardError("incorrect_number", "Your card number is incorrect.");
  const today = new Date(world.now() * 1000);
  const monthsLeft =
    (typed.expiryYear - today.getUTCFullYear()) * 12 + typed.expiryMonth - 1 - today.getUTCMonth();
  if (!(typed.expiryMonth >= 1 && typed.expiryMonth <= 12) || monthsLeft < 0) {
    throw cardError("invalid_expiry_year", "Your card's expiration year is invalid.");
  }
  const method: Stripe.PaymentMethod = {
    id: world.id("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: noAddress(),
    card: cardOf(known.brand, typed),
    created: world.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
  book.payment_method[method.id] = method;
  return method;
}

function cardOf(brand: string, typed: TypedCard): Stripe.PaymentMethod.Card {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: brand,
    exp_month: typed.expiryMonth,
    exp_year: typed.expiryYear,
    fingerprint: fingerprintOf(typed.number),
    funding: "credit",
    generated_from: null,
    last4: typed.number.replace(/\D/g, "").slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: null,
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

export function noAddress(): Stripe.PaymentMethod.BillingDetails {
  const address = {
    city: null,
    country: null,
    line1: null,
    line2: null,
    postal_code: null,
    state: null,
  };
  return { address, email: null, name: null, phone: null, tax_id: null };
}

export function attach(
  world: World,
  method: Stripe.PaymentMethod,
  customer: Stripe.Customer,
): void {
  const again = cardBehind(method.card?.fingerprint).first;
  if (again) throw cardError(again.code, again.message, again.declineCode);
  method.customer = customer.id;
  world.emit("payment_method.attached", method);
}

export function cardError(code: string, message: string, declineCode?: string): StandInRefusal {
  const decline = declineCode ? { decline_code: declineCode } : {};
  return new StandInRefusal(402, { type: "card_error", code, message, ...decline });
}
