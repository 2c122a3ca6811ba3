/**
 * How many reports of attention a second are counted, each committed to disk before it is answered:
 * through the whole server, with real sessions and signed tokens, beside a bare `node:http` server that
 * reads the same body and gives the same answer.
 *
 * Every report says one second more than the one before, so each is a write of its session, of its
 * reader's clock and of its day. Afterwards the database is asked whether it has what was acknowledged.
 */
import { z } from "zod";
import type { ReaderId, StoryId } from "../src/core/ids.ts";
import { readingToken } from "../src/features/reading/reading-token.ts";
import { readerId, storyId, whole } from "../src/store/columns.ts";
import { type Database, sql } from "../src/store/db.ts";
import { secretFor } from "../src/store/secrets.ts";
import { tokenHash } from "../src/web/session.ts";
import { type Running, startBare } from "./bare.ts";
import { openGround, startSite } from "./ground.ts";
import { type Asked, fire, post, ROUND_SECONDS, ROUNDS } from "./load.ts";
import { type Measured, median, type Row, rounded } from "./measured.ts";
import { cpuMs, residentMaxMb } from "./process-costs.ts";
import { seedSite, sessionToken } from "./seed-site.ts";

const READINGS = 512;
/** Browsers keep a connection each; a batch is at most what so many can have under way. */
const CONNECTIONS = 128;
const WARM_UP_SECONDS = 1;

/** The longest reading that a report may still be for; it was opened so long ago. */
const OPENED_MS_AGO = 10 * 3_600_000;
const SECONDS_MAX = 36_000;

export async function run(): Promise<Measured> {
  const ground = await openGround();
  try {
    const { db } = ground;
    await seedSite(db, { stories: READINGS, members: READINGS });
    const asked = await reports(db);
    const site = await startSite(ground.environment);
    try {
      return { name: "beacons", rows: [...(await measure(db, site, asked))] };
    } finally {
      await site.stop();
    }
  } finally {
    await ground.close();
  }
}

const Opened = z.object({ sessionId: whole, readerId, storyId });

/** One open reading for each member, and the report that its browser sends again and again. */
async function reports(db: Database): Promise<Asked[]> {
  const openedAt = new Date(Date.now() - OPENED_MS_AGO);
  const secret = await secretFor(db, "site");
  await db.run(sql`
    insert into reading_clock (reader_id, counted_until)
    select id, ${openedAt} from reader`);
  const opened = await db.many(sql.of(Opened)`
    insert into reading_session (reader_id, story_id, opened_at, earning, entry)
    select id, id, ${openedAt}, true, 'direct' from reader order by id
    returning id as session_id, reader_id, story_id`);
  return opened.map((reading) => {
    const token = sessionToken(reading.readerId);
    const signed = readingToken(secret, tokenHash(token), {
      ...(reading as { sessionId: number; readerId: ReaderId; storyId: StoryId }),
      openedAtMs: openedAt.getTime(),
      secondsMax: SECONDS_MAX,
      earning: true,
    });
    const headers = {
      cookie: `__Host-earnest=${token}`,
      "content-type": "text/plain;charset=UTF-8",
      "sec-fetch-site": "same-origin",
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64)",
    };
    return post("/readings", headers, `${signed} {round} 40`);
  });
}

async function measure(db: Database, site: Running, asked: Asked[]): Promise<Row[]> {
  const bare = await startBare({
    headers: { "content-type": "application/json" },
    body: Buffer.from('{"seconds":123}').toString("base64"),
  });
  const [sent, sentToBare] = [new Sent(asked), new Sent(asked)];
  try {
    await checkDurable(db);
    await sent.to(site);
    const [ours, peer]: [Rate[], Rate[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await sent.to(site));
      peer.push(await sentToBare.to(bare));
    }
    const lost = sent.seconds - (await countedSeconds(db));
    return [
      ...rowsOf(ours, peer),
      { what: "  acknowledged and not in the database", value: lost, unit: "s", bar: "≤ 0" },
      {
        what: "  memory of the server, at most",
        value: rounded(residentMaxMb(site.pid)),
        unit: "MB",
      },
    ];
  } finally {
    await bare.stop();
  }
}

/** What is asked, and how often it was asked before: a report says that many seconds. */
class Sent {
  readonly #asked: Asked[];
  #rounds: number[] = [];

  constructor(asked: Asked[]) {
    this.#asked = asked;
  }

  /** Seconds that were acknowledged: each report says one more. */
  get seconds(): number {
    return this.#rounds.reduce((sum, rounds) => sum + rounds, 0);
  }

  async to({ port, pid }: Running): Promise<Rate> {
    const before = cpuMs(pid);
    const taken = await fire({
      ...{ port, connections: CONNECTIONS, warmUpSeconds: WARM_UP_SECONDS, seconds: ROUND_SECONDS },
      ...{ asked: this.#asked, rounds: this.#rounds },
    });
    this.#rounds = taken.rounds;
    const cpuMicros = ((cpuMs(pid) - before) * 1000) / taken.answered;
    return { perSecond: taken.perSecond, p99Ms: taken.p99Ms, cpuMicros };
  }
}

interface Rate {
  perSecond: number;
  p99Ms: number;
  /** Processor time of the server, in microseconds. */
  cpuMicros: number;
}

const Counted = z.object({ seconds: whole });

/** What the days of reading come to. */
async function countedSeconds(db: Database): Promise<number> {
  const { seconds } = await db.one(sql.of(Counted)`
    select coalesce(sum(earning_seconds), 0) as seconds from reading_day`);
  return seconds;
}

/** Whatever a site is set to, a figure for reports that could be lost would be worth nothing. */
async function checkDurable(db: Database): Promise<void> {
  const Setting = z.object({ name: z.string(), setting: z.string() });
  const settings = await db.many(sql.of(Setting)`
    select name, setting from pg_settings where name in ('fsync', 'synchronous_commit')`);
  for (const { name, setting } of settings) {
    if (setting !== "on") throw new Error(`The database has ${name} = ${setting}`);
  }
}

function rowsOf(ours: Rate[], peer: Rate[]): Row[] {
  const of = (rates: Rate[], figure: keyof Rate) => median(rates.map((one) => one[figure]));
  const rate = of(ours, "perSecond");
  const bare = of(peer, "perSecond");
  const [cost, bareCost] = [of(ours, "cpuMicros"), of(peer, "cpuMicros")];
  const row = (what: string, value: number, unit: string, bar?: string): Row =>
    bar ? { what, value: rounded(value), unit, bar } : { what, value: rounded(value), unit };
  return [
    row("reports, each durable", rate, "reports/s", "≥ 5,000"),
    row("  the same answer by bare node:http", bare, "req/s"),
    row("  part of bare, by rate", (100 * rate) / bare, "%", "≥ 40"),
    row("  part of bare, by processor time", (100 * bareCost) / cost, "%"),
    row("  processor time of the server", cost, "µs"),
    row("  99th percentile", of(ours, "p99Ms"), "ms"),
  ];
}
