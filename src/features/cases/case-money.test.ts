/** What becomes of money in escrow when a person decides, and when the time to appeal is over. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { becomesPartner } from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { commons, escrow, payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { sql } from "../../store/db.ts";
import { auditBooks } from "../ledger/audit-books.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { balanceOf } from "../ledger/store.ts";
import { keepClocks } from "./clocks.ts";
import { files, ringEvidence } from "./ring.test-support.ts";

const REASON = "They follow one another and read nothing of it.";
const DAY = 86_400_000;

let site: TestSite;
let [rob, wil, zoe, pam, mia] = [] as unknown as [Person, Person, Person, Person, Person];
let run = 0;
let url = "";

beforeAll(async () => {
  site = await openSite(new Date("2026-09-02T12:00:00Z"));
  rob = await site.reader("rob", "reviewer");
  [wil, zoe] = [await site.reader("wil"), await site.reader("zoe")];
  [pam, mia] = [await site.reader("pam"), await site.reader("mia")];
  await becomesPartner(site, wil);
  await site.db.run(sql`
    insert into closing (month, policy_version, state, started_at, closed_at, currency, output_sha256)
    select '2026-08', version, 'closed', ${site.clock()}, ${site.clock()}, 'USD', decode('00', 'hex')
      from policy limit 1`);
});
afterAll(() => site.close());
afterEach(async () => expect(await auditBooks(site.db)).toEqual([]));

/** Of Zoe's dues 4.00 for Wil wait, and of Mia's, who has no part in it, 1.00. */
beforeEach(async () => {
  site.at("2026-09-02T12:00:00Z");
  run += 1;
  await site.db.run(sql`delete from month_hold`);
  await site.db.run(sql`
    insert into month_hold (month, member_id, author_id, bps, run_id, micros)
    values ('2026-08', ${zoe.id}, ${wil.id}, 10000, 1, 4000000),
           ('2026-08', ${mia.id}, ${wil.id}, 10000, 1, 1000000)`);
  const journal = legs([provider(), escrow(wil.id), 5_000_000n]);
  const given = { key: `test:${run}`, kind: "test", currency: "USD", legs: journal };
  const times = { occurredAt: site.clock(), postedAt: site.clock() };
  await site.db.transaction((tx) => postJournal(tx, given, times));
  const filing = await files(site, run, [ringEvidence(site, [wil, zoe, pam])]);
  expect(filing?.opens).toEqual([0]);
  const { body } = await site.as(rob).get("/desk/cases");
  url = /\/desk\/cases\/\d+/.exec(body)?.[0] ?? "";
});
afterEach(async () => {
  await site.as(rob).post(`${url}/reversal`, { reason: "So that the next test begins anew." });
  run += 1;
  await files(site, run, []);
  site.at("2026-09-02T12:00:00Z");
  const left = await of(escrow(wil.id));
  if (left === 0n) return;
  const given = { key: `test:back:${run}`, kind: "test", currency: "USD" };
  const times = { occurredAt: site.clock(), postedAt: site.clock() };
  const back = legs([escrow(wil.id), provider(), left]);
  await site.db.transaction((tx) => postJournal(tx, { ...given, legs: back }, times));
});

const of = (account: Parameters<typeof balanceOf>[1]) => balanceOf(site.db, account, "USD");
const decide = (kind: string) =>
  site.as(rob).post(`${url}/decision`, {
    ...{ kind, file: "1", reason: REASON },
    ...{ [`account-${wil.id}`]: "on", [`account-${zoe.id}`]: "on" },
  });

describe("money in escrow", () => {
  it("is the author’s when the case is dismissed", async () => {
    const before = await of(payable(wil.id));
    expect((await site.as(rob).get(url)).body).toContain("$5.00");
    expect((await decide("dismiss")).statusCode).toBe(303);
    expect((await of(payable(wil.id))) - before).toBe(5_000_000n);
    expect(await of(escrow(wil.id))).toBe(0n);
  });

  it("goes to the commons when nobody appealed for thirty days, as far as it is from the case", async () => {
    const before = await of(commons());
    await decide("discount-ties");
    site.at(new Date(site.clock().getTime() + 29 * DAY));
    await keepClocks(site);
    expect(await of(commons())).toBe(before);
    site.at(new Date(site.clock().getTime() + 1 * DAY));
    await keepClocks(site);
    await keepClocks(site);
    expect((await of(commons())) - before).toBe(4_000_000n);
    expect(await of(escrow(wil.id))).toBe(1_000_000n);
  });

  it("waits while an appeal does, and is the author’s when nobody answers", async () => {
    const [inCommons, inHand] = [await of(commons()), await of(payable(wil.id))];
    await decide("discount-ties");
    const { body } = await site.as(wil).get("/me/followers");
    const decision = /name="decision" value="(\d+)"/.exec(body)?.[1] ?? "";
    site.at(new Date(site.clock().getTime() + 20 * DAY));
    const text = "We read each other aloud, at the library.";
    expect((await site.as(wil).post("/me/appeals", { decision, text })).statusCode).toBe(303);
    site.at(new Date(site.clock().getTime() + 13 * DAY));
    await keepClocks(site);
    expect(await of(commons())).toBe(inCommons);
    site.at(new Date(site.clock().getTime() + 1 * DAY));
    await keepClocks(site);
    expect(await of(commons())).toBe(inCommons);
    expect((await of(payable(wil.id))) - inHand).toBe(5_000_000n);
  });
});
