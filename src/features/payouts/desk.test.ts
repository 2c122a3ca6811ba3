/** Accounts, files and withholding as people meet them, through their pages. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { dormant, payable, provider, withholding } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { balanceSlept } from "../../core/ledger/payout-flows.ts";
import { sql } from "../../store/db.ts";
import { csrfToken, SESSION_COOKIE, tokenHash } from "../../web/session.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { balanceOf } from "../ledger/store.ts";
import { openOnboarding } from "./accounts/open-onboarding.ts";
import { insertDormancy } from "./dormancy/dormancy-store.ts";
import { findPayee, payoutsOf } from "./store.ts";

const IBAN = "NL91ABNA0417164300";

let site: TestSite;
let operator: Person;
beforeAll(async () => {
  site = await openSite();
  operator = await site.reader("operator", "operator");
});
afterAll(() => site.close());

let people = 0;

async function partnerOwed(micros: bigint, country = "NL"): Promise<Person> {
  const person = await site.reader(`writer${people++}`);
  await site.db.run(sql`
    insert into partner (reader_id, since, country) values (${person.id}, ${NOW}, ${country})`);
  if (micros > 0n) await move(person, micros);
  return person;
}

let moves = 0;

function move({ id }: Person, micros: bigint) {
  const journal = { key: `test:move:${moves++}`, kind: "test", currency: "USD" };
  const times = { occurredAt: NOW, postedAt: NOW };
  return site.db.transaction((tx) =>
    postJournal(tx, { ...journal, legs: legs([provider(), payable(id), micros]) }, times),
  );
}

const choose = (person: Person, fields: Record<string, string>) =>
  site.as(person).post("/me/payouts/account", fields);
const states = async (person: Person) =>
  (await payoutsOf(site.db, person.id)).map(({ state }) => state).join(", ");

describe("where payouts go", () => {
  it("is one’s own account, on a way that this site pays, and nobody else’s", async () => {
    const [mia, noa] = [await partnerOwed(0n), await partnerOwed(0n)];
    const saved = await choose(mia, { rail: "test-bank", account: "acct_test_mia" });
    expect([saved.statusCode, saved.headers.location]).toEqual([303, "/me/payouts?done=saved"]);
    const page = await site.as(mia).get("/me/payouts?done=saved");
    expect(page.body).toContain("Payouts go to this account from now on.");
    expect(page.body).toContain("You are paid in Netherlands, as your application says.");
    const taken = await choose(noa, { rail: "test-bank", account: "acct_test_mia" });
    expect([taken.statusCode, taken.body.includes("another partner")]).toEqual([422, true]);
    expect((await choose(noa, { rail: "test-bank", account: "GB00" })).body).toContain(
      "begins with acct_test_",
    );
    expect((await findPayee(site.db, noa.id))?.payoutAccount).toBe(null);
  });

  it("is an IBAN whose check digits fit, with its holder’s name", async () => {
    const mia = await partnerOwed(0n);
    const iban = (account: string, name = "Mia Ö.") =>
      choose(mia, { rail: "bank-file", account, name });
    expect((await iban("NL92ABNA0417164300")).body).toContain("typing error");
    expect((await iban(IBAN, "李")).body).toContain("in Latin letters");
    expect((await iban("NL91 ABNA 0417 1643 00")).statusCode).toBe(303);
    expect(await findPayee(site.db, mia.id)).toMatchObject({
      ...{ rail: "bank-file", payoutAccount: IBAN, payoutName: "Mia Ö." },
    });
    expect((await site.as(mia).get("/me/payouts")).body).toContain("NL91 ABNA 0417 1643 00 of Mia");
  });

  it("is not typed for Stripe, whatever a form says, and its pages are asked for only where it is", async () => {
    const mia = await partnerOwed(0n);
    expect((await choose(mia, { rail: "stripe", account: "acct_1" })).statusCode).toBe(422);
    const page = await site.as(mia).post("/me/payouts/onboarding");
    expect([page.statusCode, page.body.includes("does not pay that way")]).toEqual([422, true]);
    expect((await findPayee(site.db, mia.id))?.payoutAccount).toBe(null);
  });

  it("where a country has no way, says why and keeps the money", async () => {
    const nix = await partnerOwed(20_000_000n, "AQ");
    const answer = await choose(nix, { rail: "test-bank", account: "acct_test_nix" });
    expect(answer.body).toContain("We know no way yet to pay to your country.");
    expect(await balanceOf(site.db, payable(nix.id), "USD")).toBe(20_000_000n);
  });

  it("is for partners", async () => {
    const ann = await site.reader("ann");
    const answer = await choose(ann, { rail: "test-bank", account: "acct_test_ann" });
    expect(answer.body).toContain("Payouts will be here once you are a partner");
    expect((await site.visitor.post("/me/payouts/account")).statusCode).toBe(401);
  });
});

describe("Stripe’s own pages", () => {
  it("are opened for the partner’s country, and the account they name is theirs", async () => {
    const mia = await partnerOwed(0n);
    const asked: unknown[] = [];
    const unknown = { state: "unknown" } as const;
    const hosted = {
      checkout: async () => unknown,
      portal: async () => unknown,
      onboarding: async (request: { account: string | null }) => {
        asked.push(request);
        return { state: "page", url: "https://connect.example/1", account: "acct_1Mia" } as const;
      },
    };
    const bank = { ...site.bank, hosted };
    const wish = { partner: mia.id, returnUrl: "https://q.example/me/payouts" };
    for (const account of [null, "acct_1Mia"]) {
      expect(await openOnboarding(site.db, bank, NOW, wish)).toEqual({
        ...{ ok: true, value: "https://connect.example/1" },
      });
      expect(asked.at(-1)).toMatchObject({ account, country: "NL", key: `onboarding:${mia.id}` });
    }
    expect(await findPayee(site.db, mia.id)).toMatchObject({ rail: "stripe" });
    const far = await partnerOwed(0n, "IN");
    const refused = await openOnboarding(site.db, bank, NOW, { ...wish, partner: far.id });
    expect(refused).toEqual({ ok: false, refusal: "negotiated" });
    expect(asked).toHaveLength(2);
  });
});

describe("payments by file at the desk", () => {
  const FILES = "/desk/payouts/files";
  const desk = (path = FILES) => site.as(operator).get(path);
  const post = (path: string, fields: Record<string, string> = {}) =>
    site.as(operator).post(path, fields);

  it("go from a payout to a file, to the bank’s table, to paid and returned", async () => {
    const [mia, noa] = [await partnerOwed(20_000_000n), await partnerOwed(30_000_000n)];
    await choose(mia, { rail: "bank-file", account: "DE89370400440532013000", name: "Mia" });
    await choose(noa, { rail: "bank-file", account: "GB29NWBK60161331926819", name: "Noa" });
    for (const person of [mia, noa]) await site.as(person).post("/me/payouts");
    expect((await desk()).body).toContain("GB29 NWBK 6016 1331 9268 19");
    expect((await post(FILES)).body).toContain("Say first from which account the bank pays.");
    const wrong = await post(`${FILES}/debtor`, { name: "House", iban: "DE00", bic: "X" });
    expect([wrong.statusCode, wrong.body.includes("eight or eleven")]).toEqual([422, true]);
    await post(`${FILES}/debtor`, { name: "House", iban: IBAN, bic: "ABNANL2A" });

    const made = await post(FILES);
    const file = made.headers.location!;
    expect(file).toMatch(/^\/desk\/payouts\/files\/\d+$/);
    const xml = await desk(`${file}/pain.xml`);
    expect(xml.headers["content-disposition"]).toMatch(/attachment; filename="earnest-\d+\.xml"/);
    expect(xml.body).toContain("<NbOfTxs>2</NbOfTxs><CtrlSum>50.00</CtrlSum>");
    expect((await desk(`${file}/payments.csv`)).body.split("\r\n")).toHaveLength(4);

    const [key] = (await payoutsOf(site.db, mia.id)).map((payout) => payout.key);
    const [other] = (await payoutsOf(site.db, noa.id)).map((payout) => payout.key);
    const table = (text: string) => upload(`${file}/uploads`, text);
    const bad = await table(`end_to_end_id,state,reason\n${key},paid,\n${key},paid,\n`);
    expect([bad.statusCode, bad.body.includes("Line 3:")]).toEqual([422, true]);
    expect(await states(mia)).toBe("sent");
    const good = await table(`end_to_end_id,state,reason\n${key},paid,\n`);
    expect(good.body).toContain("1 payments moved.");
    await post(`${file}/answers`, { key: other!, state: "returned", reason: "no such account" });
    expect([await states(mia), await states(noa)]).toEqual(["paid", "returned"]);
    expect((await desk(file)).body).toContain("no such account");
    expect((await post(`${file}/answers`, { key: "payout:0", state: "paid" })).statusCode).toBe(
      404,
    );
  });

  it("are the operator’s alone", async () => {
    const ann = await site.reader("bea", "reviewer");
    for (const path of [FILES, `${FILES}/1`, `${FILES}/1/pain.xml`, "/desk/payouts/partners/bea"]) {
      expect((await site.as(ann).get(path)).statusCode).toBe(403);
    }
    expect((await site.as(ann).post(`${FILES}/debtor`)).statusCode).toBe(403);
    expect((await desk(`${FILES}/999`)).statusCode).toBe(404);
  });

  /** A form that sends a file, as a browser does. */
  function upload(url: string, text: string) {
    const boundary = "----earnest";
    const part = `--${boundary}\r\ncontent-disposition: form-data; name="answers"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n--${boundary}--\r\n`;
    const csrf = csrfToken(site.secret, tokenHash(operator.token));
    return site.server.inject({
      method: "POST",
      url: `${url}?csrf=${encodeURIComponent(csrf)}`,
      headers: {
        ...{ host: "localhost", origin: "http://localhost" },
        cookie: `${SESSION_COOKIE}=${operator.token}`,
        "content-type": `multipart/form-data; boundary=${boundary}`,
      },
      payload: part,
    });
  }
});

