/** The demo’s three months, lived on a test’s site: what integrity sees in them. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { openSite, type TestSite } from "../../test/support/site.ts";
import { QUEUE_FROM } from "../core/integrity/score.ts";
import { latestRun, scoresFrom } from "../features/integrity/store.ts";
import { readerId } from "../store/columns.ts";
import { sql } from "../store/db.ts";
import { calendarFor } from "./demo/calendar.ts";
import { demoContent } from "./demo/content.ts";
import { worldOf } from "./demo/world.ts";
import { live } from "./demo.ts";

let site: TestSite;
const content = demoContent();
beforeAll(async () => {
  site = await openSite(new Date("2026-11-20T12:00:00Z"));
  await live(worldOf(site.house, calendarFor(site.clock()), content), () => {});
}, 240_000);
afterAll(() => site.close());

it("the four who trade follows stand out in the demo, and nobody else", async () => {
  const run = await latestRun(site.db);
  const found = await scoresFrom(site.db, run!.id, QUEUE_FROM);
  const people = await site.db.many(sql.of(z.object({ id: readerId, handle: z.string() }))`
    select id, handle from reader`);
  const handleOf = new Map(people.map(({ id, handle }) => [id, handle]));
  const traders = content.members.filter(({ trader }) => trader).map(({ handle }) => handle);
  expect(traders).toHaveLength(4);
  expect(found.map(({ accountId }) => handleOf.get(accountId)).sort()).toEqual(traders.sort());
  expect(found.every(({ flagged }) => flagged)).toBe(true);
});
