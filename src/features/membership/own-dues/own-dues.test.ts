/** Where a member's own dues went, referrals, and a site in a currency without hundredths. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  becomesMember,
  becomesPartner,
  publishes,
  reads,
} from "../../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { canonicalJson } from "../../../core/earnings/canonical-json.ts";
import { EARNEST_1 } from "../../../core/earnings/policy.ts";
import { payable } from "../../../core/ledger/chart.ts";
import type { Month } from "../../../core/time.ts";
import { chargeId as chargeIdColumn, readerId as readerIdColumn } from "../../../store/columns.ts";
import { sql } from "../../../store/db.ts";
import { closeMonth } from "../../earnings/closing/close-month.ts";
import { auditBooks } from "../../ledger/audit-books.ts";
import { balanceOf } from "../../ledger/store.ts";
import { insertPolicy } from "../../policies/store.ts";
import { accrueDues } from "../accrue-dues.ts";
import { chargesOf } from "../charge-store.ts";
import { refundPart } from "../refund-part.ts";

const Brought = z.object({ readerId: readerIdColumn, chargeId: chargeIdColumn });

function textOf(html: string): string {
  const main = html.slice(html.indexOf("<main"));
  return main
    .replace(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");
}

describe("a member's own dues", () => {
  let site: TestSite;
  let ann: Person;
  let ben: Person;
  beforeAll(async () => {
    site = await openSite(new Date("2026-10-01T00:00:00Z"));
    const [wil, zoe] = [await site.reader("wil"), await site.reader("zoe")];
    ann = await site.reader("ann");
    ben = await site.reader("ben");
    await becomesPartner(site, wil);
    await becomesPartner(site, zoe);
    const kettle = await publishes(site, wil, { title: '=Kettle, "boiling"', minutes: 8 });
    const harbour = await publishes(site, zoe, { title: "Harbour", minutes: 8 });
    await becomesMember(site, ann);
    await becomesMember(site, ben);
    site.at("2026-10-05T08:00:00Z");
    await reads(site, ann, kettle, 300);
    await reads(site, ann, harbour, 100);
    site.at("2026-11-02T02:00:00Z");
    await closeMonth(site.db, site.clock, "2026-10" as Month);
  });
  afterAll(() => site.close());

  const page = async (person: Person, path: string) =>
    textOf((await site.as(person).get(path)).body);

  it("stand month by month, with what the bank and the site kept", async () => {
    const text = await page(ann, "/me/dues");
    // All 31 days of October: 4.55 net, of which ⌊60 %⌋ are 2.73.
    expect(text).toContain(
      "October 2026 $5.00 0000 $0.45 0000 $4.55 0000 $2.73 0000 $1.82 0000 Divided",
    );
  });

  it("of a closed month stand by writer and story, and add up", async () => {
    const text = await page(ann, "/me/dues/2026-10");
    expect(text).toContain("The writers’ part $2.73 0000");
    expect(text).toMatch(/Wil 1 \$\d\.\d\d \d{4} By story/);
    expect(text).toContain("=Kettle, ");
    expect(text).toContain("Zoe 1");
    expect(text).toContain("Together $2.73 0000");
  });

  it("that nobody's story got wait, and the page says so", async () => {
    expect(await page(ben, "/me/dues/2026-10")).toContain(
      "$2.73 0000 waits for what you read next",
    );
  });

  it("are the member's alone, and there only for months that they paid", async () => {
    expect(await page(await site.reader("eve"), "/me/dues")).toContain("Your dues will be here");
    expect((await site.as(ann).get("/me/dues/2026-09")).statusCode).toBe(404);
    expect((await site.as(ann).get("/me/dues/soon")).statusCode).toBe(404);
    expect((await site.visitor.get("/me/dues.csv")).headers.location).toContain("/sign-in");
  });

  it("can be downloaded: lines add up, and no title becomes a formula", async () => {
    const { body, headers } = await site.as(ann).get("/me/dues.csv");
    expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
    const lines = body.trim().split("\r\n");
    expect(lines[0]).toBe("month,what,author,story,micros,held_micros,currency");
    expect(body).toContain(`2026-10,story,"'@wil","'=Kettle, ""boiling""",`);
    const stories = lines.filter((line) => line.startsWith("2026-10,story"));
    const sum = stories.reduce((total, line) => total + Number(/,(\d+),0,USD$/.exec(line)![1]), 0);
    expect(sum).toBe(2_730_000);
    expect(body).toContain("2026-10,writers,,,2730000,0,USD");
  });

  it("say what was taken back of them since", async () => {
    const { chargeId } = (await chargesOf(site.db, ann.id)).at(-1)!;
    const wish = { chargeId, micros: 5_000_000n, operatorId: ben.id };
    expect(await refundPart(site.db, site.bank, site.clock(), wish)).toMatchObject({ ok: true });
    expect(await page(ann, "/me/dues/2026-10")).toContain("Of this, $4.55 0000 was taken back");
    expect(await auditBooks(site.db)).toEqual([]);
  });
});

describe("a referral", () => {
  let site: TestSite;
  let wil: Person;
  beforeAll(async () => {
    site = await openSite(new Date("2026-10-01T00:00:00Z"));
    wil = await site.reader("wil");
    await becomesPartner(site, wil);
    // From October half of what the site keeps goes to who brings a member; from November nothing.
    const half = {
      ...EARNEST_1,
      name: "half-1",
      dues: { ...EARNEST_1.dues, onTop: [{ what: "referral", bps: 2000, micros: 0 }] },
    };
    for (const [policy, effectiveFrom] of [
      [half, "2026-10-01"],
      [{ ...EARNEST_1, name: "none-1" }, "2026-11-01"],
    ] as const) {
      const canonical = canonicalJson(policy);
      const sha256 = Buffer.alloc(32, policy.name);
      const version = policy.name;
      await insertPolicy(site.db, site.clock(), { version, canonical, sha256, effectiveFrom });
    }
  });
  afterAll(() => site.close());

  const FORM = { plan: "member-monthly", card: "4242 4242 4242 4242", expiry: "05/39", cvc: "123" };
  const earned = () => balanceOf(site.db, payable(wil.id), "USD");

  it("pays who brought a member, by the terms of that day and not of another", async () => {
    const ann = await site.reader("ann");
    const page = textOf((await site.visitor.get("/membership/from/wil")).body);
    expect(page).toContain("Wil gets 20 % of your net dues");
    const form = (await site.as(ann).get("/membership?from=wil")).body;
    expect(form).toContain('name="from" value="wil"');
    await site.as(ann).post("/membership", { ...FORM, from: "wil" });
    site.at("2026-11-02T00:10:00Z");
    await accrueDues(site.db, site.clock());
    // ⌊4.55 · 20 %⌋ of October, all of whose days it was; and of a November under other rules as well.
    expect(await earned()).toBe(910_000n);
    expect(await auditBooks(site.db)).toEqual([]);
  });

  it("is not paid where the rules of the day pay for none, and its page stays and says so", async () => {
    site.at("2026-11-03T12:00:00Z");
    const ben = await site.reader("ben");
    const page = textOf((await site.visitor.get("/membership/from/wil")).body);
    expect(page).toContain("pay nobody for bringing members any more");
    await site.as(ben).post("/membership", { ...FORM, from: "wil" });
    const before = await earned();
    site.at("2026-11-04T00:10:00Z");
    await accrueDues(site.db, site.clock());
    expect(await earned()).toBe(before);
    expect((await site.visitor.get("/membership/from/ben")).statusCode).toBe(404);
  });

  it("goes back with the charge", async () => {
    const { readerId, chargeId } = await site.db.one(sql.of(Brought)`
      select reader_id, id as charge_id from charge order by id limit 1`);
    const wish = { chargeId, micros: 5_000_000n, operatorId: readerId };
    expect(await refundPart(site.db, site.bank, site.clock(), wish)).toMatchObject({ ok: true });
    expect(await earned()).toBe(0n);
    expect(await auditBooks(site.db)).toEqual([]);
  });
});

describe("a site whose currency has no hundredths", () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await openSite(new Date("2026-10-01T00:00:00Z"));
  });
  afterAll(() => site.close());

  it("charges, shows, gives back and closes in whole units", async () => {
    const ada = await site.reader("ada", "operator");
    const prices = {
      ...{ "member-monthly": "500", "member-yearly": "5000" },
      ...{ "friend-monthly": "1500", "friend-yearly": "15000" },
    };
    const setting = { currency: "JPY", trial: "0", shortfall: "partner-owes" };
    const half = await site.as(ada).post("/desk/plans", {
      ...{ ...setting, ...prices },
      "member-monthly": "4.50",
    });
    expect(half.body).toContain("Type a price above zero in JPY.");
    const three = await site
      .as(ada)
      .post("/desk/plans", { ...setting, ...prices, currency: "KWD" });
    expect(three.body).toContain("Currencies with three digits");
    expect((await site.as(ada).post("/desk/plans", { ...setting, ...prices })).statusCode).toBe(
      303,
    );
    const offer = textOf((await site.visitor.get("/membership")).body);
    expect(offer).toContain("Monthly ¥500 a month ¥500 60 % Yearly ¥5,000 a year ¥417 60 %");

    const ann = await site.reader("ann");
    const plan = "member-monthly-2";
    const card = { card: "4242 4242 4242 4242", expiry: "05/39", cvc: "123" };
    expect((await site.as(ann).post("/membership", { plan, ...card })).statusCode).toBe(303);
    site.at("2026-10-11T12:00:00Z");
    await accrueDues(site.db, site.clock());
    const page = textOf((await site.as(ann).get("/membership")).body);
    // 21 of 31 days of 500: 338.7, up to the yen.
    expect(page).toContain("Ask for ¥339 back");
    const [charge] = await chargesOf(site.db, ann.id);
    await site.as(ann).post("/membership/refund", { charge: String(charge!.chargeId) });
    expect(await chargesOf(site.db, ann.id)).toMatchObject([
      { currency: "JPY", refundMicros: 339_000_000n, refundState: "paid" },
    ]);
    site.at("2026-11-02T12:00:00Z");
    const closed = await closeMonth(site.db, site.clock, "2026-10" as Month);
    expect(closed).toMatchObject({ ok: true, value: { currency: "JPY" } });
    expect(await auditBooks(site.db)).toEqual([]);
  });
});
