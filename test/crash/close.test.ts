/**
 * A close that is killed at each of its statements in turn, and run again: the month ends as if nothing
 * had happened.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/db.ts";
import { asAdministrator } from "../support/administrator.ts";
import { type DurableServer, startDurableServer } from "../support/durable-server.ts";
import { begin, earnest, type Program } from "../support/program.ts";
import { lastMonth, seedMonth } from "../support/seed-month.ts";
import { type Stand, standsAt } from "../support/stands.ts";

const MONTH = lastMonth();
const SIZE = { month: MONTH, members: 300, storiesPerMember: 5, authors: 20, stories: 60 };
/** Three ranges. */
const AT_ONCE = 100;

let server: DurableServer;
let undisturbed: Record<string, string>;

const close = (database: string): Program =>
  begin(["close", "--members-at-once", String(AT_ONCE), MONTH], server.settingsFor(database));

beforeAll(async () => {
  server = await startDurableServer();
  await server.make("seeded");
  const db = openDatabase(server.configOf("seeded"));
  await seedMonth(db, SIZE);
  await db.close();
  for (const name of ["calm", "site_killed", "server_killed"]) await server.clone("seeded", name);
  const { code, err } = await earnest(["close", MONTH], server.settingsFor("calm"));
  expect([code, err]).toEqual([0, ""]);
  undisturbed = await outcome("calm");
});
afterAll(() => server?.stop());

/** Everything a close leaves, but for numbers and times that a rolled back try moves on. */
const LEFT: Record<string, string> = {
  closing: `select month, state, members, members_done, done_to_id, pool_micros, shared_micros,
                   escrow_micros, unclaimed_micros, lines, output_sha256 from closing`,
  pool: "select * from pool",
  monthStory: "select * from month_story",
  monthTie: "select * from month_tie",
  exclusion: "select * from exclusion",
  lines: "select * from allocation_line",
  unclaimed: "select * from unclaimed",
  statements: "select * from statement",
  statementLines: "select * from statement_line",
  balances: `select code, subject, debit_micros, credit_micros
               from balance join ledger_account on ledger_account.id = account_id`,
  journals: "select key, kind, body_sha256, occurred_at from journal",
  letters: "select task_identifier, key from graphile_worker.jobs",
};

/** Each of them as its rows' number and fingerprint. */
async function outcome(database: string): Promise<Record<string, string>> {
  return asAdministrator(server.configOf(database), async (client) => {
    const found: Record<string, string> = {};
    for (const [what, query] of Object.entries(LEFT)) {
      const { rows } = await client.query(
        `select count(*) || ' ' || md5(coalesce(string_agg(r::text, e'\\n' order by r::text), '')) as said
           from (${query}) as r`,
      );
      found[what] = rows[0].said;
    }
    return found;
  });
}

const table = (name: string, mode = "exclusive") => `lock table ${name} in ${mode} mode`;

/** In the order of a close, so that each try comes a little further than the one before. */
async function stands(): Promise<Stand[]> {
  const { line, waiting } = await asAdministrator(server.configOf("calm"), async (client) => {
    const last = "member_id > (select min(member_id) from pool) +";
    const { rows: lines } = await client.query(`
      select member_id, author_id, story_id from allocation_line
       where ${last} ${AT_ONCE + 20} order by 1, 2, 3 limit 1`);
    const { rows: unclaimed } = await client.query(
      `select member_id, age from unclaimed where ${last} ${2 * AT_ONCE + 20} order by 1 limit 1`,
    );
    return { line: lines[0], waiting: unclaimed[0] };
  });
  const written = "share";
  return [
    { at: "the month", hold: table("closing", written), waits: /^insert into closing/ },
    { at: "the pools", hold: table("pool"), waits: /^insert into pool/ },
    { at: "the stories", hold: table("month_story"), waits: /^insert into month_story/ },
    { at: "the ties", hold: table("month_tie"), waits: /^insert into month_tie/ },
    { at: "the exclusions", hold: table("exclusion"), waits: /^insert into exclusion/ },
    { at: "the first lines", hold: table("allocation_line"), waits: /^copy allocation_line/ },
    { at: "the first unclaimed", hold: table("unclaimed"), waits: /^insert into unclaimed/ },
    { at: "the first range’s end", hold: table("closing", written), waits: /^update closing/ },
    {
      at: "a line of the second range",
      hold: `insert into allocation_line values
             ('${MONTH}', ${line.member_id}, ${line.author_id}, ${line.story_id}, 0, 0)`,
      waits: /^copy allocation_line/,
    },
    {
      at: "the last range’s unclaimed",
      hold: `insert into unclaimed values
             ('${MONTH}', ${waiting.member_id}, 1, ${waiting.age}, 'carried')`,
      waits: /^insert into unclaimed/,
    },
    { at: "the statements", hold: table("statement"), waits: /^insert into statement / },
    { at: "their lines", hold: table("statement_line"), waits: /^insert into statement_line/ },
    { at: "the split’s journal", hold: table("journal"), waits: /^select post\(/ },
    { at: "its legs", hold: table("transfer"), waits: /^select post\(/ },
    {
      at: "the release’s journal",
      hold: `set local earnest.posting = 'on';
             insert into journal (key, kind, body_sha256, occurred_at, posted_at)
             values ('release:${MONTH}', 'test', sha256(''), now(), now())`,
      waits: /^select post\(/,
    },
    {
      at: "the end",
      hold: table("closing", written),
      waits: /^update closing set state = 'closed'/,
    },
    {
      at: "the letters",
      hold: table("graphile_worker._private_jobs"),
      waits: /graphile_worker.add_job/,
    },
  ];
}

/** How far it has come: what is committed. */
async function progress(database: string): Promise<string> {
  const { rows } = await asAdministrator(server.configOf(database), (client) =>
    client.query("select state, members_done from closing"),
  );
  return rows[0] ? `${rows[0].state} ${rows[0].members_done}` : "open";
}

async function expectUndisturbed(database: string): Promise<void> {
  const last = await close(database).ended;
  expect([last.code, last.err]).toEqual([0, ""]);
  expect(await outcome(database)).toEqual(undisturbed);
  const audit = await earnest(["audit", MONTH], server.settingsFor(database));
  expect(audit).toMatchObject({ code: 0, err: "" });
  expect(audit.out).toContain("The close, the statements and the books agree.");
  const again = await close(database).ended;
  expect(again).toMatchObject({
    code: 0,
    out: `${MONTH} is closed already. Nothing was changed.\n`,
  });
  expect(await outcome(database)).toEqual(undisturbed);
}

describe("a close that is killed at every statement", () => {
  it("with its process, ends as if nothing had happened", async () => {
    const database = "site_killed";
    const seen = new Set<string>();
    for (const stand of await stands()) {
      const { work, free } = await standsAt(server.configOf(database), stand, () =>
        close(database),
      );
      expect((await work.kill()).code).toBe(null);
      await free();
      seen.add(await progress(database));
    }
    expect([...seen]).toEqual(["open", "closing 0", "closing 100", "closing 200", "closing 300"]);
    await expectUndisturbed(database);
  });

  it("with the database, says so in a sentence and ends as if nothing had happened", async () => {
    const database = "server_killed";
    for (const stand of await stands()) {
      const { work, free } = await standsAt(server.configOf(database), stand, () =>
        close(database),
      );
      await server.kill();
      const { code, err } = await work.ended;
      expect([code, err]).toEqual([1, expect.stringMatching(/^earnest close: .+ is kept: .+\n$/)]);
      await free();
    }
    await expectUndisturbed(database);
  });
});
