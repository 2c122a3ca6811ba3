/** Stripe's own pages: where a reader pays, a member changes their card, a partner says where to be paid. */
import type Stripe from "stripe";
import type { CheckoutRequest, Hosted, OnboardingRequest, PageAnswer } from "../bank.ts";
import { toStripe } from "./amounts.ts";
import { type Asker, groupOf, onceKey, tagsOf } from "./asking.ts";
import { readToken } from "./charges.ts";
import { known, UNKNOWN } from "./errors.ts";
import { type Frozen, freeze, recordRef } from "./request-store.ts";

const ORIGINS = [
  "https://checkout.stripe.com",
  "https://billing.stripe.com",
  "https://connect.stripe.com",
];

export function stripePages(asker: Asker, apiUrl: string | null): Hosted {
  return {
    origins: apiUrl ? [new URL(apiUrl).origin] : ORIGINS,
    checkout: (request) => checkout(asker, request),
    portal: (request) => portal(asker, request),
    onboarding: (request) => onboarding(asker, request),
  };
}

/**
 * One page a key: whoever asks again is led to the same one, and after it was paid, back. A page that
 * expired can never be paid, so only then a second one is made.
 */
async function checkout(asker: Asker, request: CheckoutRequest): Promise<PageAnswer> {
  const { key, micros, currency, what, email, returnUrl } = request;
  const frozen = await freeze(asker.db, {
    kind: "page",
    key,
    asked: [micros, currency],
    at: asker.clock(),
    isLive: asker.isLive,
    body: () => ({
      amount: toStripe(micros, currency),
      currency: currency.toLowerCase(),
      ...{ what, email, returnUrl },
    }),
  });
  if (frozen.ref !== null) {
    const session = await known(asker.stripe.checkout.sessions.retrieve(frozen.ref));
    if (!session) return UNKNOWN;
    if (session.status === "complete") return { state: "page", url: returnUrl };
    if (session.status === "open") return pageOf(session.url);
  }
  const made = await known(askForPage(asker, frozen));
  if (!made) return UNKNOWN;
  await recordRef(asker.db, key, made.id);
  return pageOf(made.url);
}

function askForPage(asker: Asker, frozen: Frozen<"page">): Promise<Stripe.Checkout.Session> {
  const { amount, currency, what, email, returnUrl } = frozen.body;
  const { idempotencyKey } = onceKey(asker, frozen);
  const tags = tagsOf(asker, frozen.key);
  return asker.stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [
        {
          quantity: 1,
          price_data: { currency, unit_amount: amount, product_data: { name: what } },
        },
      ],
      customer_creation: "always",
      customer_email: email,
      allowed_payment_method_types: ["card"],
      payment_intent_data: {
        setup_future_usage: "off_session",
        transfer_group: groupOf(asker, frozen.key),
        metadata: tags,
      },
      metadata: tags,
      client_reference_id: groupOf(asker, frozen.key),
      success_url: returnUrl,
      cancel_url: returnUrl,
    },
    { idempotencyKey: `${idempotencyKey}:after:${frozen.ref ?? "none"}` },
  );
}

function pageOf(url: string | null): PageAnswer {
  return url === null ? UNKNOWN : { state: "page", url };
}

async function portal(
  { stripe }: Asker,
  { token, returnUrl }: { token: string; returnUrl: string },
): Promise<PageAnswer> {
  const kept = readToken(token);
  if (!kept) return UNKNOWN;
  const made = await known(
    stripe.billingPortal.sessions.create({
      customer: kept.customer,
      return_url: returnUrl,
      flow_data: { type: "payment_method_update" },
    }),
  );
  return pageOf(made?.url ?? null);
}

async function onboarding(
  asker: Asker,
  request: OnboardingRequest,
): Promise<Awaited<ReturnType<Hosted["onboarding"]>>> {
  const account = request.account ?? (await openAccount(asker, request));
  if (account === null) return UNKNOWN;
  const found = await known(asker.stripe.accounts.retrieve(account));
  if (!found) return UNKNOWN;
  const page = found.details_submitted
    ? await known(asker.stripe.accounts.createLoginLink(account))
    : await known(
        asker.stripe.accountLinks.create({
          account,
          refresh_url: request.returnUrl,
          return_url: request.returnUrl,
          type: "account_onboarding",
        }),
      );
  return page ? { state: "page", url: page.url, account } : UNKNOWN;
}

/** One account a key, whatever was typed since; null when it is not known whether it was made. */
async function openAccount(
  asker: Asker,
  { key, country, email }: OnboardingRequest,
): Promise<string | null> {
  const frozen = await freeze(asker.db, {
    kind: "account",
    key,
    asked: [],
    at: asker.clock(),
    isLive: asker.isLive,
    body: () => ({ country, email }),
  });
  if (frozen.ref !== null) return frozen.ref;
  const made = await known(
    asker.stripe.accounts.create(
      {
        type: "express",
        ...frozen.body,
        capabilities: { transfers: { requested: true } },
        metadata: tagsOf(asker, key),
      },
      onceKey(asker, frozen),
    ),
  );
  if (made) await recordRef(asker.db, key, made.id);
  return made?.id ?? null;
}
