/**
 * Closing a month: every member's pool is divided over what they read, in ranges of members, and the
 * whole is booked at once. Safe to stop anywhere and to run again, also by two at once: a range is a
 * transaction that holds the month's `closing` row, and goes on where the last one ended.
 */
import { type CloseRefusal, ruleClose } from "../../../core/earnings/close.ts";
import { Evidence } from "../../../core/earnings/evidence.ts";
import { Lines } from "../../../core/earnings/lines.ts";
import type { Policy } from "../../../core/earnings/policy.ts";
import { Splitter } from "../../../core/earnings/split.ts";
import { allow, type Ruling } from "../../../core/ruling.ts";
import type { Month } from "../../../core/time.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { accrueDues } from "../../membership/accrue-dues.ts";
import { settingOf } from "../../membership/setting-store.ts";
import { lockAccrual } from "../../membership/store.ts";
import { policyOf } from "../../policies/store.ts";
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
import { finishMonth } from "./finish-month.ts";
import { copyLines, recordUnclaimed } from "./lines-store.ts";
import { gatherEvidence, type MonthStories, monthStories } from "./month-evidence.ts";

/** Members in one transaction: some hundred thousand rows of evidence, some megabytes of columns. */
const RANGE_MEMBERS = 10_000;

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
  if (ruling.value === "begin") await beginMonth(db, clock(), month);

  const division = new Division(db, month, rangeMembers);
  while (await division.next(onProgress));
  return allow(await db.transaction((tx) => finishMonth(tx, clock(), month)));
}

/** Writes down the evidence that the month's division goes by. */
function beginMonth(db: Database, at: Date, month: Month): Promise<void> {
  return db.transaction(async (tx) => {
    await lockAccrual(tx);
    await makeRoom(tx);
    const { version } = await policyOf(tx, month);
    // Dues are in one currency a site.
    const { currency } = await settingOf(tx);
    if (!(await insertClosing(tx, at, { month, policyVersion: version, currency }))) return;
    await recordPools(tx, month);
    await recordStories(tx, month);
    await recordTies(tx, month);
    await recordExclusions(tx, month);
  });
}

/** The ranges of one close, with the columns they use one after the other. */
class Division {
  readonly #db: Database;
  readonly #month: Month;
  readonly #rangeMembers: number;
  readonly #evidence: Evidence;
  readonly #lines = new Lines();
  #prepared: { policy: Policy; stories: MonthStories; splitter: Splitter } | null = null;

  constructor(db: Database, month: Month, rangeMembers: number) {
    this.#db = db;
    this.#month = month;
    this.#rangeMembers = rangeMembers;
    this.#evidence = new Evidence(month);
  }

  /** Divides one range; false when none was left. */
  next(onProgress: (done: number, of: number) => void): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const closing = await lockClosing(tx, this.#month);
      const after = closing.doneToId;
      const { lastId, members } = await nextRange(tx, this.#month, after, this.#rangeMembers);
      if (closing.state === "closed" || lastId === null) return false;
      await this.#divide(tx, after, lastId);
      const lines = this.#lines.count;
      await recordRangeDone(tx, this.#month, { lastId, members, lines });
      onProgress(closing.membersDone + members, closing.members);
      return true;
    });
  }

  async #divide(tx: Tx, after: number, to: number): Promise<void> {
    this.#prepared ??= await this.#prepare(tx);
    const { policy, stories, splitter } = this.#prepared;
    await gatherEvidence(tx, stories, this.#evidence, { month: this.#month, after, to });
    this.#lines.clear();
    splitter.split(this.#evidence, this.#lines);
    await copyLines(tx, this.#month, this.#lines);
    const { member, count } = this.#lines.unclaimed;
    const members = [...member.subarray(0, count)];
    await recordUnclaimed(tx, this.#month, members, policy.dues.carryMonths);
  }

  async #prepare(tx: Tx) {
    const { policy } = await policyOf(tx, this.#month);
    const stories = await monthStories(tx, this.#month);
    return { policy, stories, splitter: new Splitter(policy, stories.catalogue) };
  }
}
