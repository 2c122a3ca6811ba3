/**
 * Payouts that are killed at each of their statements in turn, and run again: money leaves once for each
 * payout, and the books agree with the bank.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { earned, payable, provider } from "../../src/core/ledger/chart.ts";
import { legs } from "../../src/core/ledger/journal.ts";
import { insertReader } from "../../src/features/accounts/store.ts";
import { testBankBalance } from "../../src/features/bank/store.ts";
import { auditBooks } from "../../src/features/ledger/audit-books.ts";
import { postJournal } from "../../src/features/ledger/post-journal.ts";
import { balanceOf, balancesOf } from "../../src/features/ledger/store.ts";
import { insertPartner, recordPayoutAccount } from "../../src/features/partners/store.ts";
import { ensureFirstPolicy } from "../../src/features/policies/first-policy.ts";
import { type Database, openDatabase, sql } from "../../src/store/db.ts";
import { asAdministrator } from "../support/administrator.ts";
import { type DurableServer, startDurableServer } from "../support/durable-server.ts";
import { begin, earnest, type Program } from "../support/program.ts";
import { type Stand, standsAt } from "../support/stands.ts";

/** Who is owed what, in micros. The first is the one whose payout is killed; the last is not paid yet. */
const OWED: [handle: string, account: string, micros: bigint][] = [
  ["wil", "acct_test_wil", 25_005_000n],
  ["zoe", "acct_test_zoe", 10_000_000n],
  ["sil", "acct_test_silent_sil", 40_000_000n],
  ["low", "acct_test_low", 9_990_000n],
];
const LENT = OWED.reduce((sum, [, , micros]) => sum + micros, 0n);

let server: DurableServer;

const payOut = (database: string): Program => begin(["pay-out"], server.settingsFor(database));

beforeAll(async () => {
  server = await startDurableServer();
  await server.make("owing");
  const db = openDatabase(server.configOf("owing"));
  const at = new Date();
  await ensureFirstPolicy(db, at);
  for (const [handle, account, micros] of OWED) await owe(db, at, { handle, account, micros });
  await db.close();
  await server.clone("owing", "site_killed");
  await server.clone("owing", "server_killed");
});
afterAll(() => server?.stop());

async function owe(
  db: Database,
  at: Date,
  { handle, account, micros }: { handle: string; account: string; micros: bigint },
): Promise<void> {
  await db.transaction(async (tx) => {
    const email = `${handle}@example.org`;
    const id = await insertReader(tx, at, { handle, name: handle, email });
    await insertPartner(tx, at, { readerId: id, country: "NL" });
    const journal = { key: `test:${handle}`, kind: "test", currency: "USD" };
    const moves = legs([provider(), earned(id), micros], [earned(id), payable(id), micros]);
    await postJournal(tx, { ...journal, legs: moves }, { occurredAt: at, postedAt: at });
    await recordPayoutAccount(tx, id, account);
  });
}

const table = (name: string, mode = "exclusive") => `lock table ${name} in ${mode} mode`;

/** In the order of a payout, so that each try comes a little further than the one before. */
const STANDS: (Stand & { left: string })[] = [
  {
    at: "the frozen request",
    hold: table("payout"),
    waits: /^insert into payout/,
    left: "none, 0 at the bank",
  },
  {
    at: "its journal",
    hold: table("journal"),
    waits: /^select post\(/,
    left: "none, 0 at the bank",
  },
  {
    at: "the bank’s hearing of it",
    hold: table("test_bank_request"),
    waits: /^insert into test_bank_request/,
    left: "asked, 0 at the bank",
  },
  {
    at: "the booking of the bank’s answer",
    hold: table("journal"),
    waits: /^select post\(/,
    left: "asked, 1 at the bank",
  },
  {
    at: "the booking of its arrival",
    hold: `set local earnest.posting = 'on';
           insert into journal (key, kind, body_sha256, occurred_at, posted_at)
           select payout.key || ':paid:' || ref, 'test', sha256(''), now(), now()
             from payout join test_bank_request as request on request.key = payout.key`,
    waits: /^select post\(/,
    left: "asked, 1 at the bank",
  },
  {
    at: "its being marked as paid",
    hold: table("payout", "share"),
    waits: /^update payout/,
    left: "asked, 1 at the bank",
  },
];

/** How Wil's payout stands, and how often the bank has sent money for it. */
async function standing(database: string): Promise<string> {
  const { rows } = await asAdministrator(server.configOf(database), (client) =>
    client.query(`
      select coalesce(string_agg(state, ' and '), 'none') as state,
             (select count(*) from test_bank_request where kind = 'transfer') as sent
        from payout join reader on reader.id = partner_id where handle = 'wil'`),
  );
  return `${rows[0].state}, ${rows[0].sent} at the bank`;
}

const Paid = z.object({ handle: z.string(), state: z.string(), sent: z.string() });

/** Every payout, and what the bank sent under its key. */
function paid(db: Database): Promise<z.output<typeof Paid>[]> {
  return db.many(sql.of(Paid)`
    select handle, payout.state, coalesce(sum(request.micros), 0)::text as sent
      from payout
      join reader on reader.id = partner_id
      left join test_bank_request as request on request.key = payout.key
     group by payout.id, handle, payout.state order by payout.id`);
}

async function expectPaidOnce(database: string): Promise<void> {
  const settings = server.settingsFor(database);
  // The bank does not answer for Sil at first; what it did is found when it is looked up.
  const first = await payOut(database).ended;
  expect(first).toMatchObject({ code: 1, err: "", out: expect.stringContaining("waiting  1") });
  const second = await earnest(["pay-out"], settings);
  expect(second).toMatchObject({ code: 0, err: "", out: expect.stringContaining("paid     1") });
  const third = await earnest(["pay-out"], settings);
  expect(third).toMatchObject({ code: 0, err: "", out: expect.stringContaining("paid     0") });

  const db = openDatabase(server.configOf(database));
  expect(await paid(db)).toEqual([
    { handle: "wil", state: "paid", sent: "25000000" },
    { handle: "zoe", state: "paid", sent: "10000000" },
    { handle: "sil", state: "paid", sent: "40000000" },
  ]);
  expect(await auditBooks(db)).toEqual([]);
  expect(await balancesOf(db, "inTransit", "USD")).toEqual([]);
  expect(await balancesOf(db, "custody", "USD")).toEqual([]);
  expect((await balancesOf(db, "payable", "USD")).map(({ micros }) => micros)).toEqual([
    5_000n,
    9_990_000n,
  ]);
  const held = await balanceOf(db, provider(), "USD");
  expect(held - LENT).toBe(await testBankBalance(db, "USD"));
  await db.close();
}

describe("payouts that are killed at every statement", () => {
  it("with their process, leave once each", async () => {
    const database = "site_killed";
    for (const stand of STANDS) {
      const config = server.configOf(database);
      const { work, free } = await standsAt(config, stand, () => payOut(database));
      expect((await work.kill()).code).toBe(null);
      await free();
      expect([stand.at, await standing(database)]).toEqual([stand.at, stand.left]);
    }
    await expectPaidOnce(database);
  });

  it("with the database, leave once each", async () => {
    const database = "server_killed";
    for (const stand of STANDS) {
      const config = server.configOf(database);
      const { work, free } = await standsAt(config, stand, () => payOut(database));
      await server.kill();
      const { code, err } = await work.ended;
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(/^earnest pay-out: .+ is kept: .+\n$/),
      ]);
      await free();
      expect([stand.at, await standing(database)]).toEqual([stand.at, stand.left]);
    }
    await expectPaidOnce(database);
  });
});
