/**
 * Closing a month: every member's pool is divided over what they read, in ranges of members, and the
 * whole is booked at once. Safe to stop anywhere and to run again, also by two at once: a range is a
 * transaction that holds the month's `closing` row, and goes on where the last one ended.
 */
import { type CloseRefusal, ruleClose } from "../../../core/earnings/close.ts";
import { allow, type Ruling } from "../../../core/ruling.ts";
import { type Month, monthEnd } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { lockRuns } from "../../integrity/run-store.ts";
import { ensureScored } from "../../integrity/score-community.ts";
import { accrueDues } from "../../membership/accrue-dues.ts";
import { settingOf } from "../../membership/setting-store.ts";
import { lockAccrual } from "../../membership/store.ts";
import { policyOf } from "../../policies/store.ts";
import { recordEscrow } from "../escrow/record-escrow.ts";
import {
  type Closing,
  findClosing,
  firstOpenMonth,
  insertClosing,
  lockClosing,
  makeRoom,
  nextRange,
  recordExclusions,
  recordPools,
  recordRangeDone,
  recordStories,
  recordTies,
} from "./closing-store.ts";
import { Divider } from "./divider.ts";
import { finishMonth } from "./finish-month.ts";
import { copyLines, recordUnclaimed } from "./lines-store.ts";

/** Members in one transaction: some hundred thousand rows of evidence, some megabytes of columns. */
export const RANGE_MEMBERS = 10_000;

export interface CloseOptions {
  onProgress?: (done: number, of: number) => void;
  /** The result is the same whatever it is, also when it changes half-way. */
  rangeMembers?: number;
}

/** The closed month, or why it cannot be closed. A second call finds it closed. */
export async function closeMonth(
  db: Database,
  clock: () => Date,
  month: Month,
  { onProgress = () => {}, rangeMembers = RANGE_MEMBERS }: CloseOptions = {},
): Promise<Ruling<Closing, CloseRefusal>> {
  await accrueDues(db, clock());
  const known = await findClosing(db, month);
  const firstOpen = await firstOpenMonth(db);
  const ruling = ruleClose({ month, state: known?.state ?? "open", firstOpen }, clock());
  if (!ruling.ok) return ruling;
  if (ruling.value === "begin") {
    await ensureScored(db, clock(), monthEnd(month));
    await beginMonth(db, clock(), month);
  }

  const division = new Division(db, month, rangeMembers);
  while (await division.next(onProgress));
  return allow(await db.transaction((tx) => finishMonth(tx, clock(), month)));
}

function beginMonth(db: Database, at: Date, month: Month): Promise<void> {
  return db.transaction(async (tx) => {
    await lockAccrual(tx);
    await recordEvidence(tx, at, month);
  });
}

/** Writes down the evidence that the month's division goes by, unless it was. */
export async function recordEvidence(tx: Tx, at: Date, month: Month): Promise<void> {
  await makeRoom(tx);
  const { version } = await policyOf(tx, month);
  // Dues are in one currency a site.
  const { currency } = await settingOf(tx);
  if (!(await insertClosing(tx, at, { month, policyVersion: version, currency }))) return;
  await recordPools(tx, month);
  await recordStories(tx, month);
  await lockRuns(tx);
  await recordTies(tx, month);
  await recordEscrow(tx, month);
  await recordExclusions(tx, month);
}

/** The ranges of one close. */
class Division {
  readonly #db: Database;
  readonly #month: Month;
  readonly #rangeMembers: number;
  readonly #divider: Divider;

  constructor(db: Database, month: Month, rangeMembers: number) {
    this.#db = db;
    this.#month = month;
    this.#rangeMembers = rangeMembers;
    this.#divider = new Divider(month);
  }

  /** Divides one range; false when none was left. */
  next(onProgress: (done: number, of: number) => void): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const closing = await lockClosing(tx, this.#month);
      const after = closing.doneToId;
      const { lastId, members } = await nextRange(tx, this.#month, after, this.#rangeMembers);
      if (closing.state === "closed" || lastId === null) return false;
      const { lines, policy } = await this.#divider.divide(tx, after, lastId);
      await copyLines(tx, this.#month, lines);
      const unclaimed = [...lines.unclaimed.member.subarray(0, lines.unclaimed.count)];
      await recordUnclaimed(tx, this.#month, unclaimed, policy.dues.carryMonths);
      await recordRangeDone(tx, this.#month, { lastId, members, lines: lines.count });
      onProgress(closing.membersDone + members, closing.members);
      return true;
    });
  }
}
