/** Trials, coupons, gifts, other plans and the bank's own pages, as people meet them. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { lettersTo } from "../../../test/support/letters.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { whole } from "../../store/columns.ts";
import { sql, type Tx } from "../../store/db.ts";
import type { Bank, CheckoutRequest } from "../bank/bank.ts";
import { accrueDues } from "./accrue-dues.ts";
import { chargesOf } from "./charge-store.ts";
import { findConversion } from "./conversion/conversion-store.ts";
import { membershipTasks } from "./jobs.ts";
import { renewMemberships } from "./renew-memberships.ts";
import { settleCharges } from "./settle-charges.ts";
import { findMembership } from "./store.ts";

let site: TestSite;
let ada: Person;
beforeAll(async () => {
  site = await openSite();
  ada = await site.reader("ada", "operator");
});
afterAll(() => site.close());
beforeEach(() => site.at(NOW));

const GOOD = { plan: "member-monthly", card: "4242 4242 4242 4242", expiry: "05/39", cvc: "123" };
const GOOD_ONCE = { ...GOOD, card: "4000 0000 0000 9987" };

let readers = 0;
const someone = () => site.reader(`someone${readers++}`);
const join = (person: Person, form: Record<string, string> = GOOD) =>
  site.as(person).post("/membership", form);

async function member(form = GOOD): Promise<Person> {
  const person = await someone();
  await join(person, form);
  return person;
}

function textOf(html: string): string {
  const main = html.slice(html.indexOf("<main"));
  return main
    .replace(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");
}

const page = async (person: Person, path = "/membership") =>
  textOf((await site.as(person).get(path)).body);
const membershipOf = (person: Person) => findMembership(site.db, person.id);
const chargesTo = (person: Person) => chargesOf(site.db, person.id);
const renew = () => renewMemberships(site.db, site.bank, site.clock());

async function isMember(person: Person): Promise<boolean> {
  const { body } = await site.as(person).get("/membership");
  return !body.includes("Become a member</a>");
}

const PLANS = {
  ...{ currency: "USD", trial: "7", shortfall: "partner-owes" },
  ...{ "member-monthly": "5", "member-yearly": "50" },
  ...{ "friend-monthly": "15", "friend-yearly": "150" },
};

describe("the desk's pages about dues", () => {
  it.each([
    "/desk/dues",
    "/desk/coupons",
    "/desk/plans",
  ])("%s is the operator's alone", async (url) => {
    expect((await site.as(await someone()).get(url)).statusCode).toBe(403);
    expect((await site.as(ada).get(url)).statusCode).toBe(200);
  });

  it("keep an old price for who joined at it, and refuse what is no price", async () => {
    const ann = await member();
    const raised = { ...PLANS, "member-monthly": "6" };
    expect((await site.as(ada).post("/desk/plans", raised)).statusCode).toBe(303);
    expect(await page(ann)).toContain("Plan Monthly $5.00 a month");
    expect(textOf((await site.visitor.get("/membership")).body)).toContain("Monthly $6.00 a month");
    site.at("2026-11-14T12:00:00Z");
    await renew();
    expect((await chargesTo(ann))[0]).toMatchObject({ cashMicros: 5_000_000n });
    const back = { ...PLANS, "member-monthly-2": "5" };
    expect((await site.as(ada).post("/desk/plans", back)).statusCode).toBe(303);
    const codes = sql.of(z.object({ code: z.string() }))`
      select code from plan where offered order by code`;
    expect((await site.db.many(codes)).map(({ code }) => code)).toContain("member-monthly-3");
    await site.db.run(
      sql`update plan set offered = code = 'member-monthly' where tier = 'member' and months = 1`,
    );

    const wrong = await site.as(ada).post("/desk/plans", { ...PLANS, "friend-yearly": "0" });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain("Type a price above zero in USD.");
    const other = await site.as(ada).post("/desk/plans", { ...PLANS, currency: "EUR" });
    expect(other.body).toContain("Members have been charged already");
  });
});

describe("a trial", () => {
  it("lets a new reader read for some days, once, without a card, and ends by itself", async () => {
    await site.as(ada).post("/desk/plans", PLANS);
    const ann = await someone();
    expect(await page(ann)).toContain("7 days without paying");
    const answer = await site.as(ann).post("/membership/trial");
    expect(answer.headers.location).toBe("/membership?done=trial");
    expect(await page(ann, "/membership?done=trial")).toContain("Your trial has begun");
    expect(await membershipOf(ann)).toMatchObject({ paidUntil: "2026-10-22", cardLast4: null });
    expect(await chargesTo(ann)).toEqual([]);
    const again = await site.as(ann).post("/membership/trial");
    expect([again.statusCode, textOf(again.body)]).toEqual([
      422,
      expect.stringContaining("You have been a member before"),
    ]);
    const resumed = await site.as(ann).post("/membership/resumption");
    expect(textOf(resumed.body)).toContain("There is no card to charge");
    site.at("2026-10-22T00:30:00Z");
    await renew();
    expect(await membershipOf(ann)).toMatchObject({ endedAt: site.clock() });
  });

  it("pays writers nothing, and paid days follow it without a gap", async () => {
    const ann = await someone();
    await site.as(ann).post("/membership/trial");
    site.at("2026-10-18T12:00:00Z");
    expect((await join(ann)).statusCode).toBe(303);
    expect(await chargesTo(ann)).toMatchObject([
      { spanFrom: "2026-10-22", spanTo: "2026-11-22", netMicros: 4_550_000n },
    ]);
    expect(await membershipOf(ann)).toMatchObject({ cancelledAt: null, cardLast4: "4242" });
    site.at("2026-10-22T00:10:00Z");
    await accrueDues(site.db, site.clock());
    const { count } = await site.db.one(sql.of(z.object({ count: whole }))`
      select count(*) as count from dues where member_id = ${ann.id}`);
    expect(count).toBe(0);
  });
});

describe("a coupon", () => {
  const make = (fields: Record<string, string> = {}) =>
    site
      .as(ada)
      .post("/desk/coupons", { code: "autumn-half", percent: "50", charges: "2", ...fields });

  it("is made at the desk, makes so many charges cheaper, and writers are paid of what was paid", async () => {
    expect((await make()).statusCode).toBe(303);
    expect((await make()).body).toContain("There is a coupon with this code already.");
    const ann = await member({ ...GOOD, coupon: " Autumn-half " } as typeof GOOD);
    for (const day of ["2026-11-14", "2026-12-14"]) {
      site.at(`${day}T12:00:00Z`);
      await renew();
    }
    const paid = (await chargesTo(ann)).map(({ cashMicros }) => cashMicros);
    expect(paid).toEqual([5_000_000n, 2_500_000n, 2_500_000n]);
    expect((await chargesTo(ann))[2]!.netMicros).toBe(2_500_000n - 370_000n);
    expect(textOf((await site.as(ada).get("/desk/coupons")).body)).toContain(
      "AUTUMN-HALF 50 % 2 1",
    );
  });

  it.each([
    ["no-such", {}, "There is no coupon with this code."],
    ["over-1", { last: "2026-10-14" }, "The last day of this coupon is over."],
    ["used-up", { uses: "1" }, "This coupon was used as often as it can be."],
    ["withdrawn", {}, "This coupon was withdrawn."],
  ])("%s is refused with its reason at its field, and nothing is charged", async (code, fields, words) => {
    if (code !== "no-such") await make({ code, ...fields });
    if (code === "used-up") await member({ ...GOOD, coupon: code } as typeof GOOD);
    if (code === "withdrawn") {
      const { id } = await site.db.one(sql.of(z.object({ id: whole }))`
        select id from coupon where code = 'WITHDRAWN'`);
      await site.as(ada).post(`/desk/coupons/${id}/withdrawal`);
    }
    const ann = await someone();
    const answer = await join(ann, { ...GOOD, coupon: code });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(`id="coupon-error">${words}`);
    expect(answer.body).toContain(`value="${code}"`);
    expect(await chargesTo(ann)).toEqual([]);
  });

  it("for one reader is used by one of two who want it at once", async () => {
    await make({ code: "only-one", uses: "1" });
    const two = [await someone(), await someone()];
    const hold = (tx: Tx) => tx.run(sql`select from coupon where code = 'ONLY-ONE' for update`);
    const answers = await allAtOnce(site.db, hold, 2, (index) =>
      join(two[index]!, { ...GOOD, coupon: "only-one" }),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
  });

  it.each([
    [{ code: "a b" }, "code", "A code has four to 24 letters"],
    [{ percent: "91" }, "percent", "Type a number from 1 to 90."],
    [{ percent: "" }, "percent", "Type a number from 1 to 90."],
    [{ charges: "0" }, "charges", "Type a number from 1 to 24."],
    [{ uses: "many" }, "uses", "Type a number, or nothing."],
    [{ last: "soon" }, "last", "Choose a day, or leave it empty."],
  ])("with %j is not made: %s", async (fields, name, words) => {
    const answer = await make({ code: "unmade", ...fields } as Record<string, string>);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(`id="${name}-error">${words}`);
  });
});

describe("a gift", () => {
  async function bought(giver: Person, plan = "member-monthly"): Promise<string> {
    const answer = await site.as(giver).post("/membership/gifts", { ...GOOD, plan });
    expect(answer.headers.location).toBe("/membership/gifts?done=bought");
    const text = await page(giver, "/membership/gifts?done=bought");
    return /([A-Z0-9]{4}-){3}[A-Z0-9]{4}/.exec(text)![0];
  }
  const redeem = (person: Person, code: string) =>
    site.as(person).post("/membership/gifts/redemption", { code });

  it("is charged once to the giver, and its days begin when its reader redeems the code", async () => {
    const [ann, ben] = [await someone(), await someone()];
    const code = await bought(ann);
    expect(await membershipOf(ann)).toBeNull();
    site.at("2026-12-24T12:00:00Z");
    await accrueDues(site.db, site.clock());
    expect((await redeem(ben, code.toLowerCase().replaceAll("-", " "))).statusCode).toBe(303);
    expect(await chargesTo(ben)).toMatchObject([
      { spanFrom: "2026-12-24", spanTo: "2027-01-24", netMicros: 4_550_000n, isGift: true },
    ]);
    expect(await page(ben, "/membership?done=redeemed")).toContain("These days were given to you");
    expect(await page(ann, "/membership/gifts")).toContain("Redeemed");
    expect(await chargesTo(ann)).toEqual([]);
    site.at("2026-12-25T00:10:00Z");
    await accrueDues(site.db, site.clock());
    const { count } = await site.db.one(sql.of(z.object({ count: whole }))`
      select count(*) as count from dues where member_id = ${ben.id}`);
    expect(count).toBe(1);
  });

  it("is added to the days of who is a member already, and changes nothing else", async () => {
    const [ann, ben] = [await someone(), await member()];
    await redeem(ben, await bought(ann, "friend-monthly"));
    expect(await membershipOf(ben)).toMatchObject({
      ...{ paidUntil: "2026-12-15", cancelledAt: null, planCode: "member-monthly" },
    });
    expect(await chargesTo(ben)).toMatchObject([{ tier: "friend" }, { tier: "member" }]);
  });

  it("is redeemed by one of two who have its code, and by nobody after them", async () => {
    const code = await bought(await someone());
    const two = [await someone(), await someone()];
    const hold = (tx: Tx) => tx.run(sql`select from gift where code = ${code} for update`);
    const answers = await allAtOnce(site.db, hold, 2, (index) => redeem(two[index]!, code));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
    const late = await redeem(await someone(), code);
    expect(textOf(late.body)).toContain("This gift was redeemed already.");
    const none = await redeem(await someone(), "AAAA-BBBB-CCCC-DDDD");
    expect(textOf(none.body)).toContain("There is no gift with this code.");
  });

  it("that is given back before it is redeemed is void, and afterwards its reader cannot ask for it", async () => {
    const [ann, ben] = [await someone(), await someone()];
    const [first, second] = [await bought(ann), await bought(ann)];
    await redeem(ben, second);
    const asked = await site.as(ben).post("/membership/refund", {
      charge: String((await chargesTo(ben))[0]!.chargeId),
    });
    expect(textOf(asked.body)).toContain("Somebody else paid for these days");
    const { id } = await site.db.one(sql.of(z.object({ id: whole }))`
      select charge_id as id from gift where code = ${first}`);
    const back = await site.as(ada).post(`/desk/dues/${id}/refund`, { amount: "5" });
    expect(textOf(back.body)).toContain("$5.00 is given back");
    const late = await redeem(await someone(), first);
    expect(textOf(late.body)).toContain("This gift was given back");
  });
});

describe("another plan", () => {
  const change = (person: Person, plan: string) =>
    site.as(person).post("/membership/plan", { plan });

  it("of a higher tier begins at once, for the difference of the days left, and all they earn is of it", async () => {
    const ann = await member();
    site.at("2026-10-25T12:00:00Z");
    await accrueDues(site.db, site.clock());
    // 21 of 31 days of ten.
    expect(await page(ann, "/membership/plan")).toContain("From today; $6.78 now for the days to");
    expect((await change(ann, "friend-monthly")).headers.location).toBe("/membership?done=changed");
    expect(await chargesTo(ann)).toMatchObject([
      { cashMicros: 6_780_000n, spanFrom: "2026-10-25", spanTo: "2026-11-15", tier: "friend" },
      { spanFrom: "2026-10-15", spanTo: "2026-11-15", tier: "friend" },
    ]);
    expect(await membershipOf(ann)).toMatchObject({ tier: "friend", paidUntil: "2026-11-15" });
    site.at("2026-11-14T12:00:00Z");
    await renew();
    expect((await chargesTo(ann))[0]).toMatchObject({ cashMicros: 15_000_000n });
  });

  it("that was paid for is given back within days, and the former plan is theirs again", async () => {
    const ann = await member();
    await change(ann, "friend-monthly");
    const [charge, under] = await chargesTo(ann);
    const first = await site
      .as(ann)
      .post("/membership/refund", { charge: String(under!.chargeId) });
    expect(textOf(first.body)).toContain("Only the latest charge can be given back");
    await site.as(ann).post("/membership/refund", { charge: String(charge!.chargeId) });
    expect(await membershipOf(ann)).toMatchObject({
      ...{ tier: "member", planCode: "member-monthly", paidUntil: "2026-11-15", endedAt: null },
    });
    expect(await chargesTo(ann)).toMatchObject([{ refundMicros: 10_000_000n }, { tier: "member" }]);
  });

  it("of another term begins with the next paid days, and can be taken back", async () => {
    const ann = await member();
    await change(ann, "member-yearly");
    expect(await page(ann)).toContain("then Yearly, $50.00 a year");
    await change(ann, "member-monthly");
    expect(await membershipOf(ann)).toMatchObject({ nextPlanCode: null });
    await change(ann, "member-yearly");
    expect(await chargesTo(ann)).toHaveLength(1);
    site.at("2026-11-14T12:00:00Z");
    await renew();
    expect(await membershipOf(ann)).toMatchObject({
      ...{ planCode: "member-yearly", nextPlanCode: null, paidUntil: "2027-11-15" },
    });
  });

  it("that the card does not pay leaves everything as it was, and says so", async () => {
    const ann = await member(GOOD_ONCE);
    const answer = await change(ann, "friend-yearly");
    expect(textOf(answer.body)).toContain("The bank declined your card without saying why.");
    expect(await membershipOf(ann)).toMatchObject({
      ...{ planCode: "member-monthly", nextPlanCode: null, declines: 0 },
    });
  });

  it("asked for twice at once is charged once", async () => {
    const ann = await member();
    const hold = (tx: Tx) => tx.run(sql`select from reader where id = ${ann.id} for update`);
    await allAtOnce(site.db, hold, 2, () => change(ann, "friend-monthly"));
    expect(await chargesTo(ann)).toHaveLength(2);
  });
});

describe("a declined renewal", () => {
  it("is told by mail, once for each try, and not after it is paid", async () => {
    const ann = await member(GOOD_ONCE);
    site.at("2026-11-14T12:00:00Z");
    await renew();
    const payload = { readerId: ann.id, membershipId: (await membershipOf(ann))!.membershipId };
    const { id: attemptId } = await site.db.one(sql.of(z.object({ id: whole }))`
      select max(id) as id from charge_attempt where reader_id = ${ann.id}`);
    const told = { ...payload, attemptId, next: "2026-11-19" };
    await membershipTasks["renewal-declined"]!(site.house, told);
    await membershipTasks["renewal-declined"]!(site.house, told);
    const letters = await lettersTo(site, `${ann.handle}@example.org`);
    expect(letters.map(({ subject }) => subject)).toEqual([
      "The Quarterly: your card was declined",
    ]);
    expect(letters[0]?.text).toContain("We try the card again on 19 November 2026");
    await join(ann);
    await membershipTasks["renewal-declined"]!(site.house, { ...told, attemptId: attemptId - 1 });
    expect(await lettersTo(site, `${ann.handle}@example.org`)).toHaveLength(1);
  });
});

describe("what a reader had read before they became a member", () => {
  it("is written down with the first charge, the last story marked, and never again", async () => {
    const [wil, ann] = [await someone(), await someone()];
    for (const [key, day, seconds] of [
      ["aaaaaaaaa0", "2026-09-10", 500],
      ["aaaaaaaaa1", "2026-09-20", 300],
      ["aaaaaaaaa2", "2026-10-14", 40],
      ["aaaaaaaaa3", "2026-10-14", 20],
    ] as const) {
      const { id } = await site.db.one(sql.of(z.object({ id: whole }))`
        insert into story (key, author_id, audience, document, made_at, saved_at)
        values (${key}, ${wil.id}, 'members', '{}', ${NOW}, ${NOW}) returning id`);
      await site.db.run(sql`
        insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at)
        values (${ann.id}, ${id}, ${day}::date, ${seconds}, 0, ${new Date(`${day}T10:00:00Z`)})`);
    }
    await join(ann);
    const conversion = await findConversion(site.db, ann.id);
    expect(conversion).toMatchObject({ policyVersion: "earnest-1", days: 30, convertedAt: NOW });
    expect(conversion?.stories).toMatchObject([
      { authorId: wil.id, seconds: 300, isLast: false },
      { authorId: wil.id, seconds: 40, isLast: true },
    ]);
    site.at("2026-11-14T12:00:00Z");
    await renew();
    expect(await findConversion(site.db, ann.id)).toEqual(conversion);
  });
});

describe("where the bank has pages of its own", () => {
  const asked: CheckoutRequest[] = [];
  beforeAll(() => {
    const hosted: NonNullable<Bank["hosted"]> = {
      checkout: async (request) => {
        asked.push(request);
        return { state: "page", url: `https://bank.example/pay/${request.key}` };
      },
      portal: async ({ token, returnUrl }) => ({
        state: "page",
        url: `https://bank.example/cards/${token}?${returnUrl}`,
      }),
      onboarding: async () => ({ state: "unknown" }),
    };
    site.useBank({ ...site.bank, hosted });
  });
  afterAll(() => site.useBank(site.bank));

  /** The reader pays on the bank's page. */
  const pays = async () => {
    const { key, micros, currency } = asked.at(-1)!;
    const card = { number: GOOD.card, expiry: GOOD.expiry, cvc: GOOD.cvc };
    await site.bank.charge({ key, micros, currency, card });
  };
  const begin = (person: Person, plan = "member-monthly") =>
    site.as(person).post("/membership", { plan, to: "/topics" });

  it("a reader is sent there, comes back, and is a member", async () => {
    const ann = await someone();
    const { body } = await site.as(ann).get("/membership");
    expect(body).not.toContain('name="card"');
    const answer = await begin(ann);
    expect(answer.headers.location).toMatch(/^https:\/\/bank\.example\/pay\/charge:/);
    expect(asked.at(-1)).toMatchObject({
      ...{
        micros: 5_000_000n,
        currency: "USD",
        what: "Monthly",
        email: `${ann.handle}@example.org`,
      },
      returnUrl: "http://localhost/membership/return?to=%2Ftopics",
    });
    await pays();
    const back = await site.as(ann).get("/membership/return?to=%2Ftopics");
    expect(back.headers.location).toBe("/topics");
    expect(await membershipOf(ann)).toMatchObject({ paidUntil: "2026-11-15" });
    const card = await site.as(ann).post("/membership/card");
    expect(card.headers.location).toContain("https://bank.example/cards/card_test_4242");
  });

  it("who comes back without paying may go on, and is charged once", async () => {
    const ann = await someone();
    await begin(ann);
    const back = await site.as(ann).get("/membership/return?to=%2Ftopics");
    expect(back.headers.location).toBe("/membership?to=%2Ftopics");
    expect(await page(ann)).toContain("Your payment has begun");
    const { key } = asked.at(-1)!;
    const again = await site.as(ann).post("/membership/payment", { to: "/topics" });
    expect(again.headers.location).toBe(`https://bank.example/pay/${key}`);
    await pays();
    await settleCharges(site.db, site.bank, new Date(NOW.getTime() + 120_000));
    expect(await chargesTo(ann)).toHaveLength(1);
  });

  it("who begins again with another plan has not lost what they pay on the first page", async () => {
    const ann = await someone();
    await begin(ann);
    const first = asked.at(-1)!;
    await site.as(ann).post("/membership/payment/withdrawal");
    expect((await begin(ann, "member-yearly")).statusCode).toBe(303);
    expect(asked.at(-1)!.key).not.toBe(first.key);
    asked.push(first);
    await pays();
    await settleCharges(site.db, site.bank, new Date(NOW.getTime() + 120_000));
    expect(await chargesTo(ann)).toMatchObject([{ cashMicros: 5_000_000n }]);
    expect(await isMember(ann)).toBe(true);
  });
});
