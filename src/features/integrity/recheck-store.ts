/** Re-checks in SQL. Sole writer of `recheck`. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import { CHANNELS, type Channel } from "../../core/integrity/channels.ts";
import { instant } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

const Recheck = z.object({
  checkedAt: instant,
  cause: z.string(),
  accounts: z.int(),
  surprise: z.number(),
  channel: z.enum(CHANNELS),
  flagged: z.boolean(),
  milliseconds: z.number(),
});
export type Recheck = z.output<typeof Recheck>;

/** The newest first. */
export function rechecksOf(db: Db, account: ReaderId): Promise<Recheck[]> {
  return db.many(sql.of(Recheck)`
    select checked_at, cause, accounts, surprise, channel, flagged, milliseconds
      from recheck where account_id = ${account} order by checked_at desc, id desc`);
}

export interface NewRecheck {
  account: ReaderId;
  cause: string;
  accounts: number;
  surprise: number;
  channel: Channel;
  flagged: boolean;
  milliseconds: number;
}

const KEPT_DAYS = 60;

export async function insertRecheck(tx: Tx, at: Date, found: NewRecheck): Promise<void> {
  await tx.run(sql`
    insert into recheck (account_id, checked_at, cause, accounts, surprise, channel, flagged,
                         milliseconds)
    values (${found.account}, ${at}, ${found.cause}, ${found.accounts}, ${found.surprise},
            ${found.channel}, ${found.flagged}, ${found.milliseconds})`);
  await tx.run(sql`
    delete from recheck
     where account_id = ${found.account}
       and checked_at < ${at}::timestamptz - ${KEPT_DAYS} * interval '1 day'`);
}
