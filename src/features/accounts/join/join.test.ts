/** Joining, as a visitor meets it. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { lettersTo, linkTo } from "../../../../test/support/letters.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { sql } from "../../../store/db.ts";
import { accountOf, findAccount } from "../store.ts";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const GOOD = "kettle harbour moss";

describe("joining", () => {
  it("makes an account with a handle from the name, and signs in", async () => {
    const sent = await site.visitor.post("/join", {
      name: " Zoë  O’Neil ",
      email: "ZOE@example.org",
    });
    expect(sent.statusCode).toBe(200);
    expect(sent.body).toContain("We have written to zoe@example.org");

    const path = await linkTo(site, "zoe@example.org");
    const page = await site.visitor.get(path);
    expect(page.body).toContain("As Zoë O’Neil, with the address zoe@example.org.");
    const used = await site.visitor.post(path);
    expect([used.statusCode, used.headers.location]).toEqual([303, "/"]);
    const account = await findAccount(site.db, "zoe@example.org");
    expect(account).toMatchObject({ handle: "zoeoneil", name: "Zoë O’Neil", role: "reader" });
    const mine = await asBrowserOf(used).get("/me");
    expect(mine.statusCode).toBe(200);
    expect(mine.body).toContain("@zoeoneil");
  });

  it("gives a namesake the next free handle", async () => {
    for (const number of [1, 2, 3]) await joined("Same Name", `same${number}@example.org`);
    const rows = await site.db.many(sql.of(z.object({ handle: z.string() }))`
      select handle from reader where name = 'Same Name' order by id`);
    expect(rows.map(({ handle }) => handle)).toEqual(["samename", "samename2", "samename3"]);
  });

  it("does nothing by opening the link, so that a scanner of mail does not use it", async () => {
    await site.visitor.post("/join", { name: "Scan", email: "scan@example.org" });
    const path = await linkTo(site, "scan@example.org");
    for (let times = 0; times < 3; times += 1) {
      expect((await site.visitor.get(path)).body).toContain("Make the account");
    }
    expect(await findAccount(site.db, "scan@example.org")).toBeNull();
    expect((await site.visitor.post(path)).statusCode).toBe(303);
  });

  it("goes back to where one came from, on this site only", async () => {
    const from = await site.visitor.get("/join?to=/@ann");
    expect(from.body).toContain('name="to" value="/@ann"');
    const foreign = await site.visitor.get("/join?to=//evil.example");
    expect(foreign.body).toContain('name="to" value="/"');

    await site.visitor.post("/join", { name: "Back", email: "back@example.org", to: "/@ann?x=1" });
    const path = await linkTo(site, "back@example.org");
    expect((await site.visitor.post(path)).headers.location).toBe("/@ann?x=1");

    const next = await joined("Away", "away@example.org");
    expect(next.headers.location).toBe("/");
    await site.visitor.post("/join", {
      name: "A",
      email: "a2@example.org",
      to: "https://evil.example",
    });
    const [letter] = await lettersTo(site, "a2@example.org");
    expect(letter?.text).not.toContain("evil.example");
    const bent = `${await linkTo(site, "a2@example.org")}?to=https://evil.example`;
    expect((await site.visitor.post(bent)).headers.location).toBe("/");
  });

  it("says the same for an address that has an account, and the letter says which", async () => {
    const ann = await site.reader("ann");
    const known = await site.visitor.post("/join", { name: "X", email: "ann@example.org" });
    const fresh = await site.visitor.post("/join", { name: "X", email: "anx@example.org" });
    expect(known.statusCode).toBe(fresh.statusCode);
    expect(known.body.replaceAll("ann@", "anx@")).toBe(fresh.body);
    expect(Object.keys(known.headers)).toEqual(Object.keys(fresh.headers));

    const [letter] = await lettersTo(site, "ann@example.org");
    expect(letter?.subject).toBe("You already have an account at The Quarterly");
    const signedIn = await site.visitor.post(await linkTo(site, "ann@example.org"));
    expect((await asBrowserOf(signedIn).get("/me")).body).toContain(`@${ann.handle}`);
    expect((await accountOf(site.db, ann.id)).name).toBe("Ann");
  });

  it("says what is wrong at its field and keeps what was typed, but no password", async () => {
    const fields = { name: " ", email: "nobody", password: "short-one" };
    const answer = await site.visitor.post("/join", fields);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("Tell us the name to show.");
    expect(answer.body).toContain("That does not look like an e-mail address.");
    expect(answer.body).toContain('value="nobody"');
    expect(answer.body).not.toContain("short-one");
  });

  it.each([
    ["123456789", "A password has at least 10 characters."],
    ["Password2026!", "This is among the first passwords that are tried."],
    ["little-pat-hale", "This has your name or your address in it"],
    ["x".repeat(201), "A password has at most 200 characters."],
  ])("refuses the password %s", async (password, sentence) => {
    const fields = { name: "Pat Hale", email: "ph@example.org", password };
    const answer = await site.visitor.post("/join", fields);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
    expect(answer.body).toContain('value="Pat Hale"');
    expect(await lettersTo(site, "ph@example.org")).toEqual([]);
  });

  it("takes the name of a link as words, never as markup", async () => {
    const used = await joined("<img src=x onerror=alert(1)>", "xss@example.org");
    const mine = await asBrowserOf(used).get("/me");
    expect(mine.body).not.toContain("<img src=x");
    expect(mine.body).toContain("&lt;img src=x");
  });

  it("writes no word of a stranger's into a letter", async () => {
    await site.visitor.post("/join", { name: "Visit evil.example now", email: "v@example.org" });
    const [letter] = await lettersTo(site, "v@example.org");
    expect(letter?.text).not.toContain("evil.example");
    expect(letter?.html).not.toContain("evil.example");
  });
});

describe("a password chosen while joining", () => {
  it("is the account's when the same browser opens the link", async () => {
    const sent = await ask("Own", "own@example.org", GOOD);
    const path = await linkTo(site, "own@example.org");
    const cookie = cookieOf(sent, "__Host-asked");
    expect((await site.visitor.get(path, { cookie })).body).not.toContain('type="password"');
    await site.visitor.post(path, {}, { cookie });
    expect(await signsIn("own@example.org", GOOD)).toBe(true);
  });

  it("is not, when another browser opens it: the owner of the address chooses", async () => {
    await ask("Victim", "victim@example.org", "attacker's own words");
    const path = await linkTo(site, "victim@example.org");
    const page = await site.visitor.get(path);
    expect(page.body).toContain("A password was chosen in another browser.");

    const weak = await site.visitor.post(path, { password: "short" });
    expect(weak.statusCode).toBe(422);
    expect(weak.body).toContain("A password has at least 10 characters.");
    expect((await site.visitor.post(path, { password: GOOD })).statusCode).toBe(303);
    expect(await signsIn("victim@example.org", "attacker's own words")).toBe(false);
    expect(await signsIn("victim@example.org", GOOD)).toBe(true);
  });

  it("may be left out there, and then there is none", async () => {
    await ask("Bare", "bare@example.org", GOOD);
    await site.visitor.post(await linkTo(site, "bare@example.org"));
    expect((await findAccount(site.db, "bare@example.org"))?.passwordHash).toBeNull();
  });

  it("cannot be claimed with the cookie of another link", async () => {
    const mine = await ask("Mine", "mine@example.org", GOOD);
    await ask("Other", "other@example.org", GOOD);
    const cookie = cookieOf(mine, "__Host-asked");
    await site.visitor.post(await linkTo(site, "other@example.org"), {}, { cookie });
    expect(await signsIn("other@example.org", GOOD)).toBe(false);
  });
});

describe("two letters to one address", () => {
  it("make one account, and the second link signs in to it", async () => {
    site.at("2026-10-15T14:00:00Z");
    await site.visitor.post("/join", { name: "Twice", email: "twice@example.org" });
    const first = await linkTo(site, "twice@example.org");
    await site.visitor.post("/join", { name: "Once More", email: "twice@example.org" });
    const second = await linkTo(site, "twice@example.org");
    await site.visitor.post(first);
    const again = await site.visitor.post(second);
    expect((await asBrowserOf(again).get("/me")).body).toContain("@twice");
    site.at(NOW);
  });
});

function ask(name: string, email: string, password: string) {
  asked += 1;
  site.at(new Date(NOW.getTime() + asked * 3_600_000));
  return site.visitor.post("/join", { name, email, password });
}
let asked = 0;

async function joined(name: string, email: string): Promise<LightMyRequestResponse> {
  await site.visitor.post("/join", { name, email });
  return site.visitor.post(await linkTo(site, email));
}

async function signsIn(email: string, password: string): Promise<boolean> {
  const answer = await site.visitor.post("/sign-in", { email, password });
  return answer.statusCode === 303;
}

function cookieOf(answer: LightMyRequestResponse, name: string): string {
  const cookie = answer.cookies.find((one) => one.name === name);
  return `${name}=${cookie?.value}`;
}

function asBrowserOf(answer: LightMyRequestResponse) {
  const token = cookieOf(answer, "__Host-earnest").split("=")[1]!;
  return site.as({ token } as Person);
}
