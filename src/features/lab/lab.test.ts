import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  becomesMember,
  becomesPartner,
  opens,
  publishes,
  reads,
} from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { runTasks } from "../../../test/support/tasks.ts";
import { EARNEST_1 } from "../../core/earnings/policy.ts";
import { outcomeOf } from "../../core/earnings/presets/divide.ts";
import type { Month } from "../../core/time.ts";
import { readyTasks } from "../../jobs/worker.ts";
import { micros, whole } from "../../store/columns.ts";
import { sql } from "../../store/db.ts";
import { closeMonth } from "../earnings/closing/close-month.ts";
import { labTasks } from "./jobs.ts";
import { recordedMonth } from "./recorded-store.ts";

const OCTOBER = "2026-10" as Month;

let site: TestSite;
let olga: Person;

/** October, closed: ann reads much of Wil and a little of Zoe and claps for Zoe; ben reads Zoe. */
beforeAll(async () => {
  site = await openSite(new Date("2026-10-01T00:00:00Z"));
  olga = await site.reader("olga", "operator");
  const [wil, zoe] = [await site.reader("wil"), await site.reader("zoe")];
  const [ann, ben] = [await site.reader("ann"), await site.reader("ben")];
  await becomesPartner(site, wil);
  await becomesPartner(site, zoe);
  const kettle = await publishes(site, wil, { title: "Kettle", minutes: 8 });
  const harbour = await publishes(site, zoe, { title: "Harbour", minutes: 8 });
  await becomesMember(site, ann);
  await becomesMember(site, ben);
  site.at("2026-10-05T08:00:00Z");
  await reads(site, ann, kettle, 300);
  await reads(site, ann, harbour, 60);
  await reads(site, ben, harbour, 120);
  await reads(site, ben, kettle, 40);
  site.at("2026-10-06T08:00:00Z");
  await reads(site, ben, harbour, 45);
  // Opened and left: it lowers Ann's own ratio for Kettle.
  site.at("2026-10-07T08:00:00Z");
  await opens(site, ann, kettle);
  await site.as(ann).post(`/stories/${harbour.key}/claps`, { more: "10" });
  await site.as(ben).post(`/stories/${harbour.key}/responses`, { text: "Well kept." });
  await site.as(ben).post("/@zoe/follow");
  site.at("2026-11-01T02:00:00Z");
  const closed = await closeMonth(site.db, site.clock, OCTOBER);
  if (!closed.ok) throw new Error(closed.refusal);
});
afterAll(() => site.close());

const work = () => runTasks(site, readyTasks(site, labTasks));

async function compared(left: string, right: string): Promise<string> {
  const answer = await site.as(olga).post("/desk/lab", { month: OCTOBER, left, right });
  expect(answer.statusCode).toBe(303);
  await work();
  return String(answer.headers.location);
}

describe("the lab", () => {
  it("gathers the very evidence that the close divided", async () => {
    const month = await site.db.transaction((tx) => recordedMonth(tx, OCTOBER));
    const Line = z.object({ member: whole, story: whole, micros });
    const lines = await site.db.many(sql.of(Line)`
      select member_id as member, story_id as story, micros
        from allocation_line where month = ${OCTOBER} order by member_id, author_id, story_id`);
    const { shares } = outcomeOf(EARNEST_1, month);
    expect(shares.map(({ member, story, micros }) => ({ member, story, micros }))).toEqual(lines);
    expect(lines.length).toBeGreaterThan(2);
  });

  it("works a run out as a task, and shows both rules with the reason of each move", async () => {
    const url = await compared("earnest-1", "applause-2017");
    const { body } = await site.as(olga).get(url);
    expect(body).toContain("Gini coefficient");
    expect(body).toContain("Claimed by nothing");
    // Ann clapped for Zoe alone; Ben, who clapped for nobody, keeps his pool.
    expect(body).toContain("Of the pools 50.0 % reach anybody, and 100.0 % did.");
    expect(body).toContain("Has 0.0 % of the pools by each reader’s own claps");
    expect(body).toContain("<svg");
  });

  it("gives the same as CSV, to the micro", async () => {
    const url = await compared("reading-2019", "points-2023");
    const csv = await site.as(olga).get(`${url}/authors.csv`);
    expect(csv.headers["content-type"]).toContain("text/csv");
    const rows = csv.body
      .trim()
      .split("\r\n")
      .map((row) => row.split(","));
    expect(rows[0]?.slice(5, 8)).toEqual(["amount", "other_amount", "difference"]);
    const total = (column: number) =>
      rows.slice(1).reduce((sum, row) => sum + Math.round(Number(row[column]) * 1e6), 0);
    const Sums = z.object({ shared: micros, pools: micros });
    const sums = await site.db.one(sql.of(Sums)`
      select shared_micros as shared, pool_micros as pools from closing where month = ${OCTOBER}`);
    // Both members read, so own pools are shared whole; the days after the 6th are nobody's.
    expect(total(5)).toBe(Number(sums.shared));
    const due = (Number(sums.pools) * 6) / 31;
    expect(Math.abs(total(6) - due)).toBeLessThan(2);
  });

  it("is refused for a month that is not recorded, and for one rule twice", async () => {
    const asked = { month: "2026-11", left: "earnest-1", right: "earnest-1" };
    const answer = await site.as(olga).post("/desk/lab", asked);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("This month is not recorded.");
    expect(answer.body).toContain("Choose two different rules.");
  });

  it("is the operator's alone", async () => {
    const rita = await site.reader("rita", "reviewer");
    expect((await site.as(rita).get("/desk/lab")).statusCode).toBe(403);
    expect((await site.as(rita).get("/desk/lab/1")).statusCode).toBe(403);
    expect((await site.as(olga).get("/desk/lab/999999")).statusCode).toBe(404);
    expect((await site.as(olga).get("/desk/lab/kettle")).statusCode).toBe(404);
  });

  it("shows what one false member and the ring take under each rule", async () => {
    const { body } = await site.as(olga).get("/desk/lab");
    expect(body).toMatch(/points-2023<\/text>.*388\.\d\d<\/text>/s);
    expect(body).toMatch(/earnest-1<\/th><td class="numeric">2\.73<.*1\.00 ×/s);
    expect(body).toContain("The ring of September 2023");
  });
});
