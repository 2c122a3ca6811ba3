/** The running month as its authors see it: the close's own figures, a little early. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  becomesMember,
  becomesPartner,
  publishes,
  reads,
} from "../../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import type { Month } from "../../../core/time.ts";
import { micros } from "../../../store/columns.ts";
import { sql } from "../../../store/db.ts";
import { closeMonth } from "../closing/close-month.ts";
import { estimateMonth, estimateMonths } from "./estimate-month.ts";
import { findEstimate } from "./estimate-store.ts";

const OCTOBER = "2026-10" as Month;

let site: TestSite;
let [wil, ann, ben]: Person[] = [];
beforeAll(async () => {
  site = await openSite(new Date("2026-10-01T00:00:00Z"));
  [wil, ann, ben] = [await site.reader("wil"), await site.reader("ann"), await site.reader("ben")];
  await becomesPartner(site, wil!);
  const kettle = await publishes(site, wil!, { title: "Kettle", minutes: 8 });
  const lamp = await publishes(site, wil!, { title: "Lamp", minutes: 8 });
  for (const member of [ann!, ben!]) await becomesMember(site, member);
  site.at("2026-10-05T08:00:00Z");
  await reads(site, ann!, kettle, 300);
  await reads(site, ann!, lamp, 100);
  await reads(site, ben!, lamp, 200);
});
afterAll(() => site.close());

const Row = z.object({ title: z.string(), micros, escrowMicros: micros });
const estimated = () =>
  site.db.many(sql.of(Row)`
    select title, micros, escrow_micros
      from estimate_line as line join story on story.id = line.story_id
     where month = ${OCTOBER} order by title`);
const stated = () =>
  site.db.many(sql.of(Row)`
    select title, micros, escrow_micros
      from statement_line as line join story on story.id = line.story_id
     where month = ${OCTOBER} order by title`);

describe("the running month", () => {
  it("has no estimate before it was reckoned", async () => {
    expect(await findEstimate(site.db, wil!.id)).toBeNull();
    expect((await site.as(wil!).get("/me/statements")).body).not.toContain("so far");
  });

  it("is divided as if it ended now, and nothing of that stays but the estimate", async () => {
    site.at("2026-10-10T03:45:00Z");
    await estimateMonths(site.db, site.clock());
    const early = await findEstimate(site.db, wil!.id);
    expect(early?.lines.map(({ title }) => title)).toEqual(["Lamp", "Kettle"]);
    const left = await site.db.one(sql.of(z.object({ rows: z.int() }))`
      select ((select count(*) from closing) + (select count(*) from pool)
              + (select count(*) from month_story))::int as rows`);
    expect(left.rows).toBe(0);

    site.at("2026-10-20T03:45:00Z");
    await estimateMonths(site.db, site.clock());
    const later = await findEstimate(site.db, wil!.id);
    const sum = (lines: readonly { micros: bigint }[]) =>
      lines.reduce((all, one) => all + one.micros, 0n);
    expect(sum(later!.lines)).toBeGreaterThan(sum(early!.lines));
    const page = await site.as(wil!).get("/me/statements");
    expect(page.body).toContain("October 2026 so far");
    expect(page.body).toContain("Lamp");
    expect((await site.as(ann!).get("/me/statements")).body).not.toContain("so far");
  });

  it("gives at its end what its close then gives, and the statement takes its place", async () => {
    site.at("2026-11-01T02:00:00Z");
    await estimateMonths(site.db, site.clock());
    const reckoned = await estimated();
    expect((await closeMonth(site.db, site.clock, OCTOBER)).ok).toBe(true);
    expect(await stated()).toEqual(reckoned);
    expect(reckoned).toHaveLength(2);
    expect((await site.as(wil!).get("/me/statements")).body).not.toContain("October 2026 so far");
    await estimateMonth(site.db, site.clock(), OCTOBER);
    expect(await estimated()).toEqual([]);
  });
});