describe("withholding", () => {
  it("is recorded at the desk with its form, and kept back from the next payout", async () => {
    const mia = await partnerOwed(20_000_000n);
    await choose(mia, { rail: "test-bank", account: "acct_test_taxed" });
    const path = `/desk/payouts/partners/${mia.handle}`;
    const record = (rate: string) =>
      site.as(operator).post(`${path}/withholding`, {
        ...{ form: "W-8BEN", formRef: "folder 7", authority: "US", rate },
      });
    expect((await record("100")).body).toContain("from 0 to 99.99");
    expect((await record("30")).statusCode).toBe(303);
    expect((await record("15.5")).statusCode).toBe(303);
    const page = await site.as(mia).get("/me/payouts");
    expect(page.body).toContain("15.5 % is kept back for the tax authority of United States");
    expect(page.body).toContain("Pay out $16.90");
    await site.as(mia).post("/me/payouts");
    expect(await balanceOf(site.db, withholding("US"), "USD")).toBe(3_100_000n);
    expect((await site.as(mia).get("/me/payouts")).body).toContain(
      "Kept back for tax: $3.10 (US).",
    );
    const desk = await site.as(operator).get(path);
    expect(desk.body).toContain("W-8BEN (folder 7)");
    expect(desk.body).toContain("in force");
  });
});

describe("a balance that sleeps", () => {
  it("is shown as theirs, and one word brings it back and pays it out", async () => {
    const mia = await partnerOwed(20_000_000n);
    await choose(mia, { rail: "test-bank", account: "acct_test_sleeper" });
    const asleep = { partner: mia.id, micros: 20_000_000n, currency: "USD" };
    await site.db.transaction(async (tx) => {
      const slept = await insertDormancy(tx, NOW, asleep);
      await postJournal(tx, balanceSlept(slept), { occurredAt: NOW, postedAt: NOW });
    });
    expect(await balanceOf(site.db, dormant(mia.id), "USD")).toBe(20_000_000n);
    const page = await site.as(mia).get("/me/payouts");
    expect(page.body).toContain("Bring it back and pay it out");
    await site.as(mia).post("/me/payouts");
    expect(await states(mia)).toBe("paid");
    expect(await balanceOf(site.db, dormant(mia.id), "USD")).toBe(0n);
  });
});
