/** Following, as readers meet it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { allAtOnce } from "../../../test/support/meet.ts";
import { NOW, openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { sql } from "../../store/db.ts";
import { followerCount, followersOf, isFollowing } from "./store.ts";

let site: TestSite;
let ann: Person;
let wil: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
  wil = await site.reader("wil");
});
afterAll(() => site.close());

describe("following", () => {
  it("is said once, however often it is said", async () => {
    for (let times = 0; times < 3; times += 1) {
      const answer = await site.as(ann).post("/@wil/follow");
      expect([answer.statusCode, answer.headers.location]).toEqual([303, "/@wil"]);
    }
    expect(await followerCount(site.db, wil.id)).toBe(1);
    expect(await isFollowing(site.db, ann.id, wil.id)).toBe(true);
    expect(await isFollowing(site.db, wil.id, ann.id)).toBe(false);
    expect(await followersOf(site.db, wil.id, 10)).toEqual([
      { readerId: ann.id, handle: "ann", name: "Ann", followedAt: NOW },
    ]);
  });

  it("ends, may end again, and leaves what was as evidence", async () => {
    for (const at of ["2026-10-16T09:00:00Z", "2026-10-16T10:00:00Z"]) {
      site.at(at);
      expect((await site.as(ann).post("/@wil/unfollow")).statusCode).toBe(303);
    }
    expect(await isFollowing(site.db, ann.id, wil.id)).toBe(false);
    expect(await followerCount(site.db, wil.id)).toBe(0);
    expect(await followersOf(site.db, wil.id, 10)).toEqual([]);
    await site.as(ann).post("/@wil/follow");
    expect(await followsKept(ann, wil)).toEqual([
      { followedAt: NOW, endedAt: new Date("2026-10-16T09:00:00Z") },
      { followedAt: new Date("2026-10-16T10:00:00Z"), endedAt: null },
    ]);
    site.at(NOW);
  });

  it("said twice at the same moment is one follow", async () => {
    const [bob, cyd] = [await site.reader("bob"), await site.reader("cyd")];
    const answers = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`lock table follow in share mode`),
      4,
      () => site.as(bob).post("/@cyd/follow"),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303]);
    expect(await followsKept(bob, cyd)).toHaveLength(1);
  });

  it("is not for oneself", async () => {
    const answer = await site.as(ann).post("/@ann/follow");
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain("one does not follow oneself");
    expect(await followerCount(site.db, ann.id)).toBe(0);
  });

  it("of nobody is not found", async () => {
    expect((await site.as(ann).post("/@nobody/follow")).statusCode).toBe(404);
    expect((await site.as(ann).post("/@nobody/unfollow")).statusCode).toBe(404);
    expect((await site.as(ann).post("/@%00/follow")).statusCode).toBe(404);
  });

  it("is for whoever is signed in, from a page of this site", async () => {
    expect((await site.visitor.post("/@wil/follow")).statusCode).toBe(401);
    const foreign = await site.as(ann).post("/@wil/follow", {}, { origin: "https://evil.example" });
    expect(foreign.statusCode).toBe(403);
  });

  it("goes back to the page it was said on, of this site only", async () => {
    const back = async (to: string) =>
      (await site.as(ann).post("/@wil/follow", { to })).headers.location;
    expect(await back("/@wil/kettle-0123456789")).toBe("/@wil/kettle-0123456789");
    expect(await back("//evil.example")).toBe("/");
  });

  it("answers the island with the form as it stands then", async () => {
    const headers = { accept: "text/html; part=form" };
    const dot = await site.reader("dot");
    const after = await site.as(dot).post("/@wil/follow", { to: "/@wil" }, headers);
    expect(after.statusCode).toBe(200);
    expect(after.body).toContain('action="/@wil/unfollow"');
    expect(after.body).toContain("Unfollow");
    expect(after.body).not.toContain("<html");
    const ended = await site.as(dot).post("/@wil/unfollow", { to: "/@wil" }, headers);
    expect(ended.body).toContain('action="/@wil/follow"');
  });
});

const FollowRow = z.object({ followedAt: z.date(), endedAt: z.date().nullable() });

function followsKept(follower: Person, followee: Person) {
  return site.db.many(sql.of(FollowRow)`
    select followed_at, ended_at from follow
     where follower_id = ${follower.id} and followee_id = ${followee.id} order by id`);
}
