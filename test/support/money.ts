/**
 * A site's money for a test: its own database with the first policy, the test bank, and a clock that
 * stands where it is set. Pages and routes are left out.
 */
import { z } from "zod";
import type { AuthorId, ReaderId } from "../../src/core/ids.ts";
import { CHART, type KindName } from "../../src/core/ledger/chart.ts";
import { insertReader } from "../../src/features/accounts/store.ts";
import type { Card } from "../../src/features/bank/bank.ts";
import { testBank } from "../../src/features/bank/test-bank.ts";
import { auditBooks } from "../../src/features/ledger/audit-books.ts";
import { trialBalance } from "../../src/features/ledger/store.ts";
import { ensureFirstPolicy } from "../../src/features/policies/first-policy.ts";
import { openDatabase, sql } from "../../src/store/db.ts";
import { testDatabase } from "./database.ts";

export const GOOD = card("4242 4242 4242 4242");
export const DECLINED = card("4000 0000 0000 0002");
export const SILENT = card("4000 0000 0000 0341");
export const GOOD_ONCE = card("4000 0000 0000 9987");

export function card(number: string, expiry = "05/39", cvc = "123"): Card {
  return { number, expiry, cvc };
}

/** What each kind of account holds, on its normal side; kinds that hold nothing are left out. */
export type Books = Partial<Record<KindName, bigint>>;

export type Money = Awaited<ReturnType<typeof openMoney>>;

export async function openMoney(start: string) {
  const database = await testDatabase();
  const db = openDatabase({ ...database.config, max: 24 });
  let now = new Date(start);
  const clock = () => now;
  await ensureFirstPolicy(db, now);
  let people = 0;

  async function books(): Promise<Books> {
    const lines = await trialBalance(db);
    const kinds = Object.entries(CHART).flatMap(([kind, { code, normalSide }]) => {
      const line = lines.find((one) => one.code === code && one.currency === "USD");
      if (!line) return [];
      const debit = line.debitMicros - line.creditMicros;
      return [[kind, normalSide === "debit" ? debit : -debit] as const];
    });
    return Object.fromEntries(kinds);
  }

  return {
    db,
    clock,
    bank: testBank(db, clock),
    now: () => now,
    at: (instant: string) => {
      now = new Date(instant);
      return now;
    },
    reader: (): Promise<ReaderId> =>
      db.transaction((tx) => {
        const handle = `reader_${people++}`;
        return insertReader(tx, now, { handle, name: handle, email: `${handle}@example.org` });
      }),
    /** A partner with an account, or without one when it is null. */
    partner: async (account: string | null): Promise<AuthorId> => {
      const handle = `partner_${people++}`;
      return db.transaction(async (tx) => {
        const id = await insertReader(tx, now, { handle, name: handle, email: `${handle}@x.org` });
        const unique = account === null ? null : `${account}_${id}`;
        await tx.run(sql`
          insert into partner (reader_id, since, country, payout_rail, payout_account)
          values (${id}, ${now}, 'NL', 'test-bank', ${unique})`);
        return id;
      });
    },
    books,
    /** What `work` moved, kind by kind. */
    moved: async (work: () => Promise<unknown>): Promise<Books> => {
      const before = await books();
      await work();
      return difference(before, await books());
    },
    audit: () => auditBooks(db),
    count: async (table: string): Promise<number> => {
      const text = `select count(*)::int as count from ${table}`;
      const row = z.object({ count: z.int() });
      const { count } = await db.one({ text, name: "", values: [], row });
      return count;
    },
    close: async () => {
      await db.close();
      await database.drop();
    },
  };
}

/** What changed, kinds that did not left out. */
function difference(before: Books, after: Books): Books {
  const kinds = Object.keys(CHART) as KindName[];
  const changes = kinds.map((kind) => [kind, (after[kind] ?? 0n) - (before[kind] ?? 0n)] as const);
  return Object.fromEntries(changes.filter(([, micros]) => micros !== 0n));
}
