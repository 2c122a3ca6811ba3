import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesPartner } from "../../../test/support/community.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { EARNEST_1, type Policy } from "../../core/earnings/policy.ts";
import { sql } from "../../store/db.ts";

let site: TestSite;
let olga: Person;

/** On 15 October 2026, with two partners. */
beforeAll(async () => {
  site = await openSite();
  olga = await site.reader("olga", "operator");
  await becomesPartner(site, await site.reader("wil"));
  await becomesPartner(site, await site.reader("zoe"));
});
afterAll(() => site.close());

const publish = (fields: Record<string, string>) =>
  site.as(olga).post("/desk/policies", { base: "json", effectiveFrom: "2026-12-01", ...fields });

const json = (change: Partial<Policy>) => JSON.stringify({ ...EARNEST_1, ...change });

async function letters(): Promise<string[]> {
  const Job = z.object({ key: z.string() });
  const rows = await site.db.many(sql.of(Job)`
    select payload ->> 'key' as key from graphile_worker._private_jobs
     where payload ->> 'key' like 'policy:%' order by 1`);
  return rows.map(({ key }) => key.replace(/\d+$/, "n"));
}

describe("publishing a version", () => {
  it("is refused with every reason, and nothing is written", async () => {
    const answer = await publish({
      json: json({ noticeDays: 0, dues: { ...EARNEST_1.dues, marginBps: 5000 } }),
      effectiveFrom: "2026-10-20",
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain("A policy is published before it takes effect.");
    expect(answer.body).toContain("exceed the smallest net dues of a member");
    expect(answer.body).toContain("takes effect on the first of a month");
    expect(answer.body).toContain("at least 30 days");
    expect(answer.body).toContain("There is a version earnest-1 already");
    const page = await site.visitor.get("/guide/versions");
    expect(page.body.match(/\/guide\/versions\/earnest/g)).toHaveLength(1);
    expect(await letters()).toEqual([]);
  });

  it("says what is wrong with JSON, and keeps what was typed", async () => {
    const broken = await publish({ json: '{"name": "kettle-blend",' });
    expect(broken.statusCode).toBe(422);
    expect(broken.body).toContain("This is not JSON");
    expect(broken.body).toContain("kettle-blend");
    const { bonus: _, ...short } = EARNEST_1;
    const lacking = await publish({ json: JSON.stringify({ ...short, rule: "day-points" }) });
    expect(lacking.body).toContain("bonus: ");
    expect(lacking.body).toContain("rule: ");
  });

  it("is the operator's alone", async () => {
    const rita = await site.reader("rita", "reviewer");
    const answer = await site.as(rita).post("/desk/policies", { base: "earnest-1", name: "mine" });
    expect(answer.statusCode).toBe(403);
  });

  it("writes it once, and a letter to each partner", async () => {
    const answer = await publish({ base: "eligibility-2022", name: "earnest-2022" });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe("/guide/versions/earnest-2022");
    expect(await letters()).toEqual(["policy:earnest-2022:n", "policy:earnest-2022:n"]);
    const again = await publish({ base: "eligibility-2022", name: "earnest-2022" });
    expect(again.statusCode).toBe(422);
    expect(await letters()).toHaveLength(2);
    const policy = await site.visitor.get("/guide/versions/earnest-2022/policy.json");
    expect(policy.json().partners.eligibility[0]).toEqual({
      ...{ criterion: "earned-followers-min", followers: 100 },
    });
  });
});

describe("a version", () => {
  it("is announced, then in force from its day on", async () => {
    const announced = await site.visitor.get("/guide/versions");
    expect(announced.body).toMatch(/earnest-2022.*Announced.*earnest-1.*In force/s);
    expect((await site.visitor.get("/guide/policy.json")).json().name).toBe("earnest-1");
    site.at("2026-12-01T00:00:00Z");
    const inForce = await site.visitor.get("/guide/versions");
    expect(inForce.body).toMatch(/earnest-2022.*In force.*earnest-1.*Past/s);
    expect((await site.visitor.get("/guide/policy.json")).json().name).toBe("earnest-2022");
    expect((await site.visitor.get("/guide/versions/nobody")).statusCode).toBe(404);
  });

  it("is told in its own numbers, with an example that its own engine divides", async () => {
    site.at("2026-12-02T00:00:00Z");
    const plain = json({ name: "plain-1", bonus: { ...EARNEST_1.bonus, clapsBps: 0 } });
    const answer = await publish({ json: plain, effectiveFrom: "2027-02-01" });
    expect(answer.statusCode).toBe(303);
    const first = await site.visitor.get("/guide/versions/earnest-1");
    const second = await site.visitor.get("/guide/versions/plain-1");
    // 600·13000, 300·12000 and 300·10000 of 2.40, and without claps 600·10000.
    expect(first.body).toContain("1.300000");
    expect(second.body).toContain("1.142857");
    expect(second.body).toContain("not the one in force");
    const gate = await site.visitor.get("/guide/versions/earnest-2022");
    expect(gate.body).toContain("100 followers or more who have read the author");
    expect(first.body).not.toContain("followers or more");
  });
});
