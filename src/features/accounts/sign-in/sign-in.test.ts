/** Signing in and out, as a visitor meets it. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { lettersTo, linkTo } from "../../../../test/support/letters.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import type { ReaderId } from "../../../core/ids.ts";
import { sql } from "../../../store/db.ts";
import { hashPassword } from "../passwords/hash.ts";
import { insertReader } from "../store.ts";

const PASSWORD = "kettle harbour moss";

let site: TestSite;
let hour = 0;
beforeAll(async () => {
  site = await openSite();
  await person("ann", PASSWORD);
  await person("linkonly", null);
});
afterAll(() => site.close());
// A new window of attempts for each test.
beforeEach(() => {
  hour += 1;
  site.at(new Date(NOW.getTime() + hour * 3_600_000));
});

describe("signing in with a password", () => {
  it("opens a session and goes back to where one came from", async () => {
    const answer = await signIn("Ann@example.org ", PASSWORD, { to: "/topics" });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/topics"]);
    const cookie = String(answer.headers["set-cookie"]);
    expect(cookie).toMatch(/^__Host-earnest=[\w-]{43};/);
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"])
      expect(cookie).toContain(flag);
    expect((await browserOf(answer).get("/me")).body).toContain("@ann");
  });

  it("answers the same to a wrong password, an unknown address and an account without one", async () => {
    const answers = [
      await signIn("ann@example.org", "not the right one"),
      await signIn("nobody@example.org", PASSWORD),
      await signIn("linkonly@example.org", PASSWORD),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain("This address and this password do not belong together.");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    const [wrong, unknown] = answers.map(({ body }) => body.replaceAll(/(ann|nobody)@/g, "@"));
    expect(wrong).toBe(unknown);
  });

  it("does not send to another site", async () => {
    for (const to of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "/\t/evil.example",
    ]) {
      expect((await signIn("ann@example.org", PASSWORD, { to })).headers.location).toBe("/");
      const page = await site.visitor.get(`/sign-in?to=${encodeURIComponent(to)}`);
      expect(page.body).not.toContain("evil.example");
    }
  });

  it("takes a session that somebody else set for no one's", async () => {
    const planted = "A".repeat(43);
    const answer = await site.visitor.post(
      "/sign-in",
      { email: "ann@example.org", password: PASSWORD },
      { cookie: `__Host-earnest=${planted}` },
    );
    expect(tokenOf(answer)).not.toBe(planted);
    expect((await site.as({ token: planted } as Person).get("/me")).statusCode).toBe(303);
  });

  it("ends the session the browser had", async () => {
    const first = await signIn("ann@example.org", PASSWORD);
    const again = await browserOf(first).post("/sign-in", {
      email: "ann@example.org",
      password: PASSWORD,
    });
    expect(tokenOf(again)).not.toBe(tokenOf(first));
    expect((await browserOf(first).get("/me")).statusCode).toBe(303);
    expect((await browserOf(again).get("/me")).statusCode).toBe(200);
  });

  it("with a password that is being changed at the same moment opens no session", async () => {
    const id = await person("racer", PASSWORD);
    const otherHash = await hashPassword("another one entirely");
    const [answer] = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`update reader set password_hash = ${otherHash} where id = ${id}`),
      1,
      () => signIn("racer@example.org", PASSWORD),
    );
    expect(answer?.statusCode).toBe(422);
  });
});

describe("trying too often", () => {
  it("is stopped for the account after ten tries, and says how long to wait", async () => {
    site.at("2026-12-01T12:05:00Z");
    for (let tries = 0; tries < 10; tries += 1) {
      expect((await signIn("ann@example.org", `wrong number ${tries}`)).statusCode).toBe(422);
    }
    const stopped = await signIn("ann@example.org", PASSWORD);
    expect(stopped.statusCode).toBe(429);
    expect(stopped.headers["retry-after"]).toBe("600");
    expect(stopped.body).toContain("Please wait 10 minutes and try again.");
    site.at("2026-12-01T12:15:00Z");
    expect((await signIn("ann@example.org", PASSWORD)).statusCode).toBe(303);
  });

  it("cannot be hidden behind a header that names another address", async () => {
    site.at("2026-12-02T12:00:00Z");
    const statuses: number[] = [];
    for (let tries = 0; tries < 61; tries += 1) {
      const headers = { "x-forwarded-for": `198.51.100.${tries}` };
      const body = { email: `guess${tries}@example.org`, by: "password" };
      statuses.push(
        (await site.visitor.post("/sign-in", { ...body, password: "x" }, headers)).statusCode,
      );
    }
    expect(statuses.slice(0, 60).every((status) => status === 422)).toBe(true);
    expect(statuses[60]).toBe(429);
  });

  it("is forgotten once the password was right", async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let tries = 0; tries < 5; tries += 1)
        await signIn("ann@example.org", "not the right one");
      expect((await signIn("ann@example.org", PASSWORD)).statusCode).toBe(303);
    }
  });

  it("counts links to an address of their own", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      statuses.push(
        (await site.visitor.post("/sign-in", { email: "flood@example.org" })).statusCode,
      );
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
    expect(await lettersTo(site, "flood@example.org")).toHaveLength(6);
  });

  it("keeps no address in clear", async () => {
    await signIn("ann@example.org", "not the right one");
    const { found } = await site.db.one(sql.of(z.object({ found: z.boolean() }))`
      select exists (select from attempt where key like '%ann%' or key like '%127.0%') as found`);
    expect(found).toBe(false);
  });
});

describe("signing in by link", () => {
  it("is asked for by leaving the password empty, or by its own button", async () => {
    const empty = await site.visitor.post("/sign-in", { email: "linkonly@example.org" });
    expect(empty.body).toContain("We have written to linkonly@example.org");
    const button = { email: "linkonly@example.org", password: "typed", by: "link" };
    expect((await site.visitor.post("/sign-in", button)).statusCode).toBe(200);
    const path = await linkTo(site, "linkonly@example.org");
    expect((await site.visitor.get(path)).body).toContain("As linkonly@example.org.");
    expect((await browserOf(await site.visitor.post(path)).get("/me")).body).toContain("@linkonly");
  });

  it("says the same for an unknown address, which is told so by letter", async () => {
    const known = await site.visitor.post("/sign-in", { email: "ann@example.org" });
    const unknown = await site.visitor.post("/sign-in", { email: "abb@example.org" });
    expect(known.body.replaceAll("ann@", "abb@")).toBe(unknown.body);
    const [letter] = await lettersTo(site, "abb@example.org");
    expect(letter?.subject).toBe("No account at The Quarterly with this address");
    expect(letter?.text).toContain("http://localhost/join");
  });

  it("ends the session of whoever used the browser before", async () => {
    const before = await signIn("ann@example.org", PASSWORD);
    await site.visitor.post("/sign-in", { email: "linkonly@example.org" });
    const after = await browserOf(before).post(await linkTo(site, "linkonly@example.org"));
    expect((await browserOf(before).get("/me")).statusCode).toBe(303);
    expect((await browserOf(after).get("/me")).body).toContain("@linkonly");
  });
});

describe("signing out", () => {
  it("ends the session here and at the server", async () => {
    const session = await signIn("ann@example.org", PASSWORD);
    const out = await browserOf(session).post("/sign-out");
    expect(out.headers.location).toBe("/");
    expect(String(out.headers["set-cookie"])).toMatch(/^__Host-earnest=;/);
    const after = await browserOf(session).get("/me");
    expect([after.statusCode, after.headers.location]).toEqual([303, "/sign-in?to=%2Fme"]);
  });

  it("does no harm to a visitor", async () => {
    expect((await site.visitor.post("/sign-out")).statusCode).toBe(303);
  });

  it("is not done by another site's form", async () => {
    const session = await signIn("ann@example.org", PASSWORD);
    const foreign = await browserOf(session).post(
      "/sign-out",
      {},
      { origin: "https://evil.example" },
    );
    expect(foreign.statusCode).toBe(403);
    expect((await browserOf(session).get("/me")).statusCode).toBe(200);
  });
});

describe("whoever is signed in", () => {
  it("is sent on from the pages for signing in and joining", async () => {
    const browser = browserOf(await signIn("ann@example.org", PASSWORD));
    expect((await browser.get("/sign-in?to=/topics")).headers.location).toBe("/topics");
    expect((await browser.get("/join")).headers.location).toBe("/");
  });

  it("is signed out after ninety days", async () => {
    const session = await signIn("ann@example.org", PASSWORD);
    site.at(new Date(site.clock().getTime() + 90 * 86_400_000 - 1000));
    expect((await browserOf(session).get("/me")).statusCode).toBe(200);
    site.at(new Date(site.clock().getTime() + 1000));
    expect((await browserOf(session).get("/me")).statusCode).toBe(303);
  });
});

function signIn(email: string, password: string, more: Record<string, string> = {}) {
  return site.visitor.post("/sign-in", { email, password, ...more });
}

async function person(handle: string, password: string | null): Promise<ReaderId> {
  const passwordHash = password && (await hashPassword(password));
  const reader = { handle, name: handle, email: `${handle}@example.org`, passwordHash };
  return site.db.transaction((tx) => insertReader(tx, NOW, reader));
}

function tokenOf(answer: LightMyRequestResponse): string {
  return answer.cookies.find(({ name }) => name === "__Host-earnest")?.value ?? "";
}

function browserOf(answer: LightMyRequestResponse) {
  return site.as({ token: tokenOf(answer) } as Person);
}
