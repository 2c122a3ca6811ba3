/** Mail: the outbox, and the way out by SMTP. */
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lettersTo } from "../../../test/support/letters.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { enqueue } from "../../jobs/queue.ts";
import { sql } from "../../store/db.ts";
import { letterOf, postLetter } from "../../web/letter.tsx";
import { noticeTasks } from "./jobs.ts";
import { MailDelayed } from "./send-mail.ts";
import { insertMail, lockMail, mailByKey, mailLines } from "./store.ts";

const FROM = "The Quarterly <noreply@quarterly.example>";

let site: TestSite;
let ada: Person;
beforeAll(async () => {
  site = await openSite();
  ada = await site.reader("ada", "operator");
});
afterAll(() => site.close());

describe("without mail settings", () => {
  const tasks = noticeTasks({ smtpUrl: null, from: FROM });

  it("a letter is kept, once for its key", async () => {
    const letter = letterOf("Good news", ["First.", "Second."]);
    for (let times = 0; times < 2; times += 1) {
      await site.db.transaction((tx) => postLetter(tx, "kept", "kept@example.org", letter));
    }
    expect(await lettersTo(site, "kept@example.org")).toMatchObject([
      { subject: "Good news", text: "First.\n\nSecond.\n", state: "kept", sentAt: null },
    ]);
    await tasks["send-mail"]?.(site, { key: "kept", to: "kept@example.org", ...letter });
    expect(await lettersTo(site, "kept@example.org")).toHaveLength(1);
  });

  it("a letter that was never caused is never written", async () => {
    const undone = site.db.transaction(async (tx) => {
      await postLetter(tx, "undone", "undone@example.org", letterOf("No", []));
      throw new Error("changed our mind");
    });
    await expect(undone).rejects.toThrow("changed our mind");
    expect(await lettersTo(site, "undone@example.org")).toEqual([]);
  });

  it("whoever's membership ended is told so once", async () => {
    const bob = await site.reader("bob");
    const payload = { readerId: bob.id, membershipId: 7 };
    for (let times = 0; times < 2; times += 1) {
      await site.db.transaction((tx) => enqueue(tx, "membership-ended", payload));
    }
    const letters = await lettersTo(site, "bob@example.org");
    expect(letters).toHaveLength(1);
    expect(letters[0]?.subject).toBe("Your membership at The Quarterly has ended");
    expect(letters[0]?.text).toContain("http://localhost/membership");
  });
});

describe("the outbox", () => {
  it("is the operator's alone, since letters hold links that sign people in", async () => {
    const roles = [await site.reader("cyd"), await site.reader("rev", "reviewer")];
    for (const path of ["/desk/mail", "/desk/mail/1"]) {
      for (const person of roles) expect((await site.as(person).get(path)).statusCode).toBe(403);
      expect((await site.visitor.get(path)).headers.location).toContain("/sign-in");
      expect((await site.as(ada).get(path)).statusCode).toBe(200);
    }
  });

  it("shows a letter's text, its links as links, and none of its markup", async () => {
    const mail = {
      key: "evil",
      to: "evil@example.org",
      subject: "<b>Subject</b>",
      text: "Look:\nhttps://a.example/x?y=1\n\n<img src=x onerror=alert(1)> javascript:alert(1)\n",
      html: '<p id="from-html"><script>alert(1)</script></p>',
    };
    await insertMail(site.db, NOW, mail);
    const { id } = await mailByKey(site.db, "evil");
    const { body } = await site.as(ada).get(`/desk/mail/${id}`);
    expect(body).toContain('<a href="https://a.example/x?y=1" rel="noreferrer nofollow">');
    for (const never of [
      "<img src=x",
      "from-html",
      "<script>alert",
      'href="javascript',
      "<b>Subject",
    ]) {
      expect(body).not.toContain(never);
    }
    const list = await site.as(ada).get("/desk/mail");
    expect(list.body).toContain("&lt;b>Subject&lt;/b>");
    expect(list.body).toContain("On its way");
  });

  it("goes on in pages, the newest first", async () => {
    for (let number = 1; number <= 35; number += 1) {
      const mail = { key: `many${number}`, to: "many@example.org", text: "", html: "" };
      await insertMail(site.db, NOW, { ...mail, subject: `Letter ${number}.` });
    }
    const first = await site.as(ada).get("/desk/mail");
    expect(subjectsIn(first.body)[0]).toBe("Letter 35.");
    expect(subjectsIn(first.body)).toHaveLength(30);
    const older = /href="([^"]+)" rel="next"/.exec(first.body)![1]!;
    const second = await site.as(ada).get(older);
    expect(subjectsIn(second.body).slice(0, 5)).toEqual([5, 4, 3, 2, 1].map((n) => `Letter ${n}.`));
    expect(subjectsIn(second.body).length).toBe((await mailLines(site.db, null, 999)).length - 30);
    expect(second.body).toContain('href="/desk/mail" rel="prev"');
  });

  it("has no letter at an address that makes no sense", async () => {
    for (const id of ["0", "x", "99999999", "1e3", "9".repeat(30)]) {
      expect((await site.as(ada).get(`/desk/mail/${id}`)).statusCode).toBe(404);
    }
    expect((await site.as(ada).get("/desk/mail?before=x")).statusCode).toBe(200);
  });
});

