/** A made-up community with attacks on it, scored from PostgreSQL in a thread, as at night. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Community, simulate } from "../../../test/simulation/community/simulate.ts";
import { ATTACKER, HONEST } from "../../../test/simulation/community/truth.ts";
import { seedCommunity } from "../../../test/support/seed-community.ts";
import { openSite, type TestSite } from "../../../test/support/site.ts";
import { QUEUE_FROM } from "../../core/integrity/score.ts";
import { DAY_MS } from "../../core/time.ts";
import { sql } from "../../store/db.ts";
import { gatherEvents } from "./events-store.ts";
import { scoreCommunity } from "./score-community.ts";
import { groupsOf, latestRun, pairsOf, referenceOf, scoresFrom } from "./store.ts";

const START = new Date("2026-01-01T00:00:00Z");

let site: TestSite;
let community: Community;
afterAll(() => site.close());
beforeAll(async () => {
  community = simulate({ seed: 1207, people: 1200, days: 120 });
  site = await openSite(new Date(START.getTime() + 120 * DAY_MS));
  await seedCommunity(site.db, community, START);
}, 120_000);

describe("the events of a community", () => {
  it("come back from the database as they were lived, but for what a day puts together", async () => {
    const { events, counts } = await site.db.transaction((tx) => gatherEvents(tx, site.clock()));
    const { events: lived } = community;
    expect(counts.accounts).toBe(lived.accounts.ids.length);
    expect(counts.stories).toBe(lived.stories.ids.length);
    // What is said at the very end belongs to the next night.
    expect(lived.responses.at.length - counts.responses).toBeLessThan(5);
    expect(counts.follows).toBeGreaterThan(0.99 * lived.follows.at.length);
    expect(counts.reads).toBeGreaterThan(0.9 * lived.reads.at.length);
    const seconds = (column: Float64Array) => column.reduce((sum, one) => sum + one, 0);
    const off = seconds(events.reads.seconds) / seconds(lived.reads.seconds);
    expect(Math.abs(off - 1)).toBeLessThan(0.01);
    expect([...events.stories.author]).toEqual([...lived.stories.author]);
  });
});

describe("a night", () => {
  it("finds those who trade and hardly anybody else, and keeps what it found", async () => {
    const run = await scoreCommunity(site.db, site.clock());
    const found = await scoresFrom(site.db, run, QUEUE_FROM);
    const kind = ({ accountId }: { accountId: number }) => community.truth.label[accountId - 1];
    const attackers = community.truth.label.filter((one) => one === ATTACKER).length;
    const caught = found.filter((score) => kind(score) === ATTACKER).length;
    expect(caught).toBeGreaterThan(0.6 * attackers);
    expect(found.filter((score) => kind(score) === HONEST).length).toBeLessThan(0.02 * attackers);
    expect(found.every(({ surprises, values }) => surprises.length === values.length)).toBe(true);
    expect((await latestRun(site.db))?.flagged).toBe(found.length);
    expect((await referenceOf(site.db, run)).length).toBeGreaterThan(0);
    const [first] = found;
    expect((await groupsOf(site.db, run)).length).toBeGreaterThan(0);
    const discounted = await Promise.all(
      found.slice(0, 20).map(({ accountId }) => pairsOf(site.db, run, accountId)),
    );
    expect(discounted.flat().length).toBeGreaterThan(0);
    expect(first!.surprise).toBeGreaterThanOrEqual(found.at(-1)!.surprise);
  });

  it("tells traded follows from others", async () => {
    const Row = z.object({ followerId: z.coerce.number(), followeeId: z.coerce.number() });
    const traded = await site.db.many(sql.of(Row)`
      select follower_id, followee_id from tie where class = 'traded'`);
    const pair = (from: number, to: number) => from * 1e6 + to;
    const { follows } = community.events;
    const truly = new Set(
      [...follows.at.keys()]
        .filter((row) => community.truth.traded[row] === 1)
        .map((row) => pair(follows.follower[row]! + 1, follows.followee[row]! + 1)),
    );
    const right = traded.filter(({ followerId, followeeId }) =>
      truly.has(pair(followerId, followeeId)),
    );
    expect(right.length).toBeGreaterThan(0.9 * traded.length);
    expect(right.length).toBeGreaterThan(0.5 * truly.size);
  });

  it("is the same again, to the last bit, whatever was found before", async () => {
    const all = () =>
      site.db.many(sql.of(z.object({ row: z.string() }))`
        select account_id || ' ' || surprise || ' ' || channel as row from integrity_account
         where run_id = (select max(id) from integrity_run) order by account_id`);
    const before = await all();
    await scoreCommunity(site.db, site.clock());
    expect(await all()).toEqual(before);
  });
});
