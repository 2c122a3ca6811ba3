/** Laws of the books under any sequence of flows, against a model that adds up in memory. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/database.ts";
import type { AuthorId, ChargeId, JournalId, PayoutId } from "../../core/ids.ts";
import { type Account, CHART } from "../../core/ledger/chart.ts";
import * as flows from "../../core/ledger/flows.ts";
import type { Journal } from "../../core/ledger/journal.ts";
import * as payouts from "../../core/ledger/payout-flows.ts";
import type { Day, Month } from "../../core/time.ts";
import { type Database, openDatabase } from "../../store/db.ts";
import { auditBooks } from "./audit-books.ts";
import { postJournal } from "./post-journal.ts";
import { balanceOf } from "./store.ts";

const TIMES = {
  occurredAt: new Date("2026-10-05T08:00:00Z"),
  postedAt: new Date("2026-10-05T08:00:01Z"),
};

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.config);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** Every run has ids, months and keys of its own. */
let runs = 0;
const base = () => runs * 1000;
const monthOfRun = () =>
  `${2000 + Math.floor(runs / 12)}-${String((runs % 12) + 1).padStart(2, "0")}` as Month;

type Step = (n: number) => Journal;
const micros = fc.bigInt({ min: 0n, max: 40n });
const who = fc.integer({ min: 1, max: 2 });
const currency = fc.constantFrom("USD", "USD", "USD", "EUR");

const money = fc.record({ currency, id: who, a: micros, b: micros, c: micros });
type Amounts = { currency: string; id: number; a: bigint; b: bigint; c: bigint };

/** Facts of any kind, whether or not the accounts can bear them: the guards have to say. */
const MAKERS: Record<string, (amounts: Amounts, n: number) => Journal> = {
  dues: ({ id, a, b, c, currency }) =>
    flows.duesReceived({
      ...{ chargeId: (base() + id) as ChargeId, currency, jurisdiction: "NL" },
      ...{ cashMicros: a + b + c, taxMicros: b, feeMicros: c },
    }),
  accrual: ({ id, a, b, currency }, n) =>
    flows.accrual({
      ...{ day: `2026-10-${String(id).padStart(2, "0")}` as Day, batch: base() + n + 1, currency },
      poolMonth: monthOfRun(),
      charges: [{ chargeId: (base() + id) as ChargeId, accruedMicros: a + b, poolMicros: a }],
    }),
  split: ({ id, a, b, c, currency }) =>
    flows.monthSplit({
      ...{ month: monthOfRun(), currency, poolMicros: a + b + c },
      ...{ commonsMicros: b, carriedMicros: c },
      shares: [{ partnerId: (base() + id) as AuthorId, micros: a, escrowMicros: a / 3n }],
    }),
  release: ({ id, a, currency }) =>
    flows.holdRelease({
      ...{ month: monthOfRun(), currency },
      shares: [{ partnerId: (base() + id) as AuthorId, micros: a }],
    }),
  payoutAsked: (amounts) => payouts.payoutAsked(payout(amounts)),
  payoutTransferred: (amounts) => payouts.payoutTransferred(payout(amounts), amounts.b),
  payoutPaid: (amounts) => payouts.payoutPaid(payout(amounts), "one"),
  payoutFailed: (amounts) => payouts.payoutFailed(payout(amounts), "one"),
  payoutReturned: (amounts) => payouts.payoutReturned(payout(amounts)),
  refundAsked: (amounts) => flows.refundAsked(refund(amounts)),
  refundPaid: (amounts) => flows.refundPaid(refund(amounts), amounts.b),
};

const payout = ({ id, a, currency }: Amounts) => ({
  ...{ payoutId: (base() + id) as PayoutId, partnerId: (base() + id) as AuthorId },
  ...{ currency, micros: a },
});
const refund = ({ id, a, b, c, currency }: Amounts) => ({
  ...{ refundId: base() + id, chargeId: (base() + id) as ChargeId, currency, jurisdiction: "NL" },
  ...{ deferredMicros: a, taxMicros: b, borneMicros: c },
});

const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...Object.keys(MAKERS)), money).map(
  ([maker, amounts]) =>
    (n: number) =>
      MAKERS[maker]!(amounts, n),
);

/** Debits less credits of every account, with the bodies posted under each key. */
class Model {
  readonly held = new Map<string, { account: Account; currency: string; debit: bigint }>();
  readonly bodies = new Map<string, string>();

  /** What the ledger must answer. */
  post(journal: Journal): "posted" | "again" | "taken" | "guarded" {
    const body = bodyOf(journal);
    const known = this.bodies.get(journal.key);
    if (known !== undefined) return known === body ? "again" : "taken";
    const moved = structuredClone(this.held);
    for (const { debit, credit, micros } of journal.legs) {
      move(moved, debit, journal.currency, micros);
      move(moved, credit, journal.currency, -micros);
    }
    for (const { account, debit } of moved.values()) {
      const { guard } = CHART[account.kind];
      if (guard === "debits within credits" && debit > 0n) return "guarded";
      if (guard === "credits within debits" && debit < 0n) return "guarded";
    }
    for (const [name, held] of moved) this.held.set(name, held);
    this.bodies.set(journal.key, body);
    return "posted";
  }
}

function move(held: Model["held"], account: Account, currency: string, debit: bigint): void {
  const name = `${account.kind} ${account.subject} ${currency}`;
  const before = held.get(name)?.debit ?? 0n;
  held.set(name, { account, currency, debit: before + debit });
}

function bodyOf({ kind, currency, legs, reverses }: Journal): string {
  const lines = legs.map((leg) => JSON.stringify(leg, (_, part) => String(part) && plain(part)));
  return [kind, currency, reverses ?? 0, ...lines].join("\n");
}

const plain = (part: unknown) => (typeof part === "bigint" ? String(part) : part);

async function post(journal: Journal): Promise<JournalId | string> {
  try {
    return await db.transaction((tx) => postJournal(tx, journal, TIMES));
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    return constraint ?? code ?? String(error);
  }
}

describe("after any sequence of flows, told twice and in any order,", () => {
  it("the books hold what they were told, guards hold, and a replay changes nothing", async () => {
    let guarded = 0;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        runs += 1;
        const model = new Model();
        const posted: { journal: Journal; id: JournalId | string }[] = [];
        for (const [n, make] of steps.entries()) {
          const journal = make(n);
          if (journal.legs.length === 0) continue;
          const expected = model.post(journal);
          const answer = await post(journal);
          if (expected === "guarded") expect(answer).toBe("balance_guard");
          else if (expected === "taken") expect(answer).toBe("LE001");
          else expect(answer).toBeTypeOf("number");
          if (expected === "guarded") guarded += 1;
          if (expected === "taken") taken += 1;
          if (expected === "posted") posted.push({ journal, id: answer });
        }
        for (const { journal, id } of posted.toReversed()) expect(await post(journal)).toBe(id);
        for (const { account, currency, debit } of model.held.values()) {
          if (CHART[account.kind].per === "" || account.kind === "tax") continue;
          const side = CHART[account.kind].normalSide === "debit" ? debit : -debit;
          expect(await balanceOf(db, account, currency)).toBe(side);
        }
      }),
      { numRuns: 60 },
    );
    expect(guarded).toBeGreaterThan(0);
    expect(taken).toBeGreaterThan(0);
    expect(await auditBooks(db)).toEqual([]);
  });
});
