/** Watching: every minute what happened since is counted, and whoever did much at once is looked at again. */
import { readerId } from "../../store/columns.ts";
import type { Database } from "../../store/db.ts";
import { daysOf } from "./events-store.ts";
import { recheckAccount } from "./recheck-account.ts";
import { type WATCHED, Watch } from "./watch.ts";
import { accountsCount, eventsSince, lockMark, markBefore, recordMark } from "./watch-store.ts";

/** What is younger may still be in a transaction that is not committed. */
const SETTLED_MS = 5_000;
/** A watch that begins looks back so far. */
const RECALL_DAYS = 30;
/** In one go; who is left waits a minute. */
const RECHECKS_MAX = 40;

/** The watch that this process keeps over each of its databases. */
const watches = new WeakMap<Database, Watch>();

/** Resolves to how many were looked at again. Two at once do it one after the other. */
export async function watchCommunity(db: Database, at: Date): Promise<number> {
  const watch = watches.get(db) ?? (await begin(db, at));
  const until = new Date(at.getTime() - SETTLED_MS);
  await db.transaction(async (tx) => {
    const mark = await lockMark(tx, until);
    await recordMark(tx, await eventsSince(tx, mark, until, (...event) => watch.note(...event)));
  });
  const trips = watch.trips(daysOf(at), RECHECKS_MAX);
  for (const { account, what, surge } of trips)
    await recheckAccount(db, at, readerId.parse(account), causeOf(what, surge));
  return trips.length;
}

const causeOf = (what: (typeof WATCHED)[number], surge: number) =>
  `${what} at ${surge.toFixed(1)} times what sets it off`;

/** Remembers the last weeks, up to the mark that stands: what came after it is noted next. */
async function begin(db: Database, at: Date): Promise<Watch> {
  const watch = new Watch(widthFor(await accountsCount(db)));
  await db.transaction(async (tx) => {
    const { clappedAt } = await lockMark(tx, new Date(at.getTime() - SETTLED_MS));
    let mark = await markBefore(tx, at, RECALL_DAYS);
    let some = true;
    while (some) {
      some = false;
      mark = await eventsSince(tx, mark, clappedAt, (...event) => {
        some = true;
        watch.recall(...event);
      });
    }
  });
  watches.set(db, watch);
  return watch;
}

/** A cell for one account in four: most do nothing in a month. Some megabytes at most. */
function widthFor(accounts: number): number {
  return 2 ** Math.min(15, Math.max(10, Math.ceil(Math.log2(accounts / 4 + 1))));
}
