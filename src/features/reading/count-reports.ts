/**
 * Counting reports: many browsers' reports in one statement, each answered when it is committed.
 *
 * While a batch is being written the next one gathers, so the busier the site, the larger the batch.
 */
import { assert } from "../../core/assert.ts";
import {
  type Counted,
  countReport,
  type Reading,
  type Report,
} from "../../core/reading/attention.ts";
import { dayOf, dayStart } from "../../core/time.ts";
import type { Db } from "../../store/db.ts";
import { Recent } from "./recent.ts";
import {
  type ClockMove,
  type DayGain,
  recordCounted,
  type SessionCount,
  standingOf,
} from "./store.ts";

/** More than this in one statement gains nothing. */
const BATCH_REPORTS_MAX = 1000;

export interface TimedReport {
  reading: Reading;
  report: Report;
  /** When it arrived. */
  at: Date;
}

interface Waiting extends TimedReport {
  resolve: (counted: number) => void;
  reject: (error: unknown) => void;
}

/**
 * Resolves to the seconds the report's reading has counted, once that is committed. A report that adds
 * nothing is answered from what this process knows.
 */
export type CountReport = (report: TimedReport) => Promise<number>;

export function reportCounter(db: Db): CountReport {
  const known = new Standings();
  let waiting: Waiting[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_REPORTS_MAX);
      waiting = waiting.slice(BATCH_REPORTS_MAX);
      await writeBatch(db, known, batch);
    }
    writing = false;
  };
  return (report) =>
    new Promise((resolve, reject) => {
      waiting.push({ ...report, resolve, reject });
      // The others that arrived in this turn of the loop go along.
      if (!writing) {
        writing = true;
        setImmediate(() => void write());
      }
    });
}

/** A batch that fails is refused to each of its senders, whose next report says it all again. */
async function writeBatch(db: Db, known: Standings, batch: readonly Waiting[]): Promise<void> {
  try {
    const counted = await countReports(db, batch, known);
    for (const { reading, resolve } of batch) resolve(counted.get(reading.sessionId) ?? 0);
  } catch (error) {
    // It may have been written or not.
    for (const { reading } of batch) known.forget(reading.readerId);
    for (const { reject } of batch) reject(error);
  }
}

/** More than one process may count for a reader; that they meet so often in a row is a fault. */
const TRIES_MAX = 100;

/**
 * The seconds counted of each session in `reports`, by session id. What is decided is written if the
 * reader's clock stands still; where another process moved it, it is read and decided anew. So `known`
 * may be out of date.
 */
export async function countReports(
  db: Db,
  reports: readonly TimedReport[],
  known: Standings = new Standings(),
): Promise<Map<number, number>> {
  const counted = new Map<number, number>();
  let open = reports;
  for (let tries = 0; open.length > 0; tries++) {
    assert(tries < TRIES_MAX, "a reader's reports are counted");
    await known.read(db, open);
    const tally = new Tally(known);
    for (const report of open) tally.add(report);
    const outrun = await tally.record(db);
    for (const { sessionId, seconds } of tally.sessions()) counted.set(sessionId, seconds);
    open = open.filter(({ reading }) => outrun.has(reading.readerId));
    for (const readerId of outrun) known.forget(readerId);
  }
  return counted;
}

/** Readers whose standing a process keeps in mind: some megabytes. */
const STANDINGS_MAX = 20_000;

interface Standing extends ClockMove {
  sessions: Map<number, SessionCount>;
}

/**
 * Readers' clocks, and what their sessions have counted, as this process last read or wrote them. What
 * is known of a reader was true at one moment: as long as the clock stands, the seconds still are.
 */
export class Standings {
  readonly #ofReaders = new Recent<number, Standing>(STANDINGS_MAX);

  of(readerId: number): Standing | undefined {
    return this.#ofReaders.get(readerId);
  }

  /** Reads anew whatever the reports need of readers of whom something is not known. */
  async read(db: Db, reports: readonly TimedReport[]): Promise<void> {
    const lacking = new Set<number>();
    for (const { reading } of reports) {
      const { readerId, sessionId } = reading;
      if (!this.of(readerId)?.sessions.has(sessionId)) lacking.add(readerId);
    }
    if (lacking.size === 0) return;
    const asked = reports.filter(({ reading }) => lacking.has(reading.readerId));
    const sessionIds = [...new Set(asked.map(({ reading }) => reading.sessionId))];
    const rows = await standingOf(db, sessionIds);
    for (const [readerId, sessions] of Map.groupBy(rows, (row) => row.readerId)) {
      const { countedUntilMs: ms } = sessions[0]!;
      const byId = new Map(sessions.map((session) => [session.sessionId, session]));
      this.#ofReaders.set(readerId, { readerId, fromMs: ms, toMs: ms, sessions: byId });
    }
  }

  forget(readerId: number): void {
    this.#ofReaders.delete(readerId);
  }
}

/** What a batch comes to, report by report. Moves the standings as if it were written already. */
class Tally {
  readonly #known: Standings;
  readonly #sessions = new Set<SessionCount>();
  readonly #changed = new Set<SessionCount>();
  readonly #clocks = new Set<ClockMove>();
  readonly #gains = new Map<string, DayGain>();

  constructor(known: Standings) {
    this.#known = known;
  }

  /** A report of a session that was deleted meanwhile counts nothing. */
  add({ reading, report, at }: TimedReport): void {
    const clock = this.#known.of(reading.readerId);
    const session = clock?.sessions.get(reading.sessionId);
    if (!clock || !session) return;
    this.#sessions.add(session);
    const { seconds, coveragePercent } = session;
    const before = { seconds, coveragePercent, countedUntilMs: clock.toMs };
    const counted = countReport(reading, report, before, at.getTime());
    if (counted.coveragePercent === coveragePercent && counted.gainedSeconds === 0) return;
    session.seconds = counted.seconds;
    session.coveragePercent = counted.coveragePercent;
    clock.toMs = counted.countedUntilMs;
    this.#changed.add(session);
    this.#clocks.add(clock);
    if (counted.gainedSeconds > 0) this.#gain(reading, counted, at);
  }

  #gain(reading: Reading, { gainedSeconds, coveragePercent }: Counted, at: Date): void {
    const { readerId, storyId, earning, openedAtMs } = reading;
    const day = dayOf(at);
    const key = `${readerId} ${storyId} ${day}`;
    const firstAtMs = Math.max(openedAtMs, dayStart(day).getTime());
    let gain = this.#gains.get(key);
    if (!gain) {
      gain = { readerId, storyId, day, firstAtMs, seconds: 0, earningSeconds: 0, coveragePercent };
      this.#gains.set(key, gain);
    }
    gain.seconds += gainedSeconds;
    if (earning) gain.earningSeconds += gainedSeconds;
    gain.firstAtMs = Math.min(gain.firstAtMs, firstAtMs);
    gain.coveragePercent = Math.max(gain.coveragePercent, coveragePercent);
  }

  sessions(): Iterable<SessionCount> {
    return this.#sessions;
  }

  /** Gives the readers for whom it could not be written, since their clocks had moved. */
  async record(db: Db): Promise<Set<number>> {
    if (this.#changed.size === 0) return new Set();
    const changes = [[...this.#clocks], [...this.#changed], [...this.#gains.values()]] as const;
    const outrun = await recordCounted(db, ...changes);
    for (const clock of this.#clocks) clock.fromMs = clock.toMs;
    return outrun;
  }
}
