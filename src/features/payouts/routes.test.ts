/** Payouts as partners and the operator meet them, through their pages. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { runTasks } from "../../../test/support/tasks.ts";
import { until } from "../../../test/support/until.ts";
import { payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { readyTasks } from "../../jobs/worker.ts";
import { sql, type Tx } from "../../store/db.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { payoutTasks } from "./jobs.ts";

let site: TestSite;
let operator: Person;
beforeAll(async () => {
  site = await openSite();
  operator = await site.reader("operator", "operator");
});
afterAll(() => site.close());
beforeEach(() => site.at(NOW));

let people = 0;

/** A partner who is owed so much, with an account at the test bank that does as its name says. */
async function partnerOwed(micros: bigint, account: string | null = "acct_test_good") {
  const person = await site.reader(`partner${people++}`);
  const own = account === null ? null : `${account}_${person.id}`;
  await site.db.run(sql`
    insert into partner (reader_id, since, country, payout_rail, payout_account)
    values (${person.id}, ${NOW}, 'NL', 'test-bank', ${own})`);
  if (micros > 0n) await owe(person, micros);
  return person;
}

let grants = 0;

function owe({ id }: Person, micros: bigint) {
  const journal = { key: `test:grant:${grants++}`, kind: "test", currency: "USD" };
  const times = { occurredAt: NOW, postedAt: NOW };
  return site.db.transaction((tx) =>
    postJournal(tx, { ...journal, legs: legs([provider(), payable(id), micros]) }, times),
  );
}

async function paidOut({ id }: Person): Promise<bigint> {
  const { micros } = await site.db.one(sql.of(z.object({ micros: z.string() }))`
    select coalesce(sum(micros), 0)::text as micros
      from payout where partner_id = ${id} and state = 'paid'`);
  return BigInt(micros);
}

/** What a page says, without its tags. */
function textOf(html: string): string {
  return html
    .slice(html.indexOf("<main"))
    .replace(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");
}

const page = async (person: Person, path = "/me/payouts") =>
  textOf((await site.as(person).get(path)).body);
const ask = (person: Person) => site.as(person).post("/me/payouts");

const runBatch = () => runTasks(site, readyTasks(site.house, payoutTasks));

describe("a partner's payouts", () => {
  it("show the balance to the micro, and what asking would send", async () => {
    const wil = await partnerOwed(12_349_999n);
    const { body } = await site.as(wil).get("/me/payouts");
    expect(body).toContain('<data class="money" value="12.349999">');
    expect(textOf(body)).toContain("Pay out $12.34");
    expect(textOf(body)).toContain("Payouts start at $10.00");
    expect(textOf(body)).toContain(`Payouts go to acct_test_good_${wil.id}.`);
  });

  it("send the balance, and say and list it", async () => {
    const wil = await partnerOwed(12_349_999n);
    const answer = await ask(wil);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/me/payouts?done=asked"]);
    const text = await page(wil, "/me/payouts?done=asked");
    expect(text).toContain("$12.34 is sent");
    expect(text).toContain(`15 October 2026 acct_test_good_${wil.id} Paid $12.34`);
    expect(text).toContain("Paid so far $12.34");
    expect(text).toContain("Your balance is kept until it gets there.");
  });

  it("send it once, however many ask at the same moment", async () => {
    const wil = await partnerOwed(12_000_000n);
    const hold = (tx: Tx) => tx.run(sql`lock table payout in share mode`);
    const answers = await allAtOnce(site.db, hold, 5, () => ask(wil));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422, 422, 422, 422]);
    expect(await paidOut(wil)).toBe(12_000_000n);
  });

  it("say that the bank refused, and keep the balance", async () => {
    const wil = await partnerOwed(20_000_000n, "acct_test_refuses");
    expect((await ask(wil)).statusCode).toBe(303);
    const text = await page(wil, "/me/payouts?done=asked");
    expect(text).toContain("$20.00 was not paid out The account does not take payments.");
    expect(text).toContain("Balance $20.00");
    expect(text).toContain("Not paid $20.00");
  });

  it("say that the bank has not answered", async () => {
    const wil = await partnerOwed(20_000_000n, "acct_test_silent");
    await ask(wil);
    const text = await page(wil, "/me/payouts?done=asked");
    expect(text).toContain("$20.00 is with the bank The bank has not answered yet.");
    expect(text).toContain("A payout of yours is with the bank already.");
    const again = await ask(wil);
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain("A payout of yours is with the bank already.");
  });

  it("are for partners: others are told how to become one", async () => {
    const ann = await site.reader("ann");
    expect(await page(ann)).toContain("Payouts will be here once you are a partner");
    const answer = await ask(ann);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("Payouts are for partners, and you are not one yet.");
    expect((await site.visitor.post("/me/payouts")).statusCode).toBe(401);
    const visited = await site.visitor.get("/me/payouts");
    expect(visited.headers.location).toBe("/sign-in?to=%2Fme%2Fpayouts");
  });

  it.each([
    ["below the minimum", 9_999_999n, "acct_test_good", "active", "Payouts start at $10.00."],
    ["without an account", 50_000_000n, null, "active", "Tell us first where payouts go."],
    ["under review", 50_000_000n, "acct_test_good", "paused", "Your account is being reviewed"],
  ])("are refused %s, and nothing is sent", async (_, micros, account, state, sentence) => {
    const wil = await partnerOwed(micros, account);
    await site.db.run(sql`update partner set state = ${state} where reader_id = ${wil.id}`);
    const { body } = await site.as(wil).get("/me/payouts");
    expect(body).toContain(sentence);
    expect(body).not.toContain(">Pay out");
    const answer = await ask(wil);
    expect(answer.statusCode).toBe(422);
    expect(textOf(answer.body)).toContain(`Not sent ${sentence}`);
    expect(await paidOut(wil)).toBe(0n);
  });

  it("are not asked for by a link: a look changes nothing", async () => {
    const wil = await partnerOwed(12_000_000n);
    expect(await page(wil, "/me/payouts?done=asked")).not.toContain("is sent");
    expect(await paidOut(wil)).toBe(0n);
  });
});

