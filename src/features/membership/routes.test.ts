/** Membership as readers meet it, through its pages. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { sql, type Tx } from "../../store/db.ts";
import { TEST_CARDS } from "./join-form.tsx";
import { renewMemberships } from "./renew-memberships.ts";
import { settleCharges } from "./settle-charges.ts";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(() => site.at(NOW));

const GOOD = { plan: "member-monthly", card: "4242 4242 4242 4242", expiry: "05/39", cvc: "123" };
const DECLINED = { ...GOOD, card: "4000 0000 0000 0002" };
const SILENT = { ...GOOD, card: "4000 0000 0000 0341" };

let readers = 0;
const someone = () => site.reader(`reader${readers++}`);

const join = (person: Person, form: Record<string, string> = GOOD) =>
  site.as(person).post("/membership", form);

async function member(form = GOOD): Promise<Person> {
  const person = await someone();
  await join(person, form);
  return person;
}

const page = async (person: Person, path = "/membership") =>
  textOf((await site.as(person).get(path)).body);

/** What a page says, without its tags. */
function textOf(html: string): string {
  const main = html.slice(html.indexOf("<main"));
  return main
    .replace(/<[^>]+>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ");
}

async function charges(person: Person): Promise<number> {
  const { count } = await site.db.one(sql.of(z.object({ count: z.int() }))`
    select count(*)::int as count from charge where reader_id = ${person.id}`);
  return count;
}

async function chargeOf(person: Person): Promise<string> {
  const { id } = await site.db.one(sql.of(z.object({ id: z.string() }))`
    select id::text from charge where reader_id = ${person.id} order by id desc limit 1`);
  return id;
}

const refund = async (person: Person, charge?: string) =>
  site.as(person).post("/membership/refund", { charge: charge ?? (await chargeOf(person)) });

async function failsToRenew(person: Person): Promise<void> {
  site.at("2026-11-14T12:00:00Z");
  await renewMemberships(site.db, site.bank, site.clock());
  const text = await page(person);
  expect(text).toContain("The bank declined its renewal, and nothing was charged.");
  expect(text).toContain("We try again on 19 November 2026");
  expect(text).toContain("Card number");
}

describe("a visitor", () => {
  it("sees the plans, what they pay for, and the way in and back", async () => {
    const { statusCode, body } = await site.visitor.get("/membership?to=/@ann/kettle-abc");
    expect(statusCode).toBe(200);
    const text = textOf(body);
    expect(text).toContain("Monthly $5.00 a month $5.00 60 %");
    expect(text).toContain("Friend, yearly $150.00 a year $12.50 80 %");
    expect(text).toContain("Yearly $50.00 a year $4.17 60 %");
    expect(text).toContain("60 % goes to the writers you read");
    expect(text).toContain("up to 3 months");
    const back = encodeURIComponent("/membership?to=%2F%40ann%2Fkettle-abc");
    expect(body).toContain(`/join?to=${back}`);
    expect(body).toContain(`/sign-in?to=${back}`);
    expect(body).not.toContain('name="card"');
  });

  it.each([
    "/membership",
    "/membership/cancellation",
    "/membership/resumption",
    "/membership/refund",
  ])("may not post to %s", async (url) => {
    expect((await site.visitor.post(url, GOOD)).statusCode).toBe(401);
  });
});

describe("the form", () => {
  it("names the test cards while the bank is the test bank", async () => {
    const text = await page(await someone());
    expect(text).toContain("Charged 4242 4242 4242 4242");
    expect(text).toContain("Declined 4000 0000 0000 0002");
  });

  it.each(TEST_CARDS)("tells the truth about the card $value: $term", async ({ term, value }) => {
    const ann = await someone();
    const answer = await join(ann, { ...GOOD, card: value });
    const text = textOf(answer.body) + (await page(ann));
    const said: Record<string, [number, string]> = {
      Charged: [303, "It renews on that day."],
      Declined: [422, "The bank declined this card"],
      "Too little on it": [422, "There is not enough on this card."],
      "Answers late": [303, "Your payment is with the bank"],
      "Fails to renew": [303, "It renews on that day."],
    };
    const [status, words] = said[term] ?? [];
    expect(answer.statusCode).toBe(status);
    expect(text).toContain(words);
    if (term === "Fails to renew") await failsToRenew(ann);
  });

  it.each([
    [{ plan: "free" }, "plan", "Choose one of these plans."],
    [{ plan: "" }, "plan", "Choose a plan."],
    [{ card: "" }, "card", "Type the number on the card."],
    [{ card: "1234" }, "card", "The bank does not know this number."],
    [{ card: "4000 0000 0000 0002" }, "card", "The bank declined this card"],
    [{ card: "4000 0000 0000 9995" }, "card", "There is not enough on this card."],
    [{ expiry: "" }, "expiry", "Type the month and the year"],
    [{ expiry: "13/39" }, "expiry", "Type the month and the year"],
    [{ expiry: "09/26" }, "expiry", "By this date the card has expired."],
    [{ cvc: "" }, "cvc", "Type the three digits"],
    [{ cvc: "12" }, "cvc", "Type the three digits"],
  ])("with %j is refused at the field %s: %s", async (fields, name, sentence) => {
    const ann = await someone();
    const answer = await join(ann, { ...GOOD, plan: "member-yearly", to: "/topics", ...fields });
    expect(answer.statusCode).toBe(422);
    const error = new RegExp(`id="${name}-error">${sentence.replaceAll(".", "\\.")}`);
    expect(answer.body).toMatch(error);
    expect(await charges(ann)).toBe(0);
  });

  it("keeps the plan and the way back, and sends nothing of the card back", async () => {
    const declined = { ...DECLINED, plan: "member-yearly", to: "/topics", expiry: "07/33" };
    const { body } = await join(await someone(), { ...declined, cvc: "765" });
    expect(body).toMatch(/<input type="radio"[^>]*checked[^>]*value="member-yearly"/);
    expect(body).toContain('name="to" value="/topics"');
    for (const secret of ["07/33", "765", 'value="4000']) expect(body).not.toContain(secret);
  });

  it("takes so many cards an hour and no more", async () => {
    const eve = await someone();
    const codes: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) codes.push((await join(eve, DECLINED)).statusCode);
    expect(codes).toEqual([...Array<number>(10).fill(422), 429]);
    site.at(new Date(NOW.getTime() + 3_600_000));
    expect((await join(eve)).statusCode).toBe(303);
  });
});

