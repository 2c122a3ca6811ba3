/**
 * Brakes in SQL: who may follow, respond and clap less often for a while. Sole writer of `brake`. The
 * rooms of following and responses read it.
 */
import type { ReaderId, RunId } from "../../core/ids.ts";
import type { Channel } from "../../core/integrity/channels.ts";
import { CLEARED_MARGIN } from "../../core/integrity/consequences.ts";
import { QUEUE_FROM } from "../../core/integrity/score.ts";
import { DAY_MS } from "../../core/time.ts";
import { sql, type Tx } from "../../store/db.ts";

/** A brake is let go after so long if nothing renews it: every night does that still sees a reason. */
const BRAKE_DAYS = 7;
/** Until the night that follows, when everything is looked at. */
const RECHECK_BRAKE_DAYS = 1.5;

const later = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS);

/**
 * Brakes those whom the run would have a person look at, but for who was cleared of as much; lets go of
 * everybody else.
 */
export async function recordBrakes(tx: Tx, at: Date, run: RunId): Promise<void> {
  await tx.run(sql`
    delete from brake
     where reader_id not in (select account_id from integrity_account
                              where run_id = ${run} and flagged and surprise >= ${QUEUE_FROM})
        or reader_id in (select account_id from verdict
                          where ended_at is null and other_id is null and kind = 'cleared')`);
  await tx.run(sql`
    insert into brake (reader_id, began_at, until_at, surprise, channel)
    select account_id, ${at}, ${later(at, BRAKE_DAYS)}, surprise, channel
      from integrity_account as a
     where run_id = ${run} and flagged and surprise >= ${QUEUE_FROM}
       and not exists (select from verdict as v
                        where v.account_id = a.account_id and v.other_id is null
                          and v.ended_at is null and v.kind = 'cleared'
                          and a.surprise < v.surprise + ${CLEARED_MARGIN}::float8)
    on conflict (reader_id) do update
       set until_at = excluded.until_at, surprise = excluded.surprise, channel = excluded.channel`);
}

/** Brakes one account at once. False when a person cleared it of as much. */
export async function insertBrake(
  tx: Tx,
  at: Date,
  { account, surprise, channel }: { account: ReaderId; surprise: number; channel: Channel },
): Promise<boolean> {
  const count = await tx.run(sql`
    insert into brake (reader_id, began_at, until_at, surprise, channel)
    select ${account}::bigint, ${at}, ${later(at, RECHECK_BRAKE_DAYS)}, ${surprise}::float8,
           ${channel}
     where not exists (select from verdict as v
                        where v.account_id = ${account} and v.other_id is null
                          and v.ended_at is null and v.kind = 'cleared'
                          and ${surprise} < v.surprise + ${CLEARED_MARGIN}::float8)
    on conflict (reader_id) do update
       set until_at = greatest(brake.until_at, excluded.until_at), surprise = excluded.surprise,
           channel = excluded.channel`);
  return count === 1;
}
