/** One's own account: profile and password, as its owner meets them. */
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lettersTo, linkTo } from "../../../../test/support/letters.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { accountOf } from "../store.ts";

const PASSWORD = "kettle harbour moss";

let site: TestSite;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());

describe("a profile", () => {
  it("is for whoever is signed in", async () => {
    const answer = await site.visitor.get("/me");
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/sign-in?to=%2Fme"]);
    expect((await site.visitor.post("/me", { name: "X" })).statusCode).toBe(401);
  });

  it("is changed, and shown changed where others see it", async () => {
    const old = await site.reader("oldname");
    expect((await site.visitor.get("/@oldname")).statusCode).toBe(200);
    const fields = { name: "New Name", handle: "@NewName", bio: "First line.\r\nSecond line." };
    const answer = await site.as(old).post("/me", fields);
    expect(answer.headers.location).toBe("/me?done=profile");
    expect((await site.as(old).get("/me?done=profile")).body).toContain("Your profile is saved.");

    expect(await accountOf(site.db, old.id)).toMatchObject({
      name: "New Name",
      handle: "newname",
      bio: "First line.\nSecond line.",
    });
    expect((await site.visitor.get("/@newname")).body).toContain("New Name");
    await expect.poll(async () => (await site.visitor.get("/@oldname")).statusCode).toBe(404);
  });

  it.each([
    [{ handle: "a" }, "A handle has 2 to 30 characters."],
    [{ handle: "ann smith" }, "A handle is made of the letters a to z"],
    [{ handle: "admin" }, "This handle is kept for the site itself."],
    [{ handle: "Taken" }, "Somebody has this handle already."],
    [{ name: "\u202e \u0007" }, "Tell us the name to show."],
    [{ name: "n".repeat(81) }, "A name has at most 80 characters."],
    [{ bio: "b".repeat(401) }, "This has room for 400 characters."],
  ])("with %j is refused at the field, and what was typed stays", async (fields, sentence) => {
    if ("handle" in fields && fields.handle === "Taken") await site.reader("taken");
    const typed = { name: "Typed name", handle: "typed", bio: "Typed words", ...fields };
    const answer = await site.as(ann).post("/me", typed);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
    if (typed.name === "Typed name") expect(answer.body).toContain('value="Typed name"');
    expect((await accountOf(site.db, ann.id)).name).toBe("Ann");
  });

  it("is words, never markup", async () => {
    const eve = await site.reader("eve");
    const script = '"><script>alert(1)</script>';
    await site.as(eve).post("/me", { name: script, handle: "eve", bio: script });
    for (const page of ["/me", "/@eve", "/me/sessions"]) {
      const { body } = await site.as(eve).get(page);
      expect(body).not.toContain("<script>alert");
    }
    expect((await site.visitor.get("/@eve")).body).toContain("&lt;script>alert(1)&lt;/script>");
  });

  it("holds no sign that would turn or break the text around it", async () => {
    const hal = await site.reader("hal");
    await site.as(hal).post("/me", { name: "Hal\u202e\u0007  Ng", handle: "hal", bio: "" });
    expect((await accountOf(site.db, hal.id)).name).toBe("Hal Ng");
  });

  it("keeps its handle when two ask for one at the same moment", async () => {
    const [one, two] = [await site.reader("one1"), await site.reader("two2")];
    const wish = (person: Person) =>
      site.as(person).post("/me", { name: "Both", handle: "wanted", bio: "" });
    const answers = await Promise.all([wish(one), wish(two)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
  });

  it("is not changed by a form without the session's token", async () => {
    const answer = await site.server.inject({
      method: "POST",
      url: "/me",
      headers: {
        host: "localhost",
        origin: "http://localhost",
        cookie: `__Host-earnest=${ann.token}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: "name=Changed&handle=changed&bio=",
    });
    expect(answer.statusCode).toBe(403);
    expect((await accountOf(site.db, ann.id)).handle).toBe("ann");
  });
});

describe("a password", () => {
  it("is chosen for the first time without one, and ends every other session", async () => {
    const bob = await site.reader("bob");
    const other = await secondSession("bob");
    const set = await site.as(bob).post("/me/password", { password: PASSWORD });
    expect(set.headers.location).toBe("/me?done=password");
    expect((await site.as(bob).get("/me")).statusCode).toBe(303);
    expect((await other.get("/me")).statusCode).toBe(303);
    expect((await browserOf(set).get("/me?done=password")).body).toContain("Your password is set");
    const [letter] = await lettersTo(site, "bob@example.org");
    expect(letter?.subject).toBe("Your password at The Quarterly was changed");
  });

  it("is changed by whoever knows the present one", async () => {
    const cyd = await site.reader("cyd");
    const set = await site.as(cyd).post("/me/password", { password: PASSWORD });
    const browser = browserOf(set);
    const next = "lantern under willow";
    const wrong = await browser.post("/me/password", { current: "not it at all", password: next });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain("This is not your present password.");
    const right = await browser.post("/me/password", { current: PASSWORD, password: next });
    expect(right.statusCode).toBe(303);
    const old = await site.visitor.post("/sign-in", {
      email: "cyd@example.org",
      password: PASSWORD,
    });
    expect(old.statusCode).toBe(422);
    const fresh = await site.visitor.post("/sign-in", { email: "cyd@example.org", password: next });
    expect(fresh.statusCode).toBe(303);
  });

  it("that is guessed too often is not asked for any more", async () => {
    const dot = await site.reader("dot");
    const browser = browserOf(await site.as(dot).post("/me/password", { password: PASSWORD }));
    const guess = () =>
      browser.post("/me/password", { current: "guess again", password: PASSWORD });
    for (let tries = 0; tries < 10; tries += 1) expect((await guess()).statusCode).toBe(422);
    expect((await guess()).statusCode).toBe(429);
  });

  it("that is weak is refused at its field", async () => {
    for (const [password, sentence] of [
      ["short", "A password has at least 10 characters."],
      ["qwertyuiop", "This is among the first passwords that are tried."],
      ["", "A password has at least 10 characters."],
    ] as const) {
      const answer = await site.as(ann).post("/me/password", { password });
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(sentence);
    }
    expect((await accountOf(site.db, ann.id)).passwordHash).toBeNull();
  });

  it("that is forgotten is chosen anew by a link, which ends every session", async () => {
    const fay = await site.reader("fay");
    const browser = browserOf(await site.as(fay).post("/me/password", { password: PASSWORD }));
    expect((await browser.post("/me/password/link")).headers.location).toBe(
      "/me?done=password-sent",
    );
    const path = await linkTo(site, "fay@example.org");
    expect((await site.visitor.get(path)).body).toContain("Every other device is signed out");

    const weak = await site.visitor.post(path, { password: "fay" });
    expect(weak.statusCode).toBe(422);
    const none = await site.visitor.post(path);
    expect(none.body).toContain("A password has at least 10 characters.");
    const next = "lantern under willow";
    const set = await site.visitor.post(path, { password: next });
    expect(set.headers.location).toBe("/me?done=password");
    expect((await browser.get("/me")).statusCode).toBe(303);
    expect((await browserOf(set).get("/me")).statusCode).toBe(200);
    const fresh = await site.visitor.post("/sign-in", { email: "fay@example.org", password: next });
    expect(fresh.statusCode).toBe(303);
  });

  it("is kept by argon2id with the parameters that OWASP names", async () => {
    const gil = await site.reader("gil");
    await site.as(gil).post("/me/password", { password: PASSWORD });
    const { passwordHash } = await accountOf(site.db, gil.id);
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });
});

async function secondSession(handle: string) {
  site.at(NOW);
  await site.visitor.post("/sign-in", { email: `${handle}@example.org` });
  return browserOf(await site.visitor.post(await linkTo(site, `${handle}@example.org`)));
}

function browserOf(answer: LightMyRequestResponse) {
  const token = answer.cookies.find(({ name }) => name === "__Host-earnest")?.value ?? "";
  return site.as({ token } as Person);
}