describe("joining", () => {
  it("charges, says so, and shows plan, days, card and charge", async () => {
    const ann = await someone();
    const answer = await join(ann);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/membership?done=joined"]);
    const text = await page(ann, "/membership?done=joined");
    expect(text).toContain("You are a member");
    expect(text).toContain("Plan Monthly $5.00 a month");
    expect(text).toContain("Paid to the end of 14 November 2026 It renews on that day.");
    expect(text).toContain("Card ending 4242");
    expect(text).toContain("15 October 2026 $5.00 $0.45 $4.55");
    expect(text).toContain("days from 15 October 2026 to 14 November 2026");
    expect(text).not.toContain("4242 4242");
  });

  it.each([
    ["/@ann/kettle-abc?x=1", "/@ann/kettle-abc?x=1"],
    ["https://elsewhere.example/", "/membership?done=joined"],
    ["//elsewhere.example", "/membership?done=joined"],
  ])("from %s goes on to %s", async (to, location) => {
    expect((await join(await someone(), { ...GOOD, to })).headers.location).toBe(location);
  });

  it("charges once, however often the form is sent at the same moment", async () => {
    const ann = await someone();
    const hold = (tx: Tx) => tx.run(sql`select from reader where id = ${ann.id} for update`);
    const answers = await allAtOnce(site.db, hold, 4, () => join(ann));
    expect(answers.filter(({ statusCode }) => statusCode === 303).length).toBeGreaterThan(0);
    expect(answers.filter(({ statusCode }) => statusCode >= 500)).toEqual([]);
    expect(await charges(ann)).toBe(1);
    expect((await site.as(ann).get("/membership")).body).not.toContain('name="card"');
  });

  it("a second time charges nothing and says so", async () => {
    const ann = await member();
    const answer = await join(ann, { ...GOOD, to: "/topics" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("You are a member already, so nothing more was charged.");
    expect(answer.body).toContain('<a href="/topics">Go on to where you were</a>');
    expect(await charges(ann)).toBe(1);
  });

  it("waits while the bank does not answer, and is settled once it does", async () => {
    const ann = await someone();
    const answer = await join(ann, { ...SILENT, to: "/topics" });
    const pending = "/membership?to=%2Ftopics";
    expect([answer.statusCode, answer.headers.location]).toEqual([303, pending]);
    const { body } = await site.as(ann).get(pending);
    expect(body).toContain("Your payment is with the bank");
    expect(body).not.toContain('name="card"');
    expect(await charges(ann)).toBe(0);

    site.at(new Date(NOW.getTime() + 120_000));
    await settleCharges(site.db, site.bank, site.clock());
    expect(await page(ann)).toContain("Paid to the end of 14 November 2026");
    expect(await charges(ann)).toBe(1);
  });
});

describe("cancelling", () => {
  it("keeps the paid days, and can be taken back", async () => {
    const ann = await member();
    const answer = await site.as(ann).post("/membership/cancellation");
    expect(answer.headers.location).toBe("/membership?done=cancelled");
    const cancelled = await page(ann, "/membership?done=cancelled");
    expect(cancelled).toContain("You stay a member to the end of 14 November 2026 .");
    expect(cancelled).toContain("It ends with that day and is not renewed.");

    const again = await site.as(ann).post("/membership/resumption");
    expect(again.headers.location).toBe("/membership?done=resumed");
    expect(await page(ann, "/membership?done=resumed")).toContain("Your membership goes on");
    expect(await page(ann)).toContain("It renews on that day.");
  });

  it.each([
    "/membership/cancellation",
    "/membership/resumption",
  ])("has nothing to do for who is no member: %s", async (url) => {
    const answer = await site.as(await someone()).post(url);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("You are not a member at the moment");
  });

  it("ends the membership with its last day, and one may join again", async () => {
    const ann = await member();
    await site.as(ann).post("/membership/cancellation");
    site.at("2026-11-15T00:00:00Z");
    const { body } = await site.as(ann).get("/membership");
    expect(body).toContain('name="card"');
    expect(textOf(body)).toContain("15 October 2026 $5.00");
    expect((await join(ann)).statusCode).toBe(303);
    expect(await charges(ann)).toBe(2);
  });
});

describe("a refund", () => {
  it("shows what would come back, gives it, and ends the membership", async () => {
    const ann = await member();
    site.at("2026-10-17T09:00:00Z");
    expect(await page(ann)).toContain("Ask for $4.68 back");
    const answer = await refund(ann);
    expect(answer.headers.location).toBe("/membership?done=refunded");
    const { body } = await site.as(ann).get("/membership?done=refunded");
    expect(textOf(body)).toContain("$4.68 is on its way back to your card");
    expect(textOf(body)).toContain("those from 17 October 2026 on were given back");
    expect(body).toContain('name="card"');
  });

  it("is given once", async () => {
    const ann = await member();
    expect((await refund(ann)).statusCode).toBe(303);
    const again = await refund(ann);
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain("This charge was given back already; it is not given back twice.");
  });

  it("is given once when it is asked for twice at the same moment", async () => {
    const ann = await member();
    const charge = await chargeOf(ann);
    const hold = (tx: Tx) => tx.run(sql`select from reader where id = ${ann.id} for update`);
    await allAtOnce(site.db, hold, 3, () => refund(ann, charge));
    const { refunds, micros } = await site.db.one(sql.of(
      z.object({ refunds: z.int(), micros: z.string() }),
    )`select count(*)::int as refunds, sum(micros)::text as micros
        from test_bank_request
       where kind = 'refund'
         and target = (select bank_ref from charge where id = ${charge}::bigint)`);
    expect([refunds, micros]).toEqual([1, "5000000"]);
  });

  it("is refused when it is too late, and the page does not offer it", async () => {
    const ann = await member();
    site.at("2026-10-29T12:00:01Z");
    const sentence = "A charge can be given back within 14 days, and this one is older.";
    expect(await page(ann)).toContain(sentence);
    const answer = await refund(ann);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
  });

  it("is not given for what is not one's own, or is nothing", async () => {
    const [ann, bea] = [await member(), await member()];
    for (const charge of [await chargeOf(bea), "999999", "", "x"]) {
      const answer = await refund(ann, charge);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain("This is not one of your charges.");
    }
    expect(await page(bea)).toContain("It renews on that day.");
  });

  it("is kept when the bank refuses it: the membership goes on to its paid day", async () => {
    const ann = await member();
    await site.db.run(sql`
      delete from test_bank_request
       where ref = (select bank_ref from charge where reader_id = ${ann.id})`);
    const answer = await refund(ann);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("The bank refused to give it back");
    expect(await page(ann)).toContain("Paid to the end of 14 November 2026 It ends with that day");
  });

  it("waits for a payment that has no answer", async () => {
    const ann = await member();
    await site.db.run(sql`
      insert into charge_attempt (reader_id, plan_code, micros, currency, asked_at)
      values (${ann.id}, 'member-monthly', 5000000, 'USD', ${NOW})`);
    const answer = await refund(ann);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("A payment of yours has no answer from the bank yet.");
  });
});

describe("words on the page after something was done", () => {
  it.each([
    ["joined", "You are a member"],
    ["cancelled", "Cancelled"],
    ["resumed", "Your membership goes on"],
    ["refunded", "is on its way back"],
  ])("stand there only if it was done: %s", async (done, words) => {
    expect(await page(await someone(), `/membership?done=${done}`)).not.toContain(words);
  });
});
