/** What a night's look at a test's community found, written down as if it had: to test what follows from it. */

import { z } from "zod";
import type { ReaderId, RunId } from "../../src/core/ids.ts";
import { CHANNELS } from "../../src/core/integrity/channels.ts";
import { runId } from "../../src/store/columns.ts";
import { type Database, sql } from "../../src/store/db.ts";

interface Person {
  id: ReaderId;
}

/** That such a tie was traded. */
const PROBABILITY = { earned: 0.05, unproven: 0.5, traded: 0.95 };

export interface Findings {
  /** Of whom, and how surprising; unflagged below 9. */
  accounts?: readonly [Person, number][];
  /** Attention of one to another, and the part of it that is not counted. */
  pairs?: readonly [from: Person, to: Person, discount: number][];
  /** What follows are worth. */
  ties?: readonly [follower: Person, followee: Person, kind: keyof typeof PROBABILITY][];
}

/** The latest run from now on, of everything before the site's clock. */
export async function findsOut(
  site: { db: Database; clock: () => Date },
  findings: Findings,
): Promise<RunId> {
  const { accounts = [], pairs = [], ties = [] } = findings;
  const at = site.clock();
  const { id } = await site.db.one(sql.of(z.object({ id: runId }))`
    insert into integrity_run (started_at, until_at, ended_at, enough_evidence, flagged)
    values (${at}, ${at}, ${at}, true, ${accounts.length}) returning id`);
  const zeros = CHANNELS.map(() => 0);
  for (const [person, surprise] of accounts)
    await site.db.run(sql`
      insert into integrity_account (run_id, account_id, surprise, channel, flagged, surprises,
                                     channel_values)
      values (${id}, ${person.id}, ${surprise}, 'follow-trading', ${surprise >= 9},
              ${[surprise, ...zeros.slice(1)]}, ${zeros})`);
  for (const [from, to, discount] of pairs)
    await site.db.run(sql`
      insert into integrity_pair (run_id, from_id, to_id, discount)
      values (${id}, ${from.id}, ${to.id}, ${discount})`);
  for (const [follower, followee, kind] of ties)
    await site.db.run(sql`
      insert into tie (follow_id, follower_id, followee_id, q, class, run_id)
      select follow.id, follower_id, followee_id, ${PROBABILITY[kind]}, ${kind}, ${id}
        from follow where follower_id = ${follower.id} and followee_id = ${followee.id}
      on conflict (follow_id) do update
         set q = excluded.q, class = excluded.class, run_id = ${id}`);
  return id;
}
