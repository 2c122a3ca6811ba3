/** Disputes in SQL. Sole writer of `dispute`. */
import { z } from "zod";
import type { ChargeId, ReaderId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import { chargeId, instant, micros, readerId, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const Dispute = z.object({
  disputeId: whole,
  ref: z.string(),
  chargeId,
  readerId,
  currency: z.string(),
  micros,
  feeMicros: micros,
  state: z.enum(["open", "won", "lost"]),
  openedAt: instant,
  decidedAt: instant.nullable(),
});
export type DisputeRow = z.output<typeof Dispute>;

export function findDispute(db: Db, ref: string): Promise<DisputeRow | null> {
  return db.maybe(sql.of(Dispute)`
    select id as dispute_id, ref, charge_id, reader_id, currency, micros, fee_micros, state,
           opened_at, decided_at
      from dispute where ref = ${ref}`);
}

const Named = Dispute.extend({ handle: z.string(), name: z.string() });

/** The last disputes, the open ones first. */
export function newestDisputes(db: Db, limit: number): Promise<z.output<typeof Named>[]> {
  return db.many(sql.of(Named)`
    select dispute.id as dispute_id, ref, charge_id, reader_id, currency, micros, fee_micros, state,
           opened_at, decided_at, handle, name
      from dispute join reader on reader.id = reader_id
     order by state = 'open' desc, opened_at desc, dispute.id desc
     limit ${limit}`);
}

export interface NewDispute {
  ref: string;
  chargeId: ChargeId;
  readerId: ReaderId;
  currency: string;
  micros: Micros;
  feeMicros: Micros;
}

export function insertDispute(tx: Tx, at: Date, dispute: NewDispute): Promise<DisputeRow> {
  return tx.one(sql.of(Dispute)`
    insert into dispute (ref, charge_id, reader_id, currency, micros, fee_micros, opened_at)
    values (${dispute.ref}, ${dispute.chargeId}, ${dispute.readerId}, ${dispute.currency},
            ${dispute.micros}, ${dispute.feeMicros}, ${at})
    returning id as dispute_id, ref, charge_id, reader_id, currency, micros, fee_micros, state,
              opened_at, decided_at`);
}

/** The bank has decided; `feeMicros` is what it keeps for good. */
export async function recordDecided(
  tx: Tx,
  at: Date,
  dispute: number,
  decided: { state: "won" | "lost"; feeMicros: Micros },
): Promise<void> {
  await tx.run(sql`
    update dispute set state = ${decided.state}, fee_micros = ${decided.feeMicros},
                       decided_at = ${at}
     where id = ${dispute} and state = 'open'`);
}
