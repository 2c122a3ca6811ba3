/**
 * Integrity on a living site: the night that looks at everybody, from PostgreSQL to what is written down;
 * what a minute's watch costs an event; and how long a second look at one account takes.
 *
 * The community is the made-up one of the tests; for the large night honest reading is added to it until
 * there are ten million events.
 */
import { z } from "zod";
import { DAY_MS } from "../src/core/time.ts";
import { neighbourhoodOf } from "../src/features/integrity/neighbourhood-store.ts";
import { recheckAccount } from "../src/features/integrity/recheck-account.ts";
import { scoreCommunity } from "../src/features/integrity/score-community.ts";
import { latestRun } from "../src/features/integrity/store.ts";
import { Watch } from "../src/features/integrity/watch.ts";
import { eventsSince } from "../src/features/integrity/watch-store.ts";
import { readerId } from "../src/store/columns.ts";
import { type Database, sql } from "../src/store/db.ts";
import { simulate } from "../test/simulation/community/simulate.ts";
import { seedCommunity } from "../test/support/seed-community.ts";
import { openGround } from "./ground.ts";
import { type Measured, median, type Row, rounded, tell } from "./measured.ts";
import { residentMaxMb } from "./process-costs.ts";

const START = new Date("2026-01-01T00:00:00Z");
const END = new Date(START.getTime() + 241 * DAY_MS);
const RECHECKS = 200;
const LARGE = 10_000_000;

export async function run(): Promise<Measured> {
  const ground = await openGround();
  try {
    const { db } = ground;
    tell("  living and seeding a community of 13,000");
    await seedCommunity(db, simulate({ seed: 1 }), START);
    const small = await night(db);
    const watched = await watching(db);
    const looks = await rechecks(db);
    tell("  adding reading until there are ten million events");
    await addReading(db, small.events);
    const large = await night(db);
    return { name: "integrity-live", rows: rowsOf({ small, large, watched, looks }) };
  } finally {
    await ground.close();
  }
}

interface Night {
  events: number;
  seconds: number;
  stages: Record<string, number>;
}

async function night(db: Database): Promise<Night> {
  const began = performance.now();
  await scoreCommunity(db, END);
  const seconds = (performance.now() - began) / 1000;
  const run = await latestRun(db);
  if (!run) throw new Error("The night left nothing.");
  const { follows, reads, claps, responses, stages } = run;
  const events = follows + reads + claps + responses;
  tell(`  ${events} events in ${seconds.toFixed(1)} s`);
  return { events, seconds, stages };
}

interface Watched {
  /** Microseconds an event, reading it from the database included, and of that noting it. */
  microseconds: number;
  noted: number;
}

/** All follows, claps and responses of the community, as the minutes would have brought them. */
async function watching(db: Database): Promise<Watched> {
  const watch = new Watch(1 << 13);
  const events: [Parameters<Watch["note"]>[0], number, number][] = [];
  const began = performance.now();
  await db.transaction(async (tx) => {
    const mark = { followId: 0, sessionId: 0, responseId: 0, clappedAt: START };
    await eventsSince(tx, mark, END, (...event) => events.push(event));
  });
  const readMs = performance.now() - began;
  const noteBegan = performance.now();
  for (const event of events) watch.note(...event);
  const noteMs = performance.now() - noteBegan;
  const of = (ms: number) => (ms * 1000) / events.length;
  return { microseconds: of(readMs + noteMs), noted: of(noteMs) };
}

interface Looks {
  p50: number;
  p95: number;
  accounts: number;
  gatherP95: number;
}

/** Of those with most follows of late, whom a burst would name. */
async function rechecks(db: Database): Promise<Looks> {
  const rows = await db.many(sql.of(z.object({ id: readerId }))`
    select follower_id as id from follow group by 1 order by count(*) desc limit ${RECHECKS}`);
  for (const { id } of rows.slice(0, 10)) await recheckAccount(db, END, id, "bench");
  const [whole, gather, accounts]: number[][] = [[], [], []];
  for (const { id } of rows) {
    const began = performance.now();
    const found = await recheckAccount(db, END, id, "bench");
    whole!.push(performance.now() - began);
    accounts!.push(found?.accounts ?? 0);
    const gatherBegan = performance.now();
    await neighbourhoodOf(db, id, END);
    gather!.push(performance.now() - gatherBegan);
  }
  const p95 = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)]!;
  return {
    ...{ p50: median(whole!), p95: p95(whole!) },
    ...{ accounts: median(accounts!), gatherP95: p95(gather!) },
  };
}

/** Every account opens stories of the community on more days, until there are so many events. */
async function addReading(db: Database, events: number): Promise<void> {
  const missing = LARGE - events;
  await db.run(sql`
    insert into reading_day (reader_id, story_id, day, seconds, earning_seconds, first_at,
                             coverage_percent)
    select reader.id, story.id, ${START}::date + day, 20 + (reader.id * 31 + day * 17) % 400, 0,
           ${START}::timestamptz + day * interval '1 day' + (reader.id % 80000) * interval '1 second',
           40 + (reader.id + day) % 61
      from generate_series(1, ${missing}) as n
     cross join lateral (select 1 + n % (select max(id) from reader)::int as one,
                                1 + (n::bigint * 7919 % (select max(id) from story))::int as other,
                                n % 240 as day) as wish
      join reader on reader.id = one
      join story on story.id = other
    on conflict do nothing`);
  await db.run(sql`analyze reading_day`);
}

function rowsOf(found: { small: Night; large: Night; watched: Watched; looks: Looks }): Row[] {
  const { small, large, watched, looks } = found;
  const row = (what: string, value: number, unit: string, bar?: string): Row =>
    bar ? { what, value: rounded(value), unit, bar } : { what, value: rounded(value), unit };
  const stages = Object.entries(large.stages).sort((a, b) => b[1] - a[1]);
  return [
    row("a night, from PostgreSQL to what is written down", large.seconds, "s", "≤ 60"),
    { what: "  events", value: large.events, unit: "events" },
    ...stages.map(([name, ms]) => row(`  ${name}`, ms / 1000, "s")),
    row("  an event", (large.seconds * 1e6) / large.events, "µs"),
    row("the community of 13,000", small.seconds, "s"),
    { what: "  events", value: small.events, unit: "events" },
    row("watching, an event", watched.microseconds, "µs", "≤ 5"),
    row("  of that counting it", watched.noted, "µs"),
    row("a second look at one account, p95", looks.p95, "ms", "≤ 50"),
    row("  half of them", looks.p50, "ms"),
    row("  of that gathering, p95", looks.gatherP95, "ms"),
    row("  accounts in it, half", looks.accounts, "accounts"),
    row("memory at most, seeding included", residentMaxMb(process.pid), "MB"),
  ];
}