describe("with mail settings", () => {
  const received: Email[] = [];
  let refusal: { code: number; text: string } | null = null;
  let smtp: SMTPServer;
  let tasks: ReturnType<typeof noticeTasks>;

  beforeAll(async () => {
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onRcptTo: (_address, _session, done) =>
        refusal
          ? done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
          : done(),
      onData: (stream, _session, done) => {
        buffer(stream)
          .then((bytes) => PostalMime.parse(bytes))
          .then((email) => received.push(email))
          .then(() => done(), done);
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
    const { port } = smtp.server.address() as AddressInfo;
    tasks = noticeTasks({ smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM });
  });
  afterAll(() => new Promise<void>((resolve) => smtp.close(resolve)));

  it("a letter goes out as text and HTML, once", async () => {
    const letter = letterOf("Grüße – \u201cnew\u201d", ["Words & signs <here>.", LINK]);
    const mail = { key: "out", to: "out@example.org", ...letter };
    for (let times = 0; times < 2; times += 1) await tasks["send-mail"]?.(site, mail);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      subject: "Grüße – \u201cnew\u201d",
      from: { address: "noreply@quarterly.example", name: "The Quarterly" },
      to: [{ address: "out@example.org" }],
    });
    expect(received[0]?.text).toContain("Words & signs <here>.\n\nOpen it:\nhttps://a.example/");
    expect(received[0]?.html).toContain("Words &amp; signs &lt;here>.");
    expect(received[0]?.html).toContain('<a href="https://a.example/?x=1&amp;y=2">Open it</a>');
    expect(await mailByKey(site.db, "out")).toMatchObject({ state: "sent", sentAt: NOW });
  });

  it("two workers with one letter send it once", async () => {
    const mail = { key: "twice", to: "twice@example.org", ...letterOf("Twice", []) };
    await insertMail(site.db, NOW, mail);
    const before = received.length;
    await allAtOnce(
      site.db,
      (tx) => lockMail(tx, "twice"),
      2,
      async () => tasks["send-mail"]?.(site, mail),
    );
    expect(received.length).toBe(before + 1);
  });

  it("a letter that is refused for now is tried again by the queue, and then sent", async () => {
    const mail = { key: "later", to: "later@example.org", ...letterOf("Later", []) };
    refusal = { code: 451, text: "greylisted" };
    await expect(tasks["send-mail"]?.(site, mail)).rejects.toThrow(MailDelayed);
    expect(await mailByKey(site.db, "later")).toMatchObject({ state: "failed" });
    expect((await mailByKey(site.db, "later")).failure).toContain("greylisted");
    refusal = null;
    await tasks["send-mail"]?.(site, mail);
    expect(await mailByKey(site.db, "later")).toMatchObject({ state: "sent", failure: null });
  });

  it("a letter that is refused for good is not tried again, and the outbox says why", async () => {
    const mail = { key: "never", to: "never@example.org", ...letterOf("Never", []) };
    refusal = { code: 550, text: "no such mailbox" };
    await tasks["send-mail"]?.(site, mail);
    refusal = null;
    const { id, state } = await mailByKey(site.db, "never");
    expect(state).toBe("failed");
    const { body } = await site.as(ada).get(`/desk/mail/${id}`);
    expect(body).toContain("Not sent");
    expect(body).toContain("no such mailbox");
  });

  it("a server that does not answer is tried again", async () => {
    const away = noticeTasks({ smtpUrl: "smtp://127.0.0.1:1", from: FROM });
    const mail = { key: "away", to: "away@example.org", ...letterOf("Away", []) };
    await expect(away["send-mail"]?.(site, mail)).rejects.toThrow(MailDelayed);
    expect((await mailByKey(site.db, "away")).failure).toContain("ECONNREFUSED");
  });

  it("an address with more in it than an address is a fault, and nothing is sent", async () => {
    const before = received.length;
    const mail = { key: "bad", to: "a@example.org\r\nBcc: b@example.org", ...letterOf("Bad", []) };
    await expect(async () => tasks["send-mail"]?.(site, mail)).rejects.toThrow();
    expect(received.length).toBe(before);
    expect(await site.db.run(sql`select from mail where key = 'bad'`)).toBe(0);
  });
});

const LINK = { label: "Open it", href: "https://a.example/?x=1&y=2" };

function subjectsIn(html: string): string[] {
  return [...html.matchAll(/<a href="\/desk\/mail\/\d+">([^<]+)<\/a>/g)].map((match) => match[1]!);
}
