/**
 * What a test or an operator may ask of the stand-in besides the API, in JSON under `/_control`: the
 * clock, faults, webhooks, and what other people's banks do.
 */
import { doWhatIsDue } from "./due.ts";
import { FAULT_KINDS, type Fault, type FaultKind, type FaultPlan } from "./faults.ts";
import { completeAccount } from "./objects/accounts.ts";
import { type DisputeEnd, endDispute, openDispute } from "./objects/disputes.ts";
import { failPayout } from "./objects/payouts.ts";
import { failRefund } from "./objects/refunds.ts";
import { invalid, missing } from "./refusal.ts";
import { type DeliveryPlan, PLAIN, type Webhooks } from "./webhooks.ts";
import { type Book, PLATFORM, type World } from "./world.ts";

export interface Controlled {
  world: World;
  faults: FaultPlan;
  webhooks: Webhooks;
}

type Given = Record<string, unknown>;

type Control = (controlled: Controlled, given: Given, book: Book) => object | Promise<object>;

const CONTROLS: Record<string, Control> = {
  "GET /_control/state": ({ world }) => world.state,
  "GET /_control/webhooks": ({ webhooks }) => ({ told: webhooks.told }),
  "POST /_control/clock": ({ world }, given) => {
    world.advanceTo(Math.floor(Date.parse(textIn(given, "to")) / 1000));
    doWhatIsDue(world);
    return { now: world.now() };
  },
  "POST /_control/faults": ({ faults }, given) => {
    faults.add(faultIn(given));
    return {};
  },
  "DELETE /_control/faults": ({ faults }) => {
    faults.clear();
    return {};
  },
  "POST /_control/endpoints": ({ webhooks }, given) => {
    const [url, secret] = [textIn(given, "url"), textIn(given, "secret")];
    webhooks.endpoints.push({ url, secret, connect: given.connect === true });
    return {};
  },
  "POST /_control/webhooks": ({ webhooks }, given) => {
    webhooks.held = given.held === true;
    webhooks.delayMs = typeof given.delayMs === "number" ? given.delayMs : 0;
    return {};
  },
  "POST /_control/deliveries": async ({ webhooks }, given) => ({
    told: await webhooks.deliver(planIn(given)),
  }),
  "POST /_control/disputes": ({ world }, given, book) => {
    const charge = found(book.charge, "charge", textIn(given, "charge"));
    const reason = typeof given.reason === "string" ? given.reason : "fraudulent";
    return openDispute(world, book, { charge, reason, inquiry: given.inquiry === true });
  },
  "POST /_control/dispute-ends": ({ world }, given, book) => {
    const dispute = found(book.dispute, "dispute", textIn(given, "dispute"));
    const feeBack = given.feeBack === true;
    return endDispute(world, dispute, { end: disputeEnd(textIn(given, "end")), feeBack });
  },
  "POST /_control/payout-failures": ({ world }, given, book) => {
    const account = found(book.account, "account", textIn(given, "account"));
    const payouts = world.book(account.id).payout;
    const payout = found(payouts, "payout", textIn(given, "payout"));
    return failPayout(world, account, { payout, code: textIn(given, "code") });
  },
  "POST /_control/refund-failures": ({ world }, given, book) => {
    const refund = found(book.refund, "refund", textIn(given, "refund"));
    return failRefund(world, book, { refund, account: PLATFORM });
  },
  "POST /_control/onboardings": ({ world }, given, book) => {
    const number = typeof given.number === "string" ? given.number : "000123456789";
    const account = completeAccount(world, book, { account: textIn(given, "account"), number });
    doWhatIsDue(world);
    return account;
  },
};

/** Null when there is no such control. */
export async function control(
  controlled: Controlled,
  { method, path, body }: { method: string; path: string; body: string },
): Promise<object | null> {
  const work = CONTROLS[`${method} ${path}`];
  if (!work) return null;
  const given: unknown = body === "" ? {} : JSON.parse(body);
  if (typeof given !== "object" || given === null) throw invalid("A control takes a JSON object.");
  return work(controlled, { ...given }, controlled.world.book(PLATFORM));
}

function textIn(given: Given, name: string): string {
  const value = given[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalid(`“${name}” is missing.`);
}

function found<T>(shelf: Record<string, T>, what: string, id: string): T {
  const object = shelf[id];
  if (!object) throw missing(what, id);
  return object;
}

function faultIn(given: Given): Fault {
  const kind = textIn(given, "kind");
  const known = FAULT_KINDS.find((one): one is FaultKind => one === kind);
  if (!known) throw invalid(`There are only these faults: ${FAULT_KINDS.join(", ")}.`);
  return {
    kind: known,
    call: textIn(given, "call"),
    times: typeof given.times === "number" ? given.times : 1,
    after: typeof given.after === "number" ? given.after : 0,
    code: typeof given.code === "string" ? given.code : null,
  };
}

function planIn(given: Given): DeliveryPlan {
  const { order } = given;
  return {
    repeat: typeof given.repeat === "number" ? given.repeat : PLAIN.repeat,
    order: order === "reversed" || order === "shuffled" ? order : "as-happened",
    seed: typeof given.seed === "number" ? given.seed : PLAIN.seed,
    wrongSecret: given.wrongSecret === true,
    aheadSeconds: typeof given.aheadSeconds === "number" ? given.aheadSeconds : 0,
  };
}

function disputeEnd(text: string): DisputeEnd {
  if (text === "won" || text === "lost" || text === "escalated") return text;
  throw invalid("A dispute ends “won” or “lost”; an inquiry can be “escalated”.");
}
