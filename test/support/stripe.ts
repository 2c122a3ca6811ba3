/** Stripe as a test has it: the stand-in, the adapter on it through the real SDK, and a member's card. */
import Stripe from "stripe";
import type { Bank, Card } from "../../src/features/bank/bank.ts";
import { stripeBank } from "../../src/features/bank/stripe/stripe-bank.ts";
import type { FaultKind } from "../../src/stand-in/faults.ts";
import { openStandIn, type StandIn, type StandInOptions } from "../../src/stand-in/stand-in.ts";
import type { Database } from "../../src/store/db.ts";

export const TEST_KEY = "sk_test_earnest";
export const HOOK_SECRET = "whsec_earnest";

export interface TestStripe {
  standIn: StandIn;
  /** The SDK itself, for what the house never asks. */
  stripe: Stripe;
  bank: Bank;
  /** Types a test card at a page of the stand-in and gives where that led. */
  pay(url: string, number?: string): Promise<Response>;
  /** What a member pays on the bank's page; the settled outcome. */
  paid(key: string, micros: bigint, number?: string): Promise<{ ref: string; card: Card }>;
  /** An account that takes transfers; `number` is that of its test bank account. */
  partner(key: string, number?: string): Promise<string>;
  control(call: string, given?: object): Promise<unknown>;
  fault(kind: FaultKind, call: string, more?: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function openTestStripe(
  db: Database,
  clock: () => Date,
  options: Partial<StandInOptions> & { house?: string; running?: StandIn } = {},
): Promise<TestStripe> {
  const { house = "a house", running, ...rest } = options;
  const standIn = running ?? (await openStandIn({ port: 0, clock, pendingDays: 0, ...rest }));
  const access = { secretKey: TEST_KEY, apiUrl: standIn.url };
  const secret = Buffer.from(house);
  const bank = stripeBank(
    { ...access, webhookSecrets: [HOOK_SECRET], isLive: false },
    { db, clock, secret },
  );
  const { port } = new URL(standIn.url);
  const stripe = new Stripe(TEST_KEY, { host: "127.0.0.1", port, protocol: "http" });

  const control = async (call: string, given: object = {}) => {
    const [method = "POST", path = ""] = call.split(" ");
    const body = method === "GET" ? {} : { body: JSON.stringify(given) };
    const answer = await fetch(standIn.url + path, { method, ...body });
    const object: unknown = await answer.json();
    if (!answer.ok) throw new Error(JSON.stringify(object));
    return object;
  };
  const pay = (url: string, number = "4242 4242 4242 4242") =>
    fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ number, expiry: "12/34", cvc: "123" }).toString(),
    });

  return {
    standIn,
    stripe,
    bank,
    pay,
    control,
    paid: async (key, micros, number) => {
      const page = await bank.hosted?.checkout(checkoutOf(key, micros));
      if (page?.state !== "page") throw new Error("there is no page");
      await pay(page.url, number);
      const found = await bank.lookUp("charge", key);
      if (found.state !== "settled") throw new Error(`the charge is ${found.state}`);
      return { ref: found.ref, card: { token: found.card.token } };
    },
    partner: async (key, number = "000123456789") => {
      const wish = { key, account: null, country: "US", email: "wil@example.org" };
      const page = await bank.hosted?.onboarding({ ...wish, returnUrl: "http://localhost/back" });
      if (page?.state !== "page") throw new Error("there is no page");
      await control("POST /_control/onboardings", { account: page.account, number });
      return page.account;
    },
    fault: (kind, call, more = {}) => control("POST /_control/faults", { kind, call, ...more }),
    close: () => standIn.close(),
  };
}

export function checkoutOf(key: string, micros: bigint, currency = "USD") {
  return {
    key,
    micros,
    currency,
    what: "Member, monthly",
    email: "ann@example.org",
    returnUrl: "http://localhost/membership",
  };
}
