/** The worker outlives its database, and takes up what dead workers left. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asAdministrator, configOf } from "../../test/support/administrator.ts";
import { type TestDatabase, testDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/until.ts";
import { type Database, openDatabase, sql } from "../store/db.ts";
import { enqueue } from "./queue.ts";
import { stoppedTasks } from "./standing.ts";
import { startWorker } from "./worker.ts";

let database: TestDatabase;
let db: Database;
let stops: (() => Promise<void>)[];
/** The tasks, or "the queue", that a failure was told of. */
let told: string[];

beforeEach(async () => {
  database = await testDatabase();
  db = openDatabase(database.config);
  stops = [];
  told = [];
});
afterEach(async () => {
  for (const stop of stops) await stop();
  await db.close();
  await database.drop();
});

/** A task that says when it begins and ends when it is told to; it counts how often it was done. */
function gated() {
  let open: () => void = () => {};
  const state = { begun: 0, done: 0, open: () => open(), failing: false };
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const run = async () => {
    state.begun += 1;
    await gate;
    if (state.failing) throw new Error("It cannot be done now.");
    state.done += 1;
  };
  return { state, run };
}

type Gated = ReturnType<typeof gated>;

async function work(gate: Gated): Promise<void> {
  stops.push(
    await startWorker({
      config: database.config,
      tasks: { gated: gate.run },
      schedule: [{ task: "gated", cron: "0 0 1 1 *" }],
      onFailure: (task) => void told.push(task),
    }),
  );
}

const ask = (key: string) => db.transaction((tx) => enqueue(tx, "gated", {}, { key }));

async function left(): Promise<number> {
  const { rows } = await asAdministrator(database.config, (client) =>
    client.query("select count(*)::int as count from graphile_worker.jobs"),
  );
  return rows[0].count;
}

/** Nobody gets in, and whoever is in is thrown out. */
async function shut(): Promise<void> {
  await asAdministrator(configOf(database.config, "postgres"), async (client) => {
    await client.query(`alter database ${database.name} allow_connections false`);
    await client.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1",
      [database.name],
    );
  });
}

const reopen = () =>
  asAdministrator(configOf(database.config, "postgres"), (client) =>
    client.query(`alter database ${database.name} allow_connections true`),
  );

describe("a worker whose database goes away", () => {
  it("does what waits once it is back", async () => {
    const gate = gated();
    gate.state.open();
    await work(gate);
    await shut();
    await reopen();
    await ask("a");
    await until(async () => (await left()) === 0);
    expect(gate.state.done).toBe(1);
  });

  it.each([
    "is done",
    "fails",
  ])("while a task %s lives on, and the task is not lost", async (how) => {
    const gate = gated();
    gate.state.failing = how === "fails";
    await work(gate);
    await ask("a");
    await until(() => gate.state.begun === 1);
    await shut();
    gate.state.open();
    // The next shift was tried in vain: so the first could not write down how the task ended.
    await until(() => told.includes("the queue"));
    gate.state.failing = false;
    await reopen();
    await until(async () => (await left()) === 0);
    expect(gate.state.begun).toBe(2);
    expect(await stoppedTasks(db)).toEqual([]);
  });

  it("is stopped while it is away", async () => {
    await work(gated());
    await shut();
    await stops.pop()!();
    await reopen();
  });
});

describe("a task that a dead worker had begun", () => {
  it("is taken up by the next worker at once, and one that a living worker has is left", async () => {
    const first = gated();
    await work(first);
    await ask("a");
    await until(() => first.state.begun === 1);
    await db.run(sql`
      select graphile_worker.add_job('gated', '{}'::json, job_key => 'b', run_at => now() + interval '1 day')`);
    // As a process leaves it that is killed.
    await db.run(sql`
      update graphile_worker._private_jobs
         set locked_by = 'pool-of-the-dead', locked_at = now(), run_at = now()
       where key = 'b'`);

    const second = gated();
    second.state.open();
    await work(second);
    await until(() => second.state.done === 1);
    expect([first.state.begun, second.state.begun]).toEqual([1, 1]);
    first.state.open();
    await until(async () => (await left()) === 0);
  });
});
