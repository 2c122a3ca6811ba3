/** The nightly check: what it finds, keeps and tells. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openSite, type TestSite } from "../../../test/support/site.ts";
import { runTasks } from "../../../test/support/tasks.ts";
import type { AuthorId } from "../../core/ids.ts";
import { payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { enqueue } from "../../jobs/queue.ts";
import { readyTasks } from "../../jobs/worker.ts";
import { sql } from "../../store/db.ts";
import { checkBooks } from "./check-books.ts";
import { findLastCheck } from "./check-store.ts";
import { ledgerTasks } from "./jobs.ts";
import { postJournal } from "./post-journal.ts";
import { findLastSeal } from "./seals.ts";

let site: TestSite;
beforeEach(async () => {
  site = await openSite(new Date("2026-10-05T12:00:00Z"));
  await site.reader("olive", "operator");
  await site.reader("otto", "operator");
  await site.reader("rob", "reviewer");
  const at = site.clock();
  const journal = { key: "test:1", kind: "test", currency: "USD" };
  const moved = legs([provider(), payable(7 as AuthorId), 100n]);
  await site.db.transaction((tx) =>
    postJournal(tx, { ...journal, legs: moved }, { occurredAt: at, postedAt: at }),
  );
  site.at("2026-10-06T00:50:00Z");
});
afterEach(() => site.close());

async function run(task: string): Promise<void> {
  await site.db.transaction((tx) => enqueue(tx, task, {}));
  await runTasks(site, readyTasks(site.house, ledgerTasks));
}

/** Changes a balance past every rule. */
const tamper = (
  text = "update balance set credit_micros = credit_micros + 1 where account_id = 1",
) =>
  site.db.transaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    expect(await tx.run({ text, name: "", values: [], row: null })).toBeGreaterThan(0);
  });

const Letter = z.object({
  payload: z.object({ key: z.string(), to: z.string(), text: z.string() }),
});
async function letters() {
  const rows = await site.db.many(sql.of(Letter)`
    select payload from graphile_worker._private_jobs job
      join graphile_worker._private_tasks task on task.id = task_id
     where identifier = 'send-mail' order by payload->>'to'`);
  return rows.map(({ payload }) => payload);
}

describe("the nightly check", () => {
  it("seals, finds the books right, keeps that, and writes to nobody", async () => {
    await run("check-books");
    const check = await findLastCheck(site.db);
    expect(check).toMatchObject({ journals: 1, legs: 1, sealedDay: "2026-10-05", findings: [] });
    expect(check?.sealedSha256).toEqual((await findLastSeal(site.db))?.sha256);
    expect(await letters()).toEqual([]);
  });

  it("writes to every operator, and to nobody else, what does not agree", async () => {
    await tamper();
    await run("check-books");
    const sent = await letters();
    expect(sent.map(({ to }) => to)).toEqual(["olive@example.org", "otto@example.org"]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
    expect(sent[0]?.text).toContain("The balance is not the sum of its legs. 1000 USD");
    expect(sent[0]?.text).toContain("http://localhost/desk/ledger");
    const check = await findLastCheck(site.db);
    expect(check?.findings.map(({ what }) => what)).toContain(
      "Debits and credits differ over all accounts.",
    );
  });

  it("is made once a day, and again the next", async () => {
    await run("check-books");
    const first = await findLastCheck(site.db);
    await tamper();
    await run("check-books");
    expect(await findLastCheck(site.db)).toEqual(first);
    site.at("2026-10-07T00:50:00Z");
    await run("check-books");
    expect((await findLastCheck(site.db))?.findings).not.toEqual([]);
    expect(await letters()).toHaveLength(2);
  });

  it("knows the seals that earlier checks saw, also when all of them are made anew", async () => {
    await run("check-books");
    await tamper("update journal set key = 'test:other'");
    await tamper("delete from seal");
    site.at("2026-10-07T00:50:00Z");
    await run("check-books");
    expect((await findLastCheck(site.db))?.findings).toEqual([
      { what: "A check had seen another seal of the day.", where: "2026-10-05" },
    ]);
  });

  it("is no longer right when the last seals are gone", async () => {
    await run("seal-days");
    expect((await findLastSeal(site.db))?.day).toBe("2026-10-05");
    await run("check-books");
    await tamper("delete from seal");
    site.at("2026-10-06T00:55:00Z");
    const found = await checkBooks(site.house);
    expect(found.map(({ what }) => what)).toEqual([
      "A check had seen another seal of the day.",
      "A day that is over is not sealed.",
    ]);
  });
});
