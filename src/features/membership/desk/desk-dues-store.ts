/** What the desk asks about dues. Reads only. */
import { z } from "zod";
import { chargeId, day, instant, micros } from "../../../store/columns.ts";
import { type Db, sql } from "../../../store/db.ts";

const DeskCharge = z.object({
  chargeId,
  handle: z.string(),
  name: z.string(),
  bankRef: z.string(),
  planName: z.string(),
  currency: z.string(),
  cashMicros: micros,
  feeMicros: micros,
  /** Given back, asked back, or lost in a dispute. */
  backMicros: micros,
  isRefunding: z.boolean(),
  /** Given back, and returned by the card's bank: owed to the member still. */
  returnedMicros: micros,
  held: z.enum(["gift", "dispute"]).nullable(),
  spanFrom: day,
  spanTo: day,
  chargedAt: instant,
});
export type DeskCharge = z.output<typeof DeskCharge>;

/** The newest charges, of one reader when a handle is given. */
export function newestCharges(db: Db, handle: string | null, limit: number): Promise<DeskCharge[]> {
  return db.many(sql.of(DeskCharge)`
    select charge.id as charge_id, handle, reader.name, charge.bank_ref, plan.name as plan_name,
           charge.currency, cash_micros, fee_micros, held, span_from, span_to, charged_at,
           (select coalesce(sum(refund.micros), 0) from refund
             where refund.charge_id = charge.id and refund.state <> 'refused')
           + (select coalesce(sum(dispute.micros), 0) from dispute
               where dispute.charge_id = charge.id and dispute.state = 'lost') as back_micros,
           exists (select from refund
                    where refund.charge_id = charge.id and refund.state = 'asked') as is_refunding,
           (select coalesce(sum(refund.micros), 0) from refund
             where refund.charge_id = charge.id and refund.state = 'returned') as returned_micros
      from charge
      join reader on reader.id = charge.reader_id
      join charge_attempt attempt on attempt.id = attempt_id
      join plan on plan.code = attempt.plan_code
     where ${handle}::text is null or handle = ${handle}
     order by charge.id desc
     limit ${limit}`);
}

/** Whether anything was ever charged, or is being charged. */
export async function wasCharged(db: Db): Promise<boolean> {
  const { found } = await db.one(sql.of(z.object({ found: z.boolean() }))`
    select exists (select from charge_attempt where state <> 'declined') as found`);
  return found;
}