describe("payouts at the desk", () => {
  /** Whoever was owed before is not any more. */
  beforeEach(async () => {
    await site.db.run(sql`update partner set state = 'paused'`);
  });
  afterEach(runBatch);

  const desk = async () => textOf((await site.as(operator).get("/desk/payouts")).body);
  const payNow = () => site.as(operator).post("/desk/payouts");

  async function batches(): Promise<number> {
    const { count } = await site.db.one(sql.of(z.object({ count: z.int() }))`
      select count(*)::int as count from graphile_worker.jobs where task_identifier = 'pay-out'`);
    return count;
  }

  it("are the operator's alone", async () => {
    const [ann, rob] = [await site.reader("bea"), await site.reader("rob", "reviewer")];
    for (const person of [ann, rob]) {
      expect((await site.as(person).get("/desk/payouts")).statusCode).toBe(403);
      expect((await site.as(person).post("/desk/payouts")).statusCode).toBe(403);
    }
    expect((await site.visitor.get("/desk/payouts")).statusCode).toBe(303);
    expect((await site.visitor.post("/desk/payouts")).statusCode).toBe(401);
  });

  it("offer nothing when nobody can be paid", async () => {
    await partnerOwed(9_999_999n);
    await partnerOwed(90_000_000n, null);
    const text = await desk();
    expect(text).toContain("Ready to go out $0.00 0 partners");
    expect(text).toContain("Nobody can be paid at the moment");
    expect(text).not.toContain("Pay out now");
  });

  it("go out as one batch that is begun once, and are listed with how they went", async () => {
    const good = await partnerOwed(12_349_999n);
    const poor = await partnerOwed(20_000_000n, "acct_test_refuses");
    expect(await desk()).toContain("Ready to go out $32.34 2 partners with $10.00 or more");
    expect(await desk()).toContain("Pay out now");

    expect((await payNow()).headers.location).toBe("/desk/payouts");
    expect((await payNow()).statusCode).toBe(303);
    expect(await desk()).toContain("The batch is about to begin");
    expect(await desk()).not.toContain("Pay out now");
    expect(await batches()).toBe(1);

    await runBatch();
    const text = await desk();
    expect(text).not.toContain("about to begin");
    expect(text).toMatch(/Partner\d+ 15 October 2026, 12:00 UTC acct_test_good_\d+ Paid \$12\.34/);
    expect(text).toContain("Not paid $20.00 The account does not take payments.");
    expect([await paidOut(good), await paidOut(poor)]).toEqual([12_340_000n, 0n]);
  });

  it("show how far the batch is", async () => {
    // The queue's own clock is the database's.
    site.at(new Date(Date.now() + 60_000));
    await partnerOwed(12_000_000n);
    const slow = await partnerOwed(15_000_000n);
    await payNow();
    const { running } = await site.db.transaction(async (tx) => {
      await tx.run(sql`select from partner where reader_id = ${slow.id} for update`);
      const running = runBatch();
      // Those under review have their turn too, and are told why nothing is sent.
      await until(async () => allButOne(await desk()));
      expect(await desk()).toMatch(/Payouts are going out Had their turn \d+ of \d+ partners/);
      await payNow();
      expect(await batches()).toBe(1);
      return { running };
    });
    await running;
    expect(await paidOut(slow)).toBe(15_000_000n);
    expect(await desk()).not.toContain("going out Had");
    const batch = textOf((await site.as(operator).get(`/desk/payouts/${await lastBatch()}`)).body);
    expect(batch).toMatch(/Partner\d+ Paid Test bank – \$15\.00/);
    expect(batch).toMatch(/Partner\d+ Not asked – – Their account is being reviewed\./);
    expect(batch).toContain("Paid $27.00 2 payouts");
  });

  const allButOne = (text: string) => {
    const [, done, of] = /Had their turn (\d+) of (\d+) partners/.exec(text) ?? [];
    return done !== undefined && Number(done) === Number(of) - 1;
  };

  async function lastBatch(): Promise<number> {
    const row = z.object({ id: z.coerce.number() });
    return (await site.db.one(sql.of(row)`select max(id) as id from payout_batch`)).id;
  }

  it("have a page for each batch, and none for what is no batch", async () => {
    for (const url of ["/desk/payouts/999999", "/desk/payouts/0", "/desk/payouts/abc"]) {
      expect((await site.as(operator).get(url)).statusCode).toBe(404);
    }
    expect((await site.as(await site.reader("zed")).get("/desk/payouts/1")).statusCode).toBe(403);
  });

  it("say when the batch stopped, and that it goes on by itself", async () => {
    await partnerOwed(12_000_000n);
    await payNow();
    await site.db.run(sql`
      update graphile_worker._private_jobs
         set attempts = 1, last_error = 'the bank fell over', run_at = '2026-10-15T13:00:00Z'`);
    const text = await desk();
    expect(text).toContain("The batch stopped on the way");
    expect(text).toContain("goes on by itself on 15 October 2026, 13:00 UTC");
    expect(text).toContain("the bank fell over");
  });
});
