/** A month in which everything happens that the policy weighs: two implementations, one result. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { TestSite } from "../../../test/support/site.ts";
import { EARNEST_1 } from "../../core/earnings/policy.ts";
import type { Month } from "../../core/time.ts";
import { whole } from "../../store/columns.ts";
import { sql } from "../../store/db.ts";
import { auditMonth } from "./audit/audit-month.ts";
import { busySite } from "./busy-month.test-support.ts";
import { closeMonth } from "./closing/close-month.ts";

const OCTOBER = "2026-10" as Month;

let site: TestSite;

beforeAll(async () => {
  site = await busySite();
});
afterAll(() => site.close());

async function kinds(table: "ties" | "bonuses"): Promise<Record<string, number>> {
  const Row = z.object({ kind: z.string(), count: whole });
  const rows =
    table === "ties"
      ? await site.db.many(sql.of(Row)`
          select class || case when first_ever then ' new' else '' end as kind, count(*)
            from month_tie group by 1`)
      : await site.db.many(sql.of(Row)`
          select reason as kind, count(*) from exclusion group by 1`);
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

describe("a busy month", () => {
  it("comes out the same by the engine and by SQL, to the last micro", async () => {
    site.at("2026-11-01T01:00:00Z");
    const closed = await closeMonth(site.db, site.clock, OCTOBER);
    expect(closed.ok).toBe(true);
    const audit = await auditMonth(site.db, OCTOBER);
    expect(audit?.findings).toEqual([]);
    expect(audit?.lines).toBeGreaterThan(100);
  });

  it("had ties of every kind, and readings that are not paid for every reason but none without", async () => {
    expect(Object.keys(await kinds("ties")).sort()).toEqual([
      "earned new",
      "traded new",
      "unproven new",
    ]);
    expect(Object.keys(await kinds("bonuses")).sort()).toEqual(["not-a-partner", "own-story"]);
  });

  it("comes out otherwise under other weights, each of which the audit notices", async () => {
    const found: string[] = [];
    for (const bonus of ["clapsBps", "responseBps", "followerBps", "repeatBps"] as const) {
      const changed = { ...EARNEST_1, bonus: { ...EARNEST_1.bonus, [bonus]: 0 } };
      await site.db.run(sql`update policy set canonical = ${JSON.stringify(changed)}`);
      const audit = await auditMonth(site.db, OCTOBER);
      if (audit && audit.findings.length > 0) found.push(bonus);
    }
    await site.db.run(sql`update policy set canonical = ${JSON.stringify(EARNEST_1)}`);
    expect(found).toEqual(["clapsBps", "responseBps", "followerBps", "repeatBps"]);
    expect((await auditMonth(site.db, OCTOBER))?.findings).toEqual([]);
  });

  it("counts no response that was held until it was over", async () => {
    await site.db.run(sql`update response set held_until = null where held_until = '2026-10-21Z'`);
    expect((await auditMonth(site.db, OCTOBER))?.findings).toEqual([]);
    await site.db.run(sql`update response set held_until = null`);
    expect((await auditMonth(site.db, OCTOBER))?.findings).not.toEqual([]);
  });
});
