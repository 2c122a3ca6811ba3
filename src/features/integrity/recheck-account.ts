/**
 * A second look at one account, at once: what the night does for everybody, done for it and those around
 * it, and held against what the last night measured of everybody.
 */
import type { ReaderId } from "../../core/ids.ts";
import { type Surprise, surpriseAgainst } from "../../core/integrity/against-reference.ts";
import { measureEvents, QUEUE_FROM } from "../../core/integrity/score.ts";
import type { Ties } from "../../core/integrity/ties.ts";
import type { Database } from "../../store/db.ts";
import { insertBrake } from "./brake-store.ts";
import { daysOf } from "./events-store.ts";
import { type Neighbourhood, neighbourhoodOf } from "./neighbourhood-store.ts";
import { insertRecheck } from "./recheck-store.ts";
import { lockRuns } from "./run-store.ts";
import { latestRun, referenceOf, TIE_CLASSES } from "./store.ts";
import { type OneTie, recordSomeTies } from "./tie-store.ts";

export interface Rechecked extends Surprise {
  /** How many accounts were looked at together. */
  accounts: number;
  flagged: boolean;
}

/**
 * Null where there was no night yet to hold it against, or nobody around it is seen to read. What is found of the
 * account's new ties stands at once, and if it stands out itself it is slowed down; anything else waits for
 * the night.
 */
export async function recheckAccount(
  db: Database,
  at: Date,
  account: ReaderId,
  cause: string,
): Promise<Rechecked | null> {
  const began = performance.now();
  const run = await latestRun(db);
  if (!run?.enoughEvidence) return null;
  const [near, reference] = await Promise.all([
    neighbourhoodOf(db, account, at),
    referenceOf(db, run.id),
  ]);
  if (!near) return null;
  const measures = measureEvents(near.events, { texts: near.texts });
  if (!measures.found) return null;
  const found = surpriseAgainst(reference, measures, near.place);
  const flagged = found.surprise >= QUEUE_FROM;
  const accounts = near.events.accounts.ids.length;
  const milliseconds = performance.now() - began;
  await db.transaction(async (tx) => {
    await lockRuns(tx);
    await recordSomeTies(tx, run.id, newTies(near, measures.ties, daysOf(run.untilAt)));
    await insertRecheck(tx, at, { account, cause, accounts, ...found, flagged, milliseconds });
    if (flagged) await insertBrake(tx, at, { account, ...found });
  });
  return { ...found, accounts, flagged };
}

/** The account's ties since the night, of which nothing was known; of the others' only a part was seen. */
function newTies({ events, followIds, place }: Neighbourhood, ties: Ties, since: number): OneTie[] {
  const { ids } = events.accounts;
  const { follower, followee, at } = events.follows;
  return [...at.keys()]
    .filter((row) => at[row]! >= since && (follower[row] === place || followee[row] === place))
    .map((row) => ({
      ...{ followId: followIds[row]!, followerId: ids[follower[row]!]! },
      ...{
        followeeId: ids[followee[row]!]!,
        q: ties.q[row]!,
        class: TIE_CLASSES[ties.class[row]!]!,
      },
    }));
}
