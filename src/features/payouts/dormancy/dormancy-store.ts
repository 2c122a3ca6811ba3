/** Balances that sleep, in SQL. Sole writer of `dormancy`. */
import { z } from "zod";
import type { AuthorId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import { instant, micros, readerId, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Dormancy = z.object({
  dormancyId: whole,
  partnerId: readerId,
  micros,
  currency: z.string(),
  beganAt: instant,
});
export type Dormancy = z.output<typeof Dormancy>;

export function insertDormancy(
  tx: Tx,
  at: Date,
  { partner, micros: asleep, currency }: { partner: AuthorId; micros: Micros; currency: string },
): Promise<Dormancy> {
  return tx.one(sql.of(Dormancy)`
    insert into dormancy (partner_id, micros, currency, began_at)
    values (${partner}, ${asleep}, ${currency}, ${at})
    returning id as dormancy_id, partner_id, micros, currency, began_at`);
}

/** A partner's balances that sleep now, the oldest first. */
export function dormanciesOf(db: Db, partner: AuthorId): Promise<Dormancy[]> {
  return db.many(sql.of(Dormancy)`
    select id as dormancy_id, partner_id, micros, currency, began_at
      from dormancy where partner_id = ${partner} and ended_at is null
     order by id`);
}

export async function recordWoken(tx: Tx, at: Date, id: number): Promise<void> {
  await tx.run(sql`update dormancy set ended_at = ${at} where id = ${id}`);
}

const Silent = z.object({ readerId });

/**
 * Partners of whom nothing was heard since `before`, by id: who have not signed in, read, written,
 * chosen an account, nor been paid.
 */
export async function silentPartners(db: Db, before: Date): Promise<AuthorId[]> {
  const rows = await db.many(sql.of(Silent)`
    select partner.reader_id
      from partner
     where since < ${before}
       and coalesce(payout_chosen_at < ${before}, true)
       and not exists (select from session
                        where session.reader_id = partner.reader_id and opened_at >= ${before})
       and not exists (select from reading_day
                        where reading_day.reader_id = partner.reader_id
                          and day >= ${before}::date)
       and not exists (select from story
                        where author_id = partner.reader_id and saved_at >= ${before})
       and not exists (select from payout
                        where payout.partner_id = partner.reader_id and payout.state = 'paid'
                          and settled_at >= ${before})
     order by partner.reader_id`);
  return rows.map((row) => row.readerId);
}

/** The last sign of a partner, of all those that `silentPartners` asks about. */
export async function lastSignOf(db: Db, partner: AuthorId): Promise<Date> {
  const { at } = await db.one(sql.of(z.object({ at: instant }))`
    select greatest(since, payout_chosen_at,
             (select max(opened_at) from session where session.reader_id = partner.reader_id),
             (select max(day)::timestamptz from reading_day
               where reading_day.reader_id = partner.reader_id),
             (select max(saved_at) from story where author_id = partner.reader_id),
             (select max(settled_at) from payout
               where payout.partner_id = partner.reader_id and payout.state = 'paid')) as at
      from partner where reader_id = ${partner}`);
  return at;
}
