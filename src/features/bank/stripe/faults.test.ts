/** Every fault at every call: whatever goes wrong, a request is carried out once or, refused, not at all. */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDatabase } from "../../../../test/support/database.ts";
import { checkoutOf, openTestStripe, type TestStripe } from "../../../../test/support/stripe.ts";
import { FAULT_KINDS, type FaultKind } from "../../../stand-in/faults.ts";
import { type Database, openDatabase } from "../../../store/db.ts";
import type { Absent, Bank, Outcome, RequestKind } from "../bank.ts";

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let at: TestStripe;
let bank: Bank;
let token: string;
let account: string;
let chargeRef: string;
const now = new Date("2026-10-15T12:00:00Z");
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase({ ...database.config, max: 8 });
  at = await openTestStripe(db, () => now);
  bank = at.bank;
  const { ref, card } = await at.paid("test:first", 900_000_000n);
  token = "token" in card ? card.token : "";
  chargeRef = ref;
  account = await at.partner("test:partner");
});
beforeEach(() => at.control("DELETE /_control/faults"));
afterAll(async () => {
  await at.close();
  await db.close();
  await database.drop();
});

let made = 0;

interface Work {
  kind: RequestKind;
  /** The call that moves the money. */
  call: string;
  ask(key: string): Promise<Outcome<RequestKind>>;
  /** How often it was done at the bank. */
  done(key: string): number;
}

const wish = (key: string) => ({ key, micros: 1_000_000n, currency: "USD" });
const tagged = (key: string) => (one: { metadata?: Record<string, string> | null }) =>
  one.metadata?.earnest_key === key;
const books = () => Object.values(at.standIn.world.state.books);

const WORKS: Work[] = [
  {
    kind: "charge",
    call: "POST /v1/payment_intents",
    ask: (key) => bank.charge({ ...wish(key), card: { token } }),
    done: (key) =>
      books()
        .flatMap((book) => Object.values(book.charge))
        .filter(({ status }) => status === "succeeded")
        .filter(tagged(key)).length,
  },
  {
    kind: "refund",
    call: "POST /v1/refunds",
    ask: (key) => bank.refund({ ...wish(key), chargeRef }),
    done: (key) =>
      books()
        .flatMap((book) => Object.values(book.refund))
        .filter(tagged(key)).length,
  },
  {
    kind: "transfer",
    call: "POST /v1/transfers",
    ask: (key) => bank.transfer({ ...wish(key), account }),
    done: (key) =>
      books()
        .flatMap((book) => Object.values(book.transfer))
        .filter(tagged(key)).length,
  },
];

/** As every room does it: asked once, then looked up, and asked again only when it is absent. */
async function carriedOut(work: Work, key: string): Promise<Outcome<RequestKind>> {
  let outcome: Outcome<RequestKind> = await work.ask(key);
  for (let hour = 0; outcome.state === "unknown" && hour < 60; hour += 6) {
    const found: Outcome<RequestKind> | Absent = await bank.lookUp(work.kind, key);
    outcome = found.state === "absent" ? await work.ask(key) : found;
    if (outcome.state === "unknown") await hoursLater(6);
  }
  return outcome;
}

function hoursLater(hours: number): Promise<unknown> {
  const to = new Date((at.standIn.world.now() + hours * 3600) * 1000).toISOString();
  return at.control("POST /_control/clock", { to });
}

describe.each(WORKS)("a $kind", (work) => {
  it.each(
    FAULT_KINDS.filter((kind) => kind !== "400"),
  )("is carried out once when its call meets %s", async (fault) => {
    const key = `test:${made++}`;
    await at.fault(fault, work.call);
    expect((await work.ask(key)).state).toBe("unknown");
    expect(await carriedOut(work, key)).toMatchObject({ state: "settled" });
    expect(work.done(key)).toBe(1);
  });

  it("that is refused for good is declined, and not done", async () => {
    const key = `test:${made++}`;
    await at.fault("400", work.call, { code: "resource_missing" });
    expect(await carriedOut(work, key)).toMatchObject({ state: "declined" });
    expect(work.done(key)).toBe(0);
  });

  it("that we asked for wrongly is a fault of ours, and no answer", async () => {
    const key = `test:${made++}`;
    await at.fault("400", work.call, { code: "parameter_unknown" });
    await expect(work.ask(key)).rejects.toThrow("as planned");
    expect(work.done(key)).toBe(0);
  });

  it("asked for many times at once is done once", async () => {
    const key = `test:${made++}`;
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => work.ask(key)));
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(["settled"]));
    expect(work.done(key)).toBe(1);
  });

  it("is not known while Stripe cannot be looked at", async () => {
    const key = `test:${made++}`;
    await work.ask(key);
    for (const fault of ["request-lost", "reply-lost", "429", "500"] as const) {
      await at.fault(fault, "GET /v1/");
      expect(await bank.lookUp(work.kind, key)).toEqual({ state: "unknown" });
    }
    expect(await bank.lookUp(work.kind, key)).toMatchObject({ state: "settled" });
  });
});

describe("whatever goes wrong, in whatever order", () => {
  const anyFault = fc.record({
    kind: fc.constantFrom<FaultKind>(...FAULT_KINDS.filter((kind) => kind !== "400")),
    call: fc.constantFrom("POST /v1/", "GET /v1/"),
    times: fc.integer({ min: 1, max: 3 }),
    after: fc.integer({ min: 0, max: 2 }),
  });

  it.each(WORKS)("a $kind is carried out exactly once", async (work) => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFault, { maxLength: 5 }), async (faults) => {
        await at.control("DELETE /_control/faults");
        for (const { kind, call, ...more } of faults) await at.fault(kind, call, more);
        const key = `test:${made++}`;
        // Longer than any of the faults can keep it away.
        for (let round = 0; round < 3; round++) await carriedOut(work, key);
        await at.control("DELETE /_control/faults");
        expect((await carriedOut(work, key)).state).toBe("settled");
        expect(work.done(key)).toBe(1);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a page to pay on", () => {
  it.each(
    FAULT_KINDS.filter((kind) => kind !== "400"),
  )("is one a key and paid once when its call meets %s", async (fault) => {
    const key = `test:${made++}`;
    await at.fault(fault, "POST /v1/checkout");
    expect(await bank.hosted!.checkout(checkoutOf(key, 1_000_000n))).toEqual({
      state: "unknown",
    });
    expect(await bank.lookUp("charge", key)).toEqual({ state: "absent" });
    await hoursLater(25);
    const page = await bank.hosted!.checkout(checkoutOf(key, 1_000_000n));
    if (page.state === "page") await at.pay(page.url);
    expect(await bank.lookUp("charge", key)).toMatchObject({ state: "settled" });
    expect(WORKS[0]!.done(key)).toBe(1);
  });
});
