/** Links: once, in time, for one purpose and one address. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { lettersTo, linkTo } from "../../../../test/support/letters.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { sql } from "../../../store/db.ts";
import { tokenHash } from "../../../web/session.ts";
import { accountTasks } from "../jobs.ts";
import { joinByLink, setPasswordByLink, signInByLink } from "./take-link.ts";

let site: TestSite;
let ann: Person;
let hour = 0;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());
// A new window of attempts for each test.
beforeEach(() => {
  hour += 1;
  site.at(new Date(NOW.getTime() + hour * 3_600_000));
});

const USED = "This link was used already. Each works once.";
const OLD = "This link is too old to be used.";
const UNKNOWN = "This link does not lead anywhere.";

describe("a link", () => {
  it("works once", async () => {
    const path = await signInLink();
    expect((await site.visitor.post(path)).statusCode).toBe(303);
    for (const again of [await site.visitor.post(path), await site.visitor.get(path)]) {
      expect(again.statusCode).toBe(410);
      expect(again.body).toContain(USED);
      expect(again.headers["set-cookie"]).toBeUndefined();
    }
  });

  it("used twice at the same moment signs in once", async () => {
    const path = await signInLink();
    const hash = tokenHash(path.split("/")[2]!);
    const answers = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`select from link_token where token_hash = ${hash} for update`),
      4,
      () => site.visitor.post(path),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410, 410, 410]);
  });

  it("is good for thirty minutes", async () => {
    const path = await signInLink();
    const sent = site.clock().getTime();
    site.at(new Date(sent + 30 * 60_000 - 1));
    expect((await site.visitor.get(path)).statusCode).toBe(200);
    site.at(new Date(sent + 30 * 60_000));
    for (const late of [await site.visitor.get(path), await site.visitor.post(path)]) {
      expect(late.statusCode).toBe(410);
      expect(late.body).toContain(OLD);
    }
  });

  it("that nobody sent leads nowhere", async () => {
    const path = await signInLink();
    for (const bent of ["/links/x", `${path}x`, path.slice(0, -1), `/links/${"A".repeat(43)}`]) {
      const answer = await site.visitor.post(bent);
      expect(answer.statusCode).toBe(410);
      expect(answer.body).toContain(UNKNOWN);
    }
  });

  it("is kept only as a hash", async () => {
    const token = (await signInLink()).split("/")[2]!;
    const { found } = await site.db.one(sql.of(z.object({ found: z.int() }))`
      select count(*)::int as found from link_token
       where token_hash = ${Buffer.from(token)} or encode(token_hash, 'escape') like ${`%${token}%`}`);
    expect(found).toBe(0);
  });

  it("sent for one purpose does not serve another", async () => {
    const opening = { token: (await signInLink()).split("/")[2]!, caller: CALLER };
    const at = site.clock();
    const refused = { ok: false, refusal: "link-unknown" };
    expect(await joinByLink(site, at, opening, null)).toEqual(refused);
    expect(await setPasswordByLink(site, at, opening, "hash")).toEqual(refused);

    await site.visitor.post("/join", { name: "New", email: "new@example.org" });
    const joining = {
      token: (await linkTo(site, "new@example.org")).split("/")[2]!,
      caller: CALLER,
    };
    expect(await signInByLink(site, at, joining)).toEqual(refused);
    expect((await joinByLink(site, at, joining, null)).ok).toBe(true);
    // Being refused did not use it up.
    expect((await signInByLink(site, at, opening)).ok).toBe(true);
  });

  it("signs in to the account of the address it was sent to and no other, whoever is signed in", async () => {
    const bob = await site.reader("bob");
    const path = await signInLink();
    const answer = await site.as(bob).post(path, { email: "bob@example.org" });
    expect((await browserOf(answer).get("/me")).body).toContain(
      'Others see you at <a href="/@ann"',
    );
  });

  it("to an address that is nobody's any more leads nowhere", async () => {
    const cyd = await site.reader("cyd");
    await site.visitor.post("/sign-in", { email: "cyd@example.org" });
    const path = await linkTo(site, "cyd@example.org");
    await site.db.run(sql`update reader set email = 'cyd2@example.org' where id = ${cyd.id}`);
    expect((await site.visitor.post(path)).statusCode).toBe(410);
  });

  it("is forgotten a day after it was too old", async () => {
    const path = await signInLink();
    site.at(new Date(site.clock().getTime() + 25 * 3_600_000));
    await accountTasks["forget-expired"]?.(site, {});
    const answer = await site.visitor.get(path);
    expect(answer.body).toContain(UNKNOWN);
    site.at(NOW);
  });
});

describe("a new address", () => {
  it("is the account's once its link is used, and the old address is told", async () => {
    const dot = await site.reader("dot");
    const asked = await site.as(dot).post("/me/email", { email: "Dot@new.example" });
    expect(asked.headers.location).toBe("/me?done=email-sent");
    const path = await linkTo(site, "dot@new.example");
    expect((await site.as(dot).get(path)).body).toContain("you sign in with it");
    const used = await site.as(dot).post(path);
    expect(used.headers.location).toBe("/me?done=email");
    expect((await site.as(dot).get("/me?done=email")).body).toContain('value="dot@new.example"');
    const [letter] = await lettersTo(site, "dot@example.org");
    expect(letter?.subject).toBe("Your address at The Quarterly was changed");
  });

  it("is not given to another account, nor to a visitor", async () => {
    const eve = await site.reader("eve");
    const fay = await site.reader("fay");
    await site.as(eve).post("/me/email", { email: "eve@new.example" });
    const path = await linkTo(site, "eve@new.example");
    for (const browser of [site.as(fay), site.visitor]) {
      const answer = await browser.post(path);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain("This link is for another account.");
    }
    expect((await site.as(eve).post(path)).statusCode).toBe(303);
  });

  it("that is somebody's already is refused when the link is used", async () => {
    const gil = await site.reader("gil");
    await site.as(gil).post("/me/email", { email: "ann@example.org" });
    const answer = await site.as(gil).post(await linkTo(site, "ann@example.org"));
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("An account with this address exists already.");
    expect((await site.as(gil).get("/me")).body).toContain('value="gil@example.org"');
  });

  it("that is the present one is refused at its field", async () => {
    const answer = await site.as(ann).post("/me/email", { email: "ann@example.org" });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("This is your address already.");
  });
});

const CALLER = { agent: "test", sessionHash: null };

async function signInLink(): Promise<string> {
  await site.visitor.post("/sign-in", { email: "ann@example.org" });
  return linkTo(site, "ann@example.org");
}

function browserOf(answer: LightMyRequestResponse) {
  const token = answer.cookies.find(({ name }) => name === "__Host-earnest")?.value ?? "";
  return site.as({ token } as Person);
}
