import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { becomesPartner } from "../../../test/support/community.ts";
import { lettersTo } from "../../../test/support/letters.ts";
import { allAtOnce } from "../../../test/support/meet.ts";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { runTasks } from "../../../test/support/tasks.ts";
import type { CaseId } from "../../core/ids.ts";
import { earned, escrow, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { enqueue } from "../../jobs/queue.ts";
import { readyTasks } from "../../jobs/worker.ts";
import { sql, type Tx } from "../../store/db.ts";
import { standingVerdicts } from "../integrity/verdict-store.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { findPartner } from "../partners/store.ts";
import { keepClocks } from "./clocks.ts";
import { caseTasks } from "./jobs.ts";
import { files, ringEvidence } from "./ring.test-support.ts";
import { findCase, findFile } from "./store.ts";

const REASON = "They follow one another and read nothing of it.";

let site: TestSite;
let [rob, ria, olga] = [] as unknown as [Person, Person, Person];
let [wil, zoe, pam, dan] = [] as unknown as [Person, Person, Person, Person];

beforeAll(async () => {
  site = await openSite();
  [rob, ria] = [await site.reader("rob", "reviewer"), await site.reader("ria", "reviewer")];
  olga = await site.reader("olga", "operator");
  [wil, zoe] = [await site.reader("wil"), await site.reader("zoe")];
  [pam, dan] = [await site.reader("pam"), await site.reader("dan")];
  await becomesPartner(site, wil);
});
afterAll(() => site.close());

const ring = () => [wil, zoe, pam, dan];
let run = 0;
const files_ = (...drafts: ReturnType<typeof ringEvidence>[]) => files(site, ++run, drafts);

/** The only case that is open, as the desk shows it. */
async function onlyCase(): Promise<{ url: string; id: CaseId }> {
  const { body } = await site.as(rob).get("/desk/cases");
  const [url = "", id = "", ...more] = /\/desk\/cases\/(\d+)/.exec(body) ?? [];
  expect(more).toEqual([]);
  return { url, id: Number(id) as CaseId };
}

const ticked = (...people: Person[]) =>
  Object.fromEntries(people.map(({ id }) => [`account-${id}`, "on"]));

const decide = (person: Person, url: string, fields: Record<string, string>) =>
  site.as(person).post(`${url}/decision`, { file: "1", reason: REASON, ...fields });

async function verdicts(): Promise<string[]> {
  return (await standingVerdicts(site.db)).map(({ accountId, kind }) => {
    const person = ring().find(({ id }) => id === accountId);
    return `${person?.handle} ${kind}`;
  });
}

/** What Wil has earned, of it in escrow. */
async function owes(micros: bigint, escrowMicros: bigint): Promise<void> {
  const key = `test:owed:${micros}:${escrowMicros}`;
  const parts = legs(
    [provider(), earned(wil.id), micros],
    [provider(), escrow(wil.id), escrowMicros],
  );
  const times = { occurredAt: site.clock(), postedAt: site.clock() };
  await site.db.transaction((tx) =>
    postJournal(tx, { key, kind: "test", currency: "USD", legs: parts }, times),
  );
}

describe("the desk", () => {
  it("says what will be here before the first night", async () => {
    const { body } = await site.as(rob).get("/desk/cases");
    expect(body).toContain("in the coming night");
    expect((await site.as(wil).get("/desk/cases")).statusCode).toBe(403);
    expect((await site.as(rob).get("/desk/cases/99")).statusCode).toBe(404);
  });

  it("takes in what a run hands over, as a task, and once", async () => {
    const payload = { run: ++run, drafts: [ringEvidence(site, ring())], others: [] };
    for (let time = 0; time < 2; time += 1) {
      await site.db.transaction((tx) => enqueue(tx, "open-cases", payload));
      await runTasks(site, readyTasks(site, caseTasks));
    }
    const { id } = await onlyCase();
    expect(await findFile(site.db, id, 1)).not.toBeNull();
    expect(await findFile(site.db, id, 2)).toBeNull();
  });

  it("lists the case with what is at stake, and filters", async () => {
    await owes(12_400_000n, 3_100_000n);
    await files_(ringEvidence(site, ring()));
    const { body } = await site.as(rob).get("/desk/cases");
    expect(body).toContain("Wil, Zoe and 2 others");
    expect(body).toContain("$15.50");
    expect((await site.as(rob).get("/desk/cases?kind=pair")).body).toContain(
      "No case is like that.",
    );
    expect((await site.as(rob).get("/desk/cases?kind=group&page=oops")).body).toContain("Wil, Zoe");
  });

  it("shows the finding, how rare it is, both sides, the pairs, the lanes and the graph", async () => {
    const { url } = await onlyCase();
    const { body } = await site.as(rob).get(url);
    for (const said of [
      "4 accounts followed one another",
      "less than 1 in a million",
      "Evidence in favour",
      "1 person outside this case has read them.",
      "None of the 12 follows",
      "What would change the verdict",
      "Nothing of the author was read before the follow.",
      'class="histogram"',
      'class="ties-graph"',
      "Wil: 3 follows without reading",
    ])
      expect(body.toLowerCase(), said).toContain(said.toLowerCase());
  });

  it("keeps each file letter for letter, with its fingerprint", async () => {
    const { url, id } = await onlyCase();
    const json = await site.as(rob).get(`${url}/evidence.json?file=1`);
    const file = await findFile(site.db, id, 1);
    expect(JSON.parse(json.body)).toEqual(ringEvidence(site, ring()));
    expect(createHash("sha256").update(json.body).digest("hex")).toBe(file?.sha256);
    await expect(
      site.db.run(sql`update case_file set evidence = '{}' where case_id = ${id}`),
    ).rejects.toThrow("case_file");
  });

  it("has the accounts of the latest run in a case, and not all that ever were", async () => {
    const { id, url } = await onlyCase();
    await files_(ringEvidence(site, ring(), { about: [wil, zoe, pam] }));
    const file = await findFile(site.db, id);
    expect(file?.evidence.accounts).toEqual([wil.id, zoe.id, pam.id]);
    expect((await site.as(rob).get(`${url}?file=1`)).body).toContain("An earlier file");
  });

  it("leaves a case that nothing is found about any more", async () => {
    const { id } = await onlyCase();
    await files(site, ++run, [], [ring().map((person) => person.id)]);
    expect((await findCase(site.db, id))?.state, "it was found and not drawn").toBe("open");
    await files_();
    expect((await findCase(site.db, id))?.state).toBe("faded");
    expect((await site.as(rob).get("/desk/cases?list=faded")).body).toContain("Wil, Zoe and Pam");
  });

  it("does not let an earlier run overtake a later one", async () => {
    expect(await files(site, 1, [ringEvidence(site, ring())])).toBeNull();
  });
});

describe("a decision", () => {
  it("is refused without a reason, without accounts, and on evidence that is not the latest", async () => {
    await files_(ringEvidence(site, ring()));
    const { url } = await onlyCase();
    const nudge = { kind: "nudge", ...ticked(wil) };
    expect((await decide(rob, url, { ...nudge, reason: "No." })).body).toContain("Give the reason");
    expect((await decide(rob, url, { kind: "nudge" })).body).toContain("Tick at least one");
    expect((await decide(rob, url, { ...ticked(wil) })).body).toContain(
      "Choose what should follow",
    );
    await files_(ringEvidence(site, ring()));
    const { statusCode, body } = await decide(rob, url, nudge);
    expect([statusCode, body.includes("There is newer evidence")]).toEqual([422, true]);
    expect(await verdicts()).toEqual([]);
  });

  it("stands for those ticked, and they are told with the reason and where to appeal", async () => {
    const { url, id } = await onlyCase();
    const fields = { kind: "discount-ties", file: "2", ...ticked(wil, zoe) };
    expect((await decide(rob, url, fields)).statusCode).toBe(303);
    expect(await verdicts()).toEqual(["wil discounted", "zoe discounted"]);
    expect((await findCase(site.db, id))?.state).toBe("decided");
    const [letter] = await lettersTo(site, "zoe@example.org");
    expect(letter?.text).toContain(REASON);
    expect(letter?.text).toContain("http://localhost/me/followers");
    expect(letter?.text).not.toMatch(/\b(Wil|Pam|Dan)\b/);
    expect(await lettersTo(site, "pam@example.org")).toEqual([]);
  });

  it("is taken once by two who decide at the same moment", async () => {
    const id = await newest();
    await site
      .as(ria)
      .post(`/desk/cases/${id}/reversal`, { reason: "To be decided by two at once." });
    const hold = (tx: Tx) => tx.run(sql`select from integrity_case where id = ${id} for update`);
    const fields = { kind: "discount-ties", file: "2", ...ticked(wil, zoe) };
    const answers = await allAtOnce(site.db, hold, 2, (index) =>
      decide(index === 0 ? rob : ria, `/desk/cases/${id}`, fields),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422]);
    expect(await verdicts()).toEqual(["wil discounted", "zoe discounted"]);
  });

  it("is not taken twice", async () => {
    const [{ id }] = (await site.db.many(sql.of(z.object({ id: z.coerce.number() }))`
      select max(id) as id from integrity_case`)) as [{ id: number }];
    const again = await decide(ria, `/desk/cases/${id}`, {
      kind: "nudge",
      file: "2",
      ...ticked(wil),
    });
    expect(again.body).toContain("Somebody else has decided meanwhile");
  });

  it("settles the like of it on later nights", async () => {
    const filing = await files_(ringEvidence(site, ring(), { about: [wil, zoe] }));
    expect(filing).toMatchObject({ settled: [0], opens: [] });
  });

  it("is taken back with a reason: nothing follows any more, and the case is open", async () => {
    const url = `/desk/cases/${await newest()}`;
    expect((await site.as(ria).post(`${url}/reversal`, { reason: "" })).statusCode).toBe(422);
    await site
      .as(ria)
      .post(`${url}/reversal`, { reason: "They read each other on paper, in class." });
    expect(await verdicts()).toEqual([]);
    expect((await findCase(site.db, await newest()))?.state).toBe("open");
    const [letter] = await lettersTo(site, "zoe@example.org");
    expect(letter?.subject).toContain("taken back");
    expect((await site.as(rob).get(url)).body).toContain("stands no more");
  });

  it("above the sum waits for a second person, who is another than the first", async () => {
    await owes(90_000_000n, 0n);
    const url = `/desk/cases/${await newest()}`;
    await decide(rob, url, { kind: "escrow", file: "2", ...ticked(wil) });
    expect(await verdicts()).toEqual([]);
    const own = await site.as(rob).post(`${url}/second`, { agrees: "yes" });
    expect(own.body).toContain("cannot agree to it as well");
    expect((await site.as(ria).get(url)).body).toContain("Rob proposes");
    expect((await site.as(ria).post(`${url}/second`, { agrees: "no" })).statusCode).toBe(303);
    expect((await findCase(site.db, await newest()))?.state).toBe("open");
    await decide(rob, url, { kind: "escrow", file: "2", ...ticked(wil) });
    await site.as(ria).post(`${url}/second`, { agrees: "yes" });
    expect(await verdicts()).toEqual(["wil escrowed"]);
  });

  it("to let shares wait ends by itself after ninety days", async () => {
    const before = site.clock();
    site.at(new Date(before.getTime() + 90 * 86_400_000));
    await keepClocks(site);
    expect(await verdicts()).toEqual([]);
    // Whoever is signed in would not be so long.
    site.at(before);
    expect((await site.as(rob).get(`/desk/cases/${await newest()}`)).body).toContain(
      "by the clock",
    );
  });

  it("to leave takes two, takes the author out of the programme, and back when it is taken back", async () => {
    const url = `/desk/cases/${await newest()}`;
    await decide(rob, url, { kind: "leave", file: "2", ...ticked(wil) });
    expect((await findPartner(site.db, wil.id))?.state).toBe("active");
    await site.as(olga).post(`${url}/second`, { agrees: "yes" });
    expect((await findPartner(site.db, wil.id))?.state).toBe("left");
    await site
      .as(ria)
      .post(`${url}/reversal`, { reason: "The class has shown its exercise books." });
    expect((await findPartner(site.db, wil.id))?.state).toBe("active");
  });

  it("is nobody's about themselves", async () => {
    await files_(ringEvidence(site, [rob, zoe, pam, dan], { surprise: 11 }));
    const url = `/desk/cases/${await newest()}`;
    expect((await site.as(rob).get(url)).body).toContain("somebody else decides it");
    const { body } = await decide(rob, url, { kind: "dismiss", file: "3", ...ticked(zoe) });
    expect(body).toContain("Nobody decides a case about themselves.");
  });
});

