/** How the operator is made. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linkTo } from "../../../test/support/letters.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { sql, type Tx } from "../../store/db.ts";
import { openSession } from "./open-session.ts";
import { becomeOperator, makeOperator, operatorLink } from "./operator.ts";
import { findAccount } from "./store.ts";

let site: TestSite;
const ADA = { name: "Ada", email: "ada@example.org" };

describe("the printed link", () => {
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("asks who it is, and says what is wrong at the field", async () => {
    const path = await link();
    expect((await site.visitor.get(path)).body).toContain("Become the operator");
    const answer = await site.visitor.post(path, { name: "Ada", email: "ada", password: "short" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("That does not look like an e-mail address.");
    const weak = await site.visitor.post(path, { ...ADA, password: "short" });
    expect(weak.statusCode).toBe(422);
    expect(weak.body).toContain("A password has at least 10 characters.");
    expect(weak.body).toContain('value="Ada"');
  });

  it("does not give anybody an account that exists", async () => {
    await site.reader("bob");
    const path = await link();
    const answer = await site.visitor.post(path, { name: "Bob", email: "bob@example.org" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(
      "An account with this address exists already. Sign in to it first",
    );
    expect((await findAccount(site.db, "bob@example.org"))?.role).toBe("reader");
  });

  it("is good for a day", async () => {
    const path = await link();
    site.at(new Date(NOW.getTime() + 24 * 3_600_000));
    expect((await site.visitor.post(path, ADA)).statusCode).toBe(410);
    site.at(NOW);
  });

  it("does not serve as a link for signing in, nor the other way round", async () => {
    await site.reader("cyd");
    await site.visitor.post("/sign-in", { email: "cyd@example.org" });
    const path = await linkTo(site, "cyd@example.org");
    const opening = { token: path.split("/")[2]!, caller: { agent: "", sessionHash: null } };
    const operator = { ...ADA, passwordHash: null };
    expect(await becomeOperator(site.db, site.clock(), opening, operator)).toEqual({
      ok: false,
      refusal: "link-unknown",
    });
    await site.visitor.post(path, ADA);
    expect(await findAccount(site.db, ADA.email)).toBeNull();
    expect((await findAccount(site.db, "cyd@example.org"))?.role).toBe("reader");
  });

  it("makes one operator, whichever of several links are used at the same moment", async () => {
    const links = [await link(), await link(), await link()];
    // Accounts can be looked at and not made, so each of them has found no operator when they meet.
    const hold = (tx: Tx) => tx.run(sql`lock table reader in share mode`);
    const answers = await allAtOnce(site.db, hold, 3, (index) =>
      site.visitor.post(links[index]!, { name: "Ada", email: `ada${index}@example.org` }),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410, 410]);
    const lost = answers.find(({ statusCode }) => statusCode === 410);
    expect(lost?.body).toContain("This site has its operator already.");
    const won = answers.find(({ statusCode }) => statusCode === 303)!;
    expect(won.headers.location).toBe("/desk");
    expect((await browserOf(won).get("/desk/mail")).statusCode).toBe(200);
  });

  it("is not printed once there is an operator, and old ones are dead", async () => {
    expect(await operatorLink(site.db, NOW)).toBeNull();
  });
});

describe("whoever is signed in and opens the printed link", () => {
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("becomes the operator with a fresh session, and all their others end", async () => {
    const dot = await site.reader("dot");
    const path = await link();
    expect((await site.as(dot).get(path)).body).toContain("Your account @dot runs this site");
    const elsewhere = await site.db.transaction((tx) => openSession(tx, NOW, dot.id, "elsewhere"));
    const answer = await site.as(dot).post(path);
    expect(answer.statusCode).toBe(303);
    expect((await site.as(dot).get("/me")).statusCode).toBe(303);
    expect((await site.as({ ...dot, token: elsewhere }).get("/me")).statusCode).toBe(303);
    expect((await browserOf(answer).get("/desk/mail")).statusCode).toBe(200);
  });
});

describe("making an operator on the command line", () => {
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site.close());

  it("gives an account the role and ends its sessions", async () => {
    const ann = await site.reader("ann");
    expect(await makeOperator(site.db, " Ann@example.org ")).toEqual({
      ok: true,
      value: { handle: "ann" },
    });
    expect((await site.as(ann).get("/me")).statusCode).toBe(303);
    expect((await findAccount(site.db, "ann@example.org"))?.role).toBe("operator");
    expect((await makeOperator(site.db, "ann@example.org")).ok).toBe(true);
  });

  it("refuses an address without an account", async () => {
    expect(await makeOperator(site.db, "nobody@example.org")).toEqual({
      ok: false,
      refusal: "no-such-account",
    });
  });
});

async function link(): Promise<string> {
  const path = await operatorLink(site.db, site.clock());
  expect(path).toMatch(/^\/links\/[\w-]{43}$/);
  return path!;
}

function browserOf(answer: LightMyRequestResponse) {
  const token = answer.cookies.find(({ name }) => name === "__Host-earnest")?.value ?? "";
  return site.as({ token } as Person);
}
