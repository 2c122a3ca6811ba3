/** What is withheld from partners, in SQL. Sole writer of `withholding`. */
import { z } from "zod";
import type { AuthorId, ReaderId } from "../../../core/ids.ts";
import { instant, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Withholding = z.object({
  id: whole,
  authority: z.string(),
  rateBps: z.int(),
  form: z.string(),
  formRef: z.string(),
  recordedAt: instant,
  endedAt: instant.nullable(),
});
export type Withholding = z.output<typeof Withholding>;

/** A partner's, the newest first; the first is in force while it has no end. */
export function withholdingsOf(db: Db, partner: AuthorId): Promise<Withholding[]> {
  return db.many(sql.of(Withholding)`
    select id, authority, rate_bps, form, form_ref, recorded_at, ended_at
      from withholding where partner_id = ${partner}
     order by id desc`);
}

export interface NewWithholding {
  /** ISO 3166-1, two letters. */
  authority: string;
  rateBps: number;
  form: string;
  formRef: string;
}

/** Ends what was in force. Payouts that are asked for already keep what they were frozen with. */
export async function recordWithholding(
  tx: Tx,
  at: Date,
  { partner, by }: { partner: AuthorId; by: ReaderId },
  { authority, rateBps, form, formRef }: NewWithholding,
): Promise<void> {
  await tx.run(sql`
    update withholding set ended_at = ${at} where partner_id = ${partner} and ended_at is null`);
  await tx.run(sql`
    insert into withholding
      (partner_id, authority, rate_bps, form, form_ref, recorded_by, recorded_at)
    values (${partner}, ${authority}, ${rateBps}, ${form}, ${formRef}, ${by}, ${at})`);
}