async function newest(): Promise<CaseId> {
  const Row = z.object({ id: z.coerce.number() });
  const { id } = await site.db.one(sql.of(Row)`select max(id) as id from integrity_case`);
  return id as CaseId;
}

describe("an author", () => {
  it("sees a decision with its reason, and appeals once", async () => {
    const url = `/desk/cases/${await newest()}`;
    await decide(ria, url, { kind: "discount-ties", file: "3", ...ticked(zoe, pam) });
    const { body } = await site.as(zoe).get("/me/followers");
    expect(body).toContain(REASON);
    const decision = /name="decision" value="(\d+)"/.exec(body)?.[1] ?? "";
    const appeal = (text: string, person = zoe) =>
      site.as(person).post("/me/appeals", { decision, text });
    expect((await appeal("No.")).body).toContain("Tell us in a sentence or two");
    expect((await appeal("We are in one class and read on paper.", dan)).statusCode).toBe(404);
    expect((await appeal("We are in one class and read on paper.")).statusCode).toBe(303);
    expect((await appeal("We are in one class and read on paper.")).statusCode).toBe(422);
    expect((await site.as(zoe).get("/me/followers")).body).toContain("with somebody else");
    expect((await site.as(olga).get("/desk/cases?list=appeals")).body).toContain("Answer by");
  });

  it("is answered by somebody without a part in it, and let out when they were right", async () => {
    const { body } = await site.as(olga).get(`/desk/cases/${await newest()}`);
    const id = /\/desk\/cases\/appeals\/(\d+)/.exec(body)?.[1];
    const answer = (person: Person) =>
      site.as(person).post(`/desk/cases/appeals/${id}`, {
        grants: "yes",
        answer: "So it is: we have asked the teacher.",
      });
    expect((await answer(ria)).body).toContain("cannot answer its appeal");
    expect((await answer(olga)).statusCode).toBe(303);
    expect(await verdicts()).toEqual(["pam discounted", "zoe cleared"]);
    const [letter] = await lettersTo(site, "zoe@example.org");
    expect(letter?.text).toContain("we have asked the teacher");
  });

  it("is let out when nobody answers within a fortnight", async () => {
    const { body } = await site.as(pam).get("/me/followers");
    const decision = /name="decision" value="(\d+)"/.exec(body)?.[1] ?? "";
    const text = "My sister and I read on one screen.";
    await site.as(pam).post("/me/appeals", { decision, text });
    site.at(new Date(site.clock().getTime() + 14 * 86_400_000));
    await keepClocks(site);
    expect(await verdicts()).toEqual(["zoe cleared"]);
    const [letter] = await lettersTo(site, "pam@example.org");
    expect(letter?.text).toContain("We did not answer your appeal in time");
  });

  it("who was found honest is not asked again until it is twenty times as rare", async () => {
    const about = (surprise: number) =>
      files_(ringEvidence(site, ring(), { about: [zoe], kind: "account", surprise }));
    expect((await about(12))?.settled).toEqual([0]);
    expect((await about(14.1))?.opens).toEqual([0]);
  });

  it("sees how many followers count, which kinds do not, and how it mends", async () => {
    const { body: before } = await site.as(dan).get("/me/followers");
    expect(before).toContain("They come with what you write.");
    await site.as(zoe).post("/@dan/follow");
    site.at(new Date(site.clock().getTime() + 3 * 3_600_000));
    await site.as(dan).post("/@zoe/follow");
    await site.as(pam).post("/@dan/follow");
    await site.db.run(sql`
      insert into tie (follow_id, follower_id, followee_id, q, class, run_id)
      select id, follower_id, followee_id, 0.95, 'traded', 1 from follow
       where follower_id in (${zoe.id}, ${dan.id})
      on conflict (follow_id) do update set class = 'traded'`);
    const { body } = await site.as(dan).get("/me/followers");
    expect(body).toMatch(/Unproven<\/dt><dd>1/);
    expect(body).toMatch(/Traded<\/dt><dd>1/);
    expect(body).toMatch(/You followed each other within a day.*?<td class="numeric">1</s);
    expect(body).toContain("1 of your own follows looks traded too");
    expect(body).not.toContain("Zoe");
  });
});
