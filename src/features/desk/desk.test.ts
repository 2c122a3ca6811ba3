/** The desk as reviewers and the operator meet it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { runTasks } from "../../../test/support/tasks.ts";
import { payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { enqueue } from "../../jobs/queue.ts";
import { sql } from "../../store/db.ts";
import { checkBooks } from "../ledger/check-books.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { sealDays } from "../ledger/seals.ts";
import { accrueDues } from "../membership/accrue-dues.ts";

let site: TestSite;
let operator: Person;
let reviewer: Person;
let reader: Person;
beforeAll(async () => {
  site = await openSite(new Date("2026-09-20T12:00:00Z"));
  operator = await site.reader("olive", "operator");
  reviewer = await site.reader("rob", "reviewer");
  reader = await site.reader("ann");
});
afterAll(() => site.close());

const PAGES = ["/desk", "/desk/applications", "/desk/ledger", "/desk/payouts", "/desk/months"];
const ALL = [...PAGES, "/desk/mail"];

/** What a page says, without its tags. */
async function said(person: Person, path = "/desk"): Promise<string> {
  const { body } = await site.as(person).get(path);
  return body
    .slice(body.indexOf("<main"))
    .replace(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");
}

async function tabs(person: Person, path: string): Promise<string[]> {
  const { body } = await site.as(person).get(path);
  const nav = /<nav class="tabs"[^>]*>(.*?)<\/nav>/.exec(body)?.[1] ?? "";
  return [...nav.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? "");
}

describe("who sees the desk", () => {
  it.each([
    ["/desk", 200],
    ["/desk/applications", 200],
    ["/desk/cases", 200],
    ["/desk/ledger", 403],
    ["/desk/payouts", 403],
    ["/desk/months", 403],
    ["/desk/policies", 403],
    ["/desk/lab", 403],
    ["/desk/mail", 403],
  ])("%s answers a reviewer with %s, the operator with 200, readers and visitors not", async (path, status) => {
    expect((await site.as(operator).get(path)).statusCode).toBe(200);
    expect((await site.as(reviewer).get(path)).statusCode).toBe(status);
    expect((await site.as(reader).get(path)).statusCode).toBe(403);
    expect((await site.visitor.get(path)).statusCode).toBe(303);
  });

  it("each page has tabs to those its viewer may open, itself marked", async () => {
    for (const path of ALL) {
      expect(await tabs(operator, path)).toEqual([
        ...["/desk", "/desk/applications", "/desk/cases", "/desk/responses", "/desk/months"],
        ...["/desk/dues", "/desk/payouts", "/desk/ledger"],
        ...["/desk/policies", "/desk/lab", "/desk/mail"],
      ]);
      const { body } = await site.as(operator).get(path);
      expect(body).toContain(`<a href="${path}" aria-current="page">`);
    }
    const reviewers = ["/desk", "/desk/applications", "/desk/cases", "/desk/responses"];
    for (const path of reviewers) {
      expect(await tabs(reviewer, path)).toEqual(reviewers);
    }
  });

  it("a reviewer's has applications and no money", async () => {
    const text = await said(reviewer);
    expect(text).toContain("Applications None");
    expect(text).not.toMatch(/\$|Members\b|Books|Outbox|Tasks/);
  });
});

describe("an empty site", () => {
  it("says that nothing waits, and what will be here", async () => {
    const text = await said(operator);
    expect(text).toContain("Members 0");
    expect(text).toContain("Applications None");
    expect(text).toContain("Months None");
    expect(text).toContain("Payouts None");
    expect(text).toContain("Outbox Nothing waits");
    expect(text).toContain("Tasks None has stopped");
    expect(text).toContain("Books Debits and credits agree");
    expect(text).toContain("The first month will be here once a member has paid dues.");
    expect(text).toContain("The first payout will be here");
    expect(await said(operator, "/desk/ledger")).toContain("The books begin with the first");
  });
});

describe("a site that lives", () => {
  it("shows members, dues as days earn them, and a month that is over", async () => {
    const form = { plan: "member-monthly", card: "4242424242424242", expiry: "05/39", cvc: "123" };
    for (const handle of ["bea", "cas"]) {
      await site.as(await site.reader(handle)).post("/membership", form);
    }
    site.at("2026-10-02T12:00:00Z");
    await accrueDues(site.db, site.clock());
    const text = await said(operator);
    // Net 4.55 each for the 30 days from 20 September: 11 days of September and one of October.
    expect(text).toContain("Members 2");
    expect(text).toContain("Dues earned in October 2026 $0.30 by the days that are over");
    expect(text).toContain("Of it for writers $0.18");
    expect(text).toContain("Months To be closed September 2026");
    expect(text).toMatch(/October 2026 Open 2 \$0\.18 September 2026 Open 2 \$2\.00/);
  });

  it("shows how far a close is, and what is closed", async () => {
    await site.db.run(sql`
      insert into closing (month, policy_version, started_at, members, members_done, currency)
      values ('2026-09', 'earnest-1', ${site.clock()}, 40, 10, 'USD')`);
    const text = await said(operator);
    expect(text).toContain("Months One is closing");
    expect(text).toContain("Closing September 2026 10 of 40 members");
    await site.db.run(sql`
      update closing set state = 'closed', closed_at = ${site.clock()}, output_sha256 = '\\x00'`);
    const closed = await said(operator);
    expect(closed).toContain("Months None");
    expect(closed).toContain("September 2026 Closed");
    expect(closed).not.toContain("of 40 members");
  });

  it("shows applications that wait, and since when", async () => {
    await site.db.run(sql`
      insert into application (reader_id, country, born_on, statement, checklist, applied_at)
      values (${reader.id}, 'NL', '1980-01-01', '', '[]', '2026-09-30T10:00:00Z')`);
    for (const person of [operator, reviewer]) {
      expect(await said(person)).toContain(
        "Applications 1 to decide the longest since 30 September 2026",
      );
    }
  });

  it("shows whom payouts wait for, and the newest", async () => {
    await site.db.run(sql`
      insert into partner (reader_id, since, country, payout_rail, payout_account)
      values (${reader.id}, ${site.clock()}, 'NL', 'test-bank', 'acct_test_ann')`);
    const journal = { key: "test:grant", kind: "test", currency: "USD" };
    const times = { occurredAt: site.clock(), postedAt: site.clock() };
    const granted = legs([provider(), payable(reader.id), 12_349_999n]);
    await site.db.transaction((tx) => postJournal(tx, { ...journal, legs: granted }, times));
    const waiting = await said(operator);
    expect(waiting).toContain("Owed to partners $12.34");
    expect(waiting).toContain("Payouts 1 partner to be paid $12.34");
    await site.as(reader).post("/me/payouts");
    const paid = await said(operator);
    expect(paid).toContain("Payouts None");
    expect(paid).toContain("The newest payouts Partner State Amount Ann Paid $12.34");
  });

  it("shows letters that could not be sent, and those kept here", async () => {
    await site.db.run(sql`
      insert into mail (key, recipient, subject, text, html, state, failure, queued_at)
      select 'test:' || n, 'x@example.org', 'S', 'T', 'H', state, null, ${site.clock()}
        from unnest(array['failed', 'kept', 'kept', 'queued']) with ordinality as m (state, n)`);
    const text = await said(operator);
    expect(text).toContain("Outbox 1 not sent 1 on its way, 2 kept here for want of mail settings");
  });

  it("shows tasks that were given up, and why; those still tried are none of them", async () => {
    await site.db.transaction((tx) => enqueue(tx, "close-month", { month: "2026-09" }));
    const failing = async () => {
      throw new Error("the disk is full");
    };
    await runTasks(site, { "close-month": failing });
    expect(await said(operator)).toContain("Tasks None has stopped");
    await site.db.run(sql`
      update graphile_worker._private_jobs
         set attempts = max_attempts - 1, run_at = '2026-01-01T00:00:00Z'`);
    await runTasks(site, { "close-month": failing });
    const text = await said(operator);
    expect(text).toContain("Task “close-month” Given up");
    expect(text).toContain("the disk is full");
  });
});

describe("the ledger", () => {
  it("is a trial balance whose two sides are the same", async () => {
    const text = await said(operator, "/desk/ledger");
    expect(text).toContain("Debits and credits agree");
    expect(text).toContain("Trial balance in USD");
    // Twelve of thirty days of twice 4.55.
    expect(text).toContain("Deferred dues 2000 $3.64 0000 $9.10 0000 $5.46 0000");
    const [, debits, credits] = /Together \$([\d,.]+ \d+) \$([\d,.]+ \d+)/.exec(text) ?? [];
    expect(debits).toBe(credits);
    expect(debits).not.toBe(undefined);
    expect(text).not.toContain("Every entry was checked");
  });

  it("is checked entry by entry when that is asked for", async () => {
    const text = await said(operator, "/desk/ledger?check=all");
    expect(text).toContain("Every entry was checked, and the books are right");
  });

  it("says how far it is sealed, and what the nightly check found", async () => {
    expect(await said(operator, "/desk/ledger")).toContain("Nightly check Not made yet");
    expect(await said(operator, "/desk/ledger")).toContain("Sealed No day yet");
    await sealDays(site.db, site.clock());
    expect(await checkBooks(site.house)).toEqual([]);
    const text = await said(operator, "/desk/ledger");
    expect(text).toMatch(
      /Nightly check Everything agrees 2 October 2026, 12:00 UTC : \d+ journals/,
    );
    expect(text).toMatch(/Sealed to the end of 1 October 2026 [0-9a-f]{64}/);
    await site.db.run(sql`
      insert into books_check (checked_at, journals, legs, findings)
      values (${site.clock()}, 0, 0, '[{"what": "A guard is broken.", "where": "2210 7 USD"}]')`);
    const wrong = await said(operator, "/desk/ledger");
    expect(wrong).toContain("Nightly check Something does not agree");
    expect(wrong).toContain("A guard is broken. 2210 7 USD");
    expect(await said(operator)).toContain("the nightly check found what should not be");
    await site.db.run(sql`delete from books_check where journals = 0`);
  });

  it("says what is wrong with the books, and where", async () => {
    await site.db.transaction(async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(sql`
        update balance set credit_micros = credit_micros + 1
         where account_id = (select id from ledger_account where code = '4000' limit 1)`);
    });
    const text = await said(operator, "/desk/ledger?check=all");
    expect(text).toContain("The books are not right");
    expect(text).toContain("The balance is not the sum of its legs. 4000");
    expect(text).toContain("Debits and credits differ");
    expect(await said(operator)).toContain("Books Debits and credits differ");
  });
});
