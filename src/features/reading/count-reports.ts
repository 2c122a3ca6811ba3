/**
 * Counting reports: many browsers' reports in one transaction, each answered when it is committed.
 *
 * While a batch is being written the next one gathers, so the busier the site, the larger the batch.
 */
import type { ReaderId } from "../../core/ids.ts";
import {
  type Counted,
  countReport,
  type Reading,
  type Report,
} from "../../core/reading/attention.ts";
import { dayOf, dayStart } from "../../core/time.ts";
import type { Database, Tx } from "../../store/db.ts";
import {
  type DayGain,
  lockClocks,
  recordCounted,
  type SessionCount,
  sessionsSoFar,
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

/** Resolves to the seconds the report's reading has counted, once that is committed. */
export type CountReport = (report: TimedReport) => Promise<number>;

export function reportCounter(db: Database): CountReport {
  let waiting: Waiting[] = [];
  let writing = false;

  const write = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_REPORTS_MAX);
      waiting = waiting.slice(BATCH_REPORTS_MAX);
      await writeBatch(db, batch);
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
async function writeBatch(db: Database, batch: readonly Waiting[]): Promise<void> {
  try {
    const counted = await db.transaction((tx) => countReports(tx, batch));
    for (const { reading, resolve } of batch) resolve(counted.get(reading.sessionId) ?? 0);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** The seconds counted of each session in `reports`, by session id. */
export async function countReports(
  tx: Tx,
  reports: readonly TimedReport[],
): Promise<Map<number, number>> {
  const readers = [...new Set(reports.map(({ reading }) => reading.readerId))];
  const clocks = await lockClocks(tx, readers);
  const sessionIds = [...new Set(reports.map(({ reading }) => reading.sessionId))];
  const before = await sessionsSoFar(tx, sessionIds);

  const tally = new Tally(clocks, before);
  for (const report of reports) tally.add(report);
  await recordCounted(tx, tally.sessions(), tally.clocks, tally.gains());
  return new Map(tally.sessions().map(({ sessionId, seconds }) => [sessionId, seconds]));
}

/** What a batch comes to, report by report. */
class Tally {
  readonly clocks: Map<ReaderId, Date>;
  readonly #sessions: Map<number, SessionCount>;
  readonly #gains = new Map<string, DayGain>();

  constructor(
    clocks: readonly { readerId: ReaderId; countedUntil: Date }[],
    sessions: readonly SessionCount[],
  ) {
    this.clocks = new Map(clocks.map(({ readerId, countedUntil }) => [readerId, countedUntil]));
    this.#sessions = new Map(sessions.map((session) => [session.sessionId, session]));
  }

  /** A report of a session or reader that was deleted meanwhile counts nothing. */
  add({ reading, report, at }: TimedReport): void {
    const before = this.#sessions.get(reading.sessionId);
    const clock = this.clocks.get(reading.readerId);
    if (!before || !clock) return;
    const counted = countReport(
      reading,
      report,
      { ...before, countedUntilMs: clock.getTime() },
      at.getTime(),
    );
    this.clocks.set(reading.readerId, new Date(counted.countedUntilMs));
    const { seconds, coveragePercent } = counted;
    this.#sessions.set(reading.sessionId, {
      sessionId: reading.sessionId,
      seconds,
      coveragePercent,
    });
    if (counted.gainedSeconds > 0) this.#gain(reading, counted, at);
  }

  #gain(reading: Reading, { gainedSeconds }: Counted, at: Date): void {
    const { readerId, storyId, earning, openedAtMs } = reading;
    const day = dayOf(at);
    const key = `${readerId} ${storyId} ${day}`;
    const firstAt = new Date(Math.max(openedAtMs, dayStart(day).getTime()));
    const gain = this.#gains.get(key) ?? {
      ...{ readerId, storyId, day, firstAt, seconds: 0, earningSeconds: 0 },
    };
    gain.seconds += gainedSeconds;
    if (earning) gain.earningSeconds += gainedSeconds;
    if (firstAt < gain.firstAt) gain.firstAt = firstAt;
    this.#gains.set(key, gain);
  }

  sessions(): SessionCount[] {
    return [...this.#sessions.values()];
  }

  gains(): DayGain[] {
    return [...this.#gains.values()];
  }
}
