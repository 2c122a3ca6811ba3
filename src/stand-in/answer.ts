/**
 * One call of the API from its bytes to its answer: whose key it is, what was answered under its
 * idempotency key before, which fault is planned, and then the object itself.
 */
import { type Answering, type Call, expanded } from "./call.ts";
import { doWhatIsDue } from "./due.ts";
import { type Fault, type FaultPlan, refusalOf } from "./faults.ts";
import { type Asked, answerBefore, keepAnswer } from "./idempotency.ts";
import { accountRoutes } from "./objects/accounts.ts";
import { balanceRoutes } from "./objects/balance.ts";
import { chargeRoutes } from "./objects/charges.ts";
import { checkoutRoutes } from "./objects/checkout-sessions.ts";
import { customerRoutes } from "./objects/customers.ts";
import { disputeRoutes } from "./objects/disputes.ts";
import { eventRoutes } from "./objects/events.ts";
import { invoiceRoutes } from "./objects/invoices.ts";
import { paymentIntentRoutes } from "./objects/payment-intents.ts";
import { payoutRoutes } from "./objects/payouts.ts";
import { portalRoutes } from "./objects/portal-sessions.ts";
import { priceRoutes } from "./objects/prices.ts";
import { refundRoutes } from "./objects/refunds.ts";
import { subscriptionRoutes } from "./objects/subscriptions.ts";
import { transferRoutes } from "./objects/transfers.ts";
import { readParams } from "./params.ts";
import { StandInRefusal } from "./refusal.ts";
import { PLATFORM, type World } from "./world.ts";

const ROUTES = Object.entries({
  ...accountRoutes,
  ...balanceRoutes,
  ...chargeRoutes,
  ...checkoutRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...invoiceRoutes,
  ...paymentIntentRoutes,
  ...payoutRoutes,
  ...portalRoutes,
  ...priceRoutes,
  ...refundRoutes,
  ...subscriptionRoutes,
  ...transferRoutes,
}).map(([name, answering]) => ({ pattern: patternOf(name), answering }));

export interface Heard {
  method: string;
  /** Without the query. */
  path: string;
  query: string;
  body: string;
  /** What stands in the header Authorization. */
  authorization: string;
  account: string | null;
  idempotencyKey: string | null;
}

/** `lost`: the connection is to be broken. */
export type Reply = { status: number; body: string; replayed?: boolean } | "lost";

export function answer(world: World, faults: FaultPlan, heard: Heard): Reply {
  const fault = faults.take(heard.method, heard.path);
  if (fault?.kind === "request-lost") return "lost";
  if (fault?.kind === "request-late") {
    faults.late.push(() => void reply(world, null, heard));
    return "lost";
  }
  const replied = reply(world, fault, heard);
  if (heard.method !== "GET") for (const hear of faults.late.splice(0)) hear();
  return replied;
}

function reply(world: World, fault: Fault | null, heard: Heard): Reply {
  try {
    checkKey(heard.authorization);
    if (fault?.kind === "429" || fault?.kind === "409") throw refusalOf(fault);
    const asked = askedOf(heard);
    const before = asked && answerBefore(world, asked);
    if (before) return { ...before, replayed: true };
    const decided = decide(world, fault, heard);
    if (asked) keepAnswer(world, asked, decided);
    return fault?.kind === "reply-lost" ? "lost" : decided;
  } catch (error) {
    if (!(error instanceof StandInRefusal)) throw error;
    return { status: error.status, body: JSON.stringify(error.body()) };
  }
}

/** Only what changes something is remembered. */
function askedOf({ method, path, body, account, idempotencyKey }: Heard): Asked | null {
  if (method !== "POST" || idempotencyKey === null) return null;
  return { account: account ?? PLATFORM, method, path, body, key: idempotencyKey };
}

function checkKey(authorization: string): void {
  if (/^Bearer (sk|rk)_test_\w+$/.test(authorization)) return;
  const live = authorization.includes("_live_");
  const message = live
    ? "A live key was sent to the stand-in, which takes none. Nothing was done with it."
    : "Invalid API key provided.";
  throw new StandInRefusal(401, { message });
}

interface Decided {
  status: number;
  body: string;
}

function decide(world: World, fault: Fault | null, heard: Heard): Decided {
  world.idempotencyKey = heard.idempotencyKey;
  try {
    if (fault?.kind === "500" || fault?.kind === "400") throw refusalOf(fault);
    doWhatIsDue(world);
    const { answering, path } = routeOf(heard);
    const call: Call = {
      world,
      account: heard.account ?? PLATFORM,
      book: world.book(heard.account ?? PLATFORM),
      params: readParams(heard.method === "GET" ? heard.query : heard.body),
      path,
    };
    const object = expanded(call, answering(call));
    if (fault?.kind === "500-done") throw refusalOf(fault);
    return { status: 200, body: JSON.stringify(object, null, 2) };
  } catch (error) {
    if (!(error instanceof StandInRefusal)) throw error;
    return { status: error.status, body: JSON.stringify(error.body(), null, 2) };
  } finally {
    world.idempotencyKey = null;
  }
}

function routeOf({ method, path }: Heard): { answering: Answering; path: string[] } {
  for (const { pattern, answering } of ROUTES) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { answering, path: match.slice(1).map(decodeURIComponent) };
  }
  const message = `Unrecognized request URL (${method}: ${path}). The stand-in has no such call.`;
  throw new StandInRefusal(404, { message });
}

function patternOf(name: string): RegExp {
  return new RegExp(`^${name.replace(/:\w+/g, "([^/]+)")}$`);
}
