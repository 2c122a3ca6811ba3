/** When accounts were there: any act of theirs, by day. */
import type { Events } from "./events.ts";
import { sortedBy } from "./pair-index.ts";

export interface Activity {
  /** The acts of account `a` are `rows[a]` up to `rows[a + 1]` of `days`, ascending. */
  readonly rows: Int32Array;
  /** Whole days since `beginning`. */
  readonly days: Int32Array;
  readonly beginning: number;
}

export function activityOf({ accounts, follows, reads, claps, responses }: Events): Activity {
  const who = joined([follows.follower, reads.reader, claps.reader, responses.reader]);
  const at = [follows.at, reads.at, claps.at, responses.at];
  const beginning = Math.floor(least(at));
  const days = joined(at.map((column) => Int32Array.from(column, (day) => day - beginning)));
  const limit = days.reduce((most, day) => Math.max(most, day), 0) + 1;
  const order = sortedBy(who, accounts.ids.length, sortedBy(days, limit));
  const rows = new Int32Array(accounts.ids.length + 1);
  for (const account of who) rows[account + 1]! += 1;
  for (let account = 0; account < accounts.ids.length; account += 1)
    rows[account + 1]! += rows[account]!;
  return { rows, days: order.map((event) => days[event]!), beginning };
}

/** On how many days the account did anything. */
export function daysOf({ rows, days }: Activity, account: number): number {
  let count = 0;
  for (let at = rows[account]!; at < rows[account + 1]!; at += 1)
    if (at === rows[account] || days[at] !== days[at - 1]) count += 1;
  return count;
}

/** Whether the account did anything on the days from `from` up to `to`, both whole. */
export function wasActive(
  { rows, days, beginning }: Activity,
  account: number,
  from: number,
  to: number,
): boolean {
  let low = rows[account]!;
  let high = rows[account + 1]!;
  const first = Math.floor(from) - beginning;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (days[middle]! < first) low = middle + 1;
    else high = middle;
  }
  return low < rows[account + 1]! && days[low]! <= Math.floor(to) - beginning;
}

function joined(columns: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}

function least(columns: readonly Float64Array[]): number {
  let result = Number.POSITIVE_INFINITY;
  for (const column of columns) for (const value of column) if (value < result) result = value;
  return result === Number.POSITIVE_INFINITY ? 0 : result;
}
