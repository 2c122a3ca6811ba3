/** Devices that are signed in, and the session of a request. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import type { ReaderId } from "../../../core/ids.ts";
import { sql } from "../../../store/db.ts";
import { tokenHash } from "../../../web/session.ts";
import { openSession } from "../open-session.ts";
import { findViewer } from "../store.ts";
import { deviceName } from "./device.ts";

const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

describe("the list of devices", () => {
  it("names each, the newest first, and which one this is", async () => {
    const ann = await site.reader("ann");
    await openedLater(ann.id, FIREFOX, 1);
    await openedLater(ann.id, IPHONE, 2);
    const { body } = await site.as(ann).get("/me/sessions");
    const rows = body.split("<tr>").slice(2);
    expect(rows[0]).toContain("Safari on iPhone");
    expect(rows[1]).toContain("Firefox on Linux");
    expect(rows[2]).toContain("This device");
    expect(body).toContain("Sign out everywhere else");
  });

  it("ends one session, only one’s own", async () => {
    const [bob, eve] = [await site.reader("bob"), await site.reader("eve")];
    const other = await openedLater(bob.id, FIREFOX, 1);
    const { body } = await site.as(bob).get("/me/sessions");
    const path = /\/me\/sessions\/\d+\/end/.exec(body)![0];
    expect((await site.as(eve).post(path)).statusCode).toBe(404);
    expect((await other.get("/me")).statusCode).toBe(200);
    expect((await site.as(bob).post(path)).statusCode).toBe(303);
    expect((await other.get("/me")).statusCode).toBe(303);
    expect((await site.as(bob).get("/me")).statusCode).toBe(200);
    expect((await site.as(bob).post(path)).statusCode).toBe(404);
    expect((await site.as(bob).post("/me/sessions/x/end")).statusCode).toBe(404);
  });

  it("ends all others at once", async () => {
    const cyd = await site.reader("cyd");
    const others = [await openedLater(cyd.id, FIREFOX, 1), await openedLater(cyd.id, IPHONE, 2)];
    const stranger = await site.reader("stranger");
    expect((await site.as(cyd).post("/me/sessions/end")).statusCode).toBe(303);
    for (const other of others) expect((await other.get("/me")).statusCode).toBe(303);
    expect((await site.as(cyd).get("/me")).statusCode).toBe(200);
    expect((await site.as(stranger).get("/me")).statusCode).toBe(200);
  });

  it("shows what a browser calls itself as words", async () => {
    const dot = await site.reader("dot");
    await openedLater(dot.id, "<script>alert(1)</script>", 1);
    const { body } = await site.as(dot).get("/me/sessions");
    expect(body).not.toContain("<script>alert");
    expect(body).toContain("Another device");
  });
});

describe("the viewer of a request", () => {
  it("is a member while something is paid, until the paid day, also after the membership ended", async () => {
    const fay = await site.reader("fay");
    expect(await viewerOf(fay)).toMatchObject({ isMember: false, isPartner: false });
    await site.db.run(sql`
      insert into membership (reader_id, plan_code, tier, card_last4, card_token, started_at,
                              anchor_day, paid_until)
      values (${fay.id}, 'member-monthly', 'member', '4242', 't', ${NOW}, 15, '2026-10-16')`);
    expect(await viewerOf(fay)).toMatchObject({ isMember: true });
    await site.db.run(sql`
      update membership set cancelled_at = ${NOW}, ended_at = ${NOW} where reader_id = ${fay.id}`);
    expect(await viewerOf(fay)).toMatchObject({ isMember: true });
    expect(await viewerOf(fay, "2026-10-16T00:00:00Z")).toMatchObject({ isMember: false });
  });

  it("is a partner while the partnership is active", async () => {
    const gil = await site.reader("gil");
    await site.db.run(sql`
      insert into partner (reader_id, since, country) values (${gil.id}, ${NOW}, 'NL')`);
    expect(await viewerOf(gil)).toMatchObject({ isPartner: true });
    await site.db.run(sql`update partner set state = 'paused' where reader_id = ${gil.id}`);
    expect(await viewerOf(gil)).toMatchObject({ isPartner: false });
  });

  it("is nobody without an open session", async () => {
    expect(await findViewer(site, tokenHash("unknown"), NOW)).toBeNull();
  });
});

describe("a device", () => {
  it.each([
    [FIREFOX, "Firefox on Linux"],
    [IPHONE, "Safari on iPhone"],
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
      "Edge on Windows",
    ],
    [
      "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
      "Chrome on Android",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15",
      "Safari on Mac",
    ],
    ["curl/8.5.0", "Another device"],
  ])("%s is %s", (agent, name) => {
    expect(deviceName(agent)).toBe(name);
  });
});

async function openedLater(reader: ReaderId, agent: string, minutes: number) {
  const at = new Date(NOW.getTime() + minutes * 60_000);
  const token = await site.db.transaction((tx) => openSession(tx, at, reader, agent));
  return site.as({ token } as Person);
}

function viewerOf(person: Person, at: string | Date = NOW) {
  return findViewer(site, tokenHash(person.token), new Date(at));
}
