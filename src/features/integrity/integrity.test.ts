/** The community is scored from what PostgreSQL holds, and what is found stands for all to read. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { publishes, reads, type TestStory } from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { DAY_MS } from "../../core/time.ts";
import { sql } from "../../store/db.ts";
import { followAuthor, unfollowAuthor } from "../following/follow-author.ts";
import { gatherEvents } from "./events-store.ts";
import { scoreCommunity } from "./score-community.ts";
import { followerCounts, latestRun, tiesAround } from "./store.ts";

let site: TestSite;
let [ann, ben, wil]: Person[] = [];
let kettle: TestStory;
afterAll(() => site.close());

const START = new Date("2026-10-01T08:00:00Z");
const later = (days: number) => new Date(START.getTime() + days * DAY_MS);
const follows = (from: Person, to: Person) =>
  followAuthor(site.db, site.clock(), from.id, to.handle);

beforeAll(async () => {
  site = await openSite(START);
  [ann, ben, wil] = [await site.reader("ann"), await site.reader("ben"), await site.reader("wil")];
  kettle = await publishes(site, wil!, { title: "Kettle", audience: "everyone", minutes: 3 });
  site.at(later(1));
  await reads(site, ann!, kettle, 150);
  site.at(later(2));
  await follows(ann!, wil!);
  await follows(ben!, wil!);
  site.at(later(2.01));
  await follows(wil!, ben!);
});

describe("the events of a community", () => {
  it("are what the database holds, by place, with own reading and what comes later left out", async () => {
    site.at(later(3));
    await reads(site, wil!, kettle, 60);
    const { events, followIds, texts } = await site.db.transaction((tx) =>
      gatherEvents(tx, later(4)),
    );
    const { accounts, stories, follows, reads: read } = events;
    const id = (place: number | undefined) => accounts.ids[place!];
    expect([...accounts.ids]).toEqual([ann!.id, ben!.id, wil!.id]);
    expect([...accounts.author]).toEqual([0, 0, 1]);
    expect(id(stories.author[0])).toBe(wil!.id);
    expect([...follows.follower].map(id)).toEqual([ann!.id, ben!.id, wil!.id]);
    expect(follows.at[0]).toBeCloseTo(later(2).getTime() / DAY_MS, 6);
    expect(follows.unfollowedAt[0]).toBe(Number.POSITIVE_INFINITY);
    expect([...read.reader].map(id)).toEqual([ann!.id]);
    expect(read.seconds[0]).toBe(150);
    expect(read.coverage[0]).toBe(0.5);
    expect([followIds.length, texts.length]).toEqual([3, 0]);
    const early = await site.db.transaction((tx) => gatherEvents(tx, later(1.5)));
    expect([early.events.follows.at.length, early.events.reads.at.length]).toEqual([0, 1]);
  });

  it("know when a follow ended, and what was said under a story", async () => {
    site.at(later(5));
    await unfollowAuthor(site.db, site.clock(), wil!.id, "ben");
    await site.as(ben!).post(`/stories/${kettle.key}/responses`, { text: "A fine kettle." });
    const { events, texts } = await site.db.transaction((tx) => gatherEvents(tx, later(6)));
    expect(events.follows.unfollowedAt[2]).toBeCloseTo(later(5).getTime() / DAY_MS, 6);
    expect(texts).toEqual(["A fine kettle."]);
    expect(events.accounts.ids[events.responses.reader[0]!]).toBe(ben!.id);
  });

  it("hold an offer against nobody once a person let it through", async () => {
    site.at(later(5.5));
    await site
      .as(ben!)
      .post(`/stories/${kettle.key}/responses`, { text: "Follow me, I follow back" });
    const textsThen = async () =>
      (await site.db.transaction((tx) => gatherEvents(tx, later(6)))).texts;
    expect(await textsThen()).toEqual(["A fine kettle.", "Follow me, I follow back"]);
    await site.db.run(
      sql`update response set held_until = ${later(5.6)} where held_until is not null`,
    );
    expect(await textsThen()).toEqual(["A fine kettle."]);
  });
});

describe("a run", () => {
  it("says what each follow is worth, and a follow that came later is unproven until the next", async () => {
    site.at(later(6));
    await scoreCommunity(site.db, site.clock());
    expect(await followerCounts(site.db, wil!.id)).toEqual({ earned: 1, unproven: 1, traded: 0 });
    const [first] = await tiesAround(site.db, ann!.id);
    expect(first).toMatchObject({ followerId: ann!.id, followeeId: wil!.id, class: "earned" });
    site.at(later(6.5));
    await follows(ann!, ben!);
    expect(await followerCounts(site.db, ben!.id)).toEqual({ earned: 0, unproven: 1, traded: 0 });
  });

  it("is written down with its counts, and the latest is the one that stands", async () => {
    const first = await latestRun(site.db);
    expect(first).toMatchObject({ accounts: 3, stories: 1, follows: 3, reads: 1, responses: 1 });
    site.at(later(7));
    const id = await scoreCommunity(site.db, site.clock());
    const second = await latestRun(site.db);
    expect(second).toMatchObject({ id, follows: 4, enoughEvidence: true });
    expect(Object.keys(second!.stages)).toContain("ties");
  });

  it("that another overtook is left without an end", async () => {
    const before = await latestRun(site.db);
    await scoreCommunity(site.db, site.clock(), later(6));
    expect(await latestRun(site.db)).toEqual(before);
  });

  it("writes nothing of ties that did not change", async () => {
    const runOfTies = () =>
      site.db.many(sql.of(z.object({ run: z.int() }))`
        select distinct run_id::int as run from tie order by run`);
    const before = await runOfTies();
    await scoreCommunity(site.db, site.clock());
    expect(await runOfTies()).toEqual(before);
  });
});
