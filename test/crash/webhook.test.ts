/**
 * A call of Stripe's that is killed at each of its statements in turn, and told again: the payment it tells
 * of makes one member, and the books agree with Stripe.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { ReaderId } from "../../src/core/ids.ts";
import { CHART } from "../../src/core/ledger/chart.ts";
import { insertReader } from "../../src/features/accounts/store.ts";
import { auditBooks } from "../../src/features/ledger/audit-books.ts";
import { trialBalance } from "../../src/features/ledger/store.ts";
import { PLAIN } from "../../src/stand-in/webhooks.ts";
import { type Database, openDatabase, sql } from "../../src/store/db.ts";
import { asAdministrator } from "../support/administrator.ts";
import { type DurableServer, startDurableServer } from "../support/durable-server.ts";
import { signIn } from "../support/http-reader.ts";
import { beginSite, freePort, type Program, type RunningSite } from "../support/program.ts";
import { type Stand, standsAt } from "../support/stands.ts";
import { HOOK_SECRET, openTestStripe, TEST_KEY, type TestStripe } from "../support/stripe.ts";
import { until } from "../support/until.ts";

const table = (name: string, mode = "exclusive") => `lock table ${name} in ${mode} mode`;

/** In the order of the call and then of the task it wakes, and what is in the database when it died there. */
const STANDS: (Stand & { left: string })[] = [
  {
    at: "the event",
    hold: table("bank_event"),
    waits: /^insert into bank_event/,
    left: "0 events, asked, 0 charges, 0 journals",
  },
  {
    at: "its task",
    hold: table("graphile_worker._private_jobs", "share row exclusive"),
    waits: /graphile_worker\.add_job/,
    left: "0 events, asked, 0 charges, 0 journals",
  },
  {
    at: "the member’s turn",
    hold: table("reader"),
    waits: /^select .*from reader .*for /,
    left: "1 events, asked, 0 charges, 0 journals",
  },
  {
    at: "the answer to what was asked",
    hold: table("charge_attempt", "share"),
    waits: /^update charge_attempt/,
    left: "1 events, asked, 0 charges, 0 journals",
  },
  {
    at: "the membership",
    hold: table("membership"),
    waits: /^insert into membership/,
    left: "1 events, asked, 0 charges, 0 journals",
  },
  {
    at: "the charge",
    hold: table("charge"),
    waits: /^insert into charge /,
    left: "1 events, asked, 0 charges, 0 journals",
  },
  {
    at: "the journal",
    hold: table("journal"),
    waits: /^select post\(/,
    left: "1 events, asked, 0 charges, 0 journals",
  },
];

let server: DurableServer;
afterAll(() => server?.stop());
beforeAll(async () => {
  server = await startDurableServer();
  await server.make("empty");
});

/** One house, its Stripe, and a reader who has paid on Stripe's page and closed it. */
class Paid {
  readonly #database: string;
  readonly #port: number;
  readonly db: Database;
  readonly at: TestStripe;

  private constructor(database: string, port: number, db: Database, at: TestStripe) {
    this.#database = database;
    this.#port = port;
    this.db = db;
    this.at = at;
  }

  static async at(database: string): Promise<Paid> {
    await server.clone("empty", database);
    const port = await freePort();
    const db = openDatabase(server.configOf(database));
    const url = `http://127.0.0.1:${port}/bank/stripe/events`;
    const endpoints = [{ url, secret: HOOK_SECRET, connect: false }];
    const at = await openTestStripe(db, () => new Date(), { endpoints });
    at.standIn.webhooks.held = true;
    const paid = new Paid(database, port, db, at);
    await paid.#pay();
    return paid;
  }

  begin(): Promise<RunningSite> {
    const settings = {
      ...server.settingsFor(this.#database),
      LOG_LEVEL: "silent",
      STRIPE_SECRET_KEY: TEST_KEY,
      STRIPE_WEBHOOK_SECRET: HOOK_SECRET,
      STRIPE_API_URL: this.at.standIn.url,
    };
    return beginSite(settings, this.#port);
  }

  /** A site that comes to the statement by the call, or by the task that an earlier call left. */
  comingTo(): Program {
    let site: RunningSite | undefined;
    const begun = this.begin().then(async (running) => {
      site = running;
      await this.at.standIn.webhooks.deliver(PLAIN);
    });
    begun.catch(() => {});
    const running = async () => {
      await until(() => site !== undefined);
      return site!;
    };
    return {
      pid: -1,
      out: () => site?.out() ?? "",
      err: () => site?.err() ?? "",
      isOver: () => site?.isOver() ?? false,
      ended: running().then(({ ended }) => ended),
      stop: () => running().then((it) => it.stop()),
      kill: () => running().then((it) => it.kill()),
    };
  }

  async standing(): Promise<string> {
    const { rows } = await asAdministrator(server.configOf(this.#database), (client) =>
      client.query(`
        select (select count(*) from bank_event where task = 'settle-charges') || ' events, ' ||
               state || ', ' || (select count(*) from charge) || ' charges, ' ||
               (select count(*) from journal) || ' journals' as standing
          from charge_attempt`),
    );
    return rows[0].standing;
  }

  /** Told twice more, now to a site that nobody kills. */
  async expectOneMember(): Promise<void> {
    const site = await this.begin();
    await this.at.standIn.webhooks.deliver({ ...PLAIN, repeat: 2, order: "reversed" });
    await until(async () => (await this.standing()).includes("charged"));
    expect(await this.standing()).toBe("1 events, charged, 1 charges, 1 journals");
    expect((await site.stop()).code).toBe(0);
    const { members } = await this.db.one(sql.of(z.object({ members: z.int() }))`
      select count(*)::int as members from membership where ended_at is null`);
    expect(members).toBe(1);
    const lines = await trialBalance(this.db);
    const ours = lines.find(({ code }) => code === CHART.provider.code);
    const { available, pending } = await this.at.stripe.balance.retrieve();
    const cents = [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0);
    expect((ours?.debitMicros ?? 0n) - (ours?.creditMicros ?? 0n)).toBe(BigInt(cents) * 10_000n);
    expect(await auditBooks(this.db)).toEqual([]);
  }

  async close(): Promise<void> {
    await this.db.close();
    await this.at.close();
  }

  async #pay(): Promise<void> {
    const site = await this.begin();
    const facts = { handle: "ann", name: "Ann", email: "ann@example.org" };
    const id: ReaderId = await this.db.transaction((tx) => insertReader(tx, new Date(), facts));
    const ann = await signIn(this.db, id);
    const answer = await ann.post(site.origin, "/membership", { plan: "member-monthly" });
    await this.at.pay(answer.headers.get("location") ?? "");
    await site.stop();
  }
}

describe("a call of Stripe’s that is killed at every statement", () => {
  it("with its process, makes one member", async () => {
    const paid = await Paid.at("site_killed");
    for (const stand of STANDS) {
      const config = server.configOf("site_killed");
      const { work, free } = await standsAt(config, stand, () => paid.comingTo());
      expect((await work.kill()).code).toBe(null);
      await free();
      expect([stand.at, await paid.standing()]).toEqual([stand.at, stand.left]);
    }
    await paid.expectOneMember();
    await paid.close();
  });

  it("with the database, makes one member", async () => {
    const paid = await Paid.at("server_killed");
    for (const stand of STANDS) {
      const config = server.configOf("server_killed");
      const { work, free } = await standsAt(config, stand, () => paid.comingTo());
      await server.kill();
      // A site that was still starting has ended by then, with a sentence.
      await work.kill();
      await free();
      expect([stand.at, await paid.standing()]).toEqual([stand.at, stand.left]);
    }
    await paid.expectOneMember();
    await paid.close();
  });
});
