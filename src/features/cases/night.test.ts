/** A made-up community is scored at night, and what stands out becomes cases that can be looked at. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Community, simulate } from "../../../test/simulation/community/simulate.ts";
import { HONEST } from "../../../test/simulation/community/truth.ts";
import { seedCommunity } from "../../../test/support/seed-community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { runTasks } from "../../../test/support/tasks.ts";
import type { CaseId } from "../../core/ids.ts";
import { probabilityAgain } from "../../core/integrity/cases/tie-evidence.ts";
import { DAY_MS } from "../../core/time.ts";
import { readyTasks } from "../../jobs/worker.ts";
import { sql } from "../../store/db.ts";
import { scoreCommunity } from "../integrity/score-community.ts";
import { caseTasks } from "./jobs.ts";
import { filesOf, findFile } from "./store.ts";

const START = new Date("2026-01-01T00:00:00Z");
const DAYS = 120;

let site: TestSite;
let rob: Person;
let community: Community;
afterAll(() => site.close());
beforeAll(async () => {
  community = simulate({ seed: 1311, people: 1000, days: DAYS });
  site = await openSite(new Date(START.getTime() + DAYS * DAY_MS));
  await seedCommunity(site.db, community, START);
  rob = await site.reader("rob", "reviewer");
}, 120_000);

async function night(): Promise<void> {
  await scoreCommunity(site.db, site.clock());
  await runTasks(site, readyTasks(site, caseTasks));
}

async function cases(): Promise<{ id: CaseId; kind: string }[]> {
  const Row = z.object({ id: z.coerce.number().transform((id) => id as CaseId), kind: z.string() });
  return site.db.many(sql.of(Row)`select id, kind from integrity_case order by id`);
}

describe("a night", () => {
  it("opens cases, hardly any of them about honest people", { timeout: 60_000 }, async () => {
    await night();
    const found = await cases();
    expect(found.length).toBeGreaterThan(3);
    expect(found.map(({ kind }) => kind)).toContain("group");
    const honest = [];
    for (const { id } of found) {
      const accounts = (await findFile(site.db, id))?.evidence.accounts ?? [];
      const label = (account: number) => community.truth.label[account - 1];
      if (accounts.every((account) => label(account) === HONEST)) honest.push(accounts);
    }
    expect(honest.length).toBeLessThanOrEqual(found.length * 0.02);
  });

  it("leaves files whose reasons add up, and pages that show them", {
    timeout: 60_000,
  }, async () => {
    const found = await cases();
    for (const { id } of found) {
      const file = await findFile(site.db, id);
      for (const { forth, back } of file!.evidence.pairs)
        for (const tie of [forth.tie, back.tie])
          if (tie) expect(probabilityAgain(tie)).toBeCloseTo(tie.q, 2);
      const { statusCode, body } = await site.as(rob).get(`/desk/cases/${id}`);
      expect(statusCode).toBe(200);
      expect(body).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
    }
  });

  it("draws the same file, letter for letter, when it is looked at once more", async () => {
    await night();
    const [first] = await cases();
    const files = await filesOf(site.db, first!.id);
    expect(files.map(({ number }) => number)).toEqual([2, 1]);
    const [one, two] = [
      await findFile(site.db, first!.id, 1),
      await findFile(site.db, first!.id, 2),
    ];
    expect(two?.sha256).toBe(one?.sha256);
  });
});
