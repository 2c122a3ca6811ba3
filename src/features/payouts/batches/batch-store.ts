/** Batches in SQL. Sole writer of `payout_batch` and `payout_batch_partner`. */
import { z } from "zod";
import type { AuthorId } from "../../../core/ids.ts";
import { instant, micros, readerId, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";
import { railName } from "../store.ts";

const Batch = z.object({ id: whole, begunAt: instant, endedAt: instant.nullable() });
export type Batch = z.output<typeof Batch>;

/** Makes whoever else begins a batch wait until `tx` ends. */
export async function lockBatches(tx: Tx): Promise<void> {
  await tx.run(sql`lock table payout_batch in share row exclusive mode`);
}

export function findOpenBatch(db: Db): Promise<Batch | null> {
  return db.maybe(sql.of(Batch)`select * from payout_batch where ended_at is null`);
}

export function findBatch(db: Db, id: number): Promise<Batch | null> {
  return db.maybe(sql.of(Batch)`select * from payout_batch where id = ${id}`);
}

export function insertBatch(tx: Tx, at: Date): Promise<Batch> {
  return tx.one(sql.of(Batch)`
    insert into payout_batch (begun_at) values (${at}) returning id, begun_at, ended_at`);
}

export async function insertBatchPartners(
  tx: Tx,
  batch: number,
  partners: readonly AuthorId[],
): Promise<void> {
  await tx.run(sql`
    insert into payout_batch_partner (batch_id, partner_id)
    select ${batch}, partner from unnest(${partners}::bigint[]) as partner
    on conflict do nothing`);
}

/** Those whose turn has not come, by id. */
export async function partnersLeft(db: Db, batch: number): Promise<AuthorId[]> {
  const rows = await db.many(sql.of(z.object({ readerId }))`
    select partner_id as reader_id from payout_batch_partner
     where batch_id = ${batch} and outcome is null order by partner_id`);
  return rows.map((row) => row.readerId);
}

export async function isLeft(db: Db, batch: number, partner: AuthorId): Promise<boolean> {
  const row = await db.maybe(sql.of(z.object({ outcome: z.string().nullable() }))`
    select outcome from payout_batch_partner
     where batch_id = ${batch} and partner_id = ${partner}`);
  return row !== null && row.outcome === null;
}

/** What came of a partner's turn: `asked`, or why there is no payout. */
export async function recordOutcome(
  tx: Tx,
  batch: number,
  partner: AuthorId,
  outcome: string,
): Promise<void> {
  await tx.run(sql`
    update payout_batch_partner set outcome = ${outcome}, fault = null
     where batch_id = ${batch} and partner_id = ${partner}`);
}

const FAULT_CHARS_MAX = 500;

/** What went wrong with a partner's turn; it comes again. */
export async function recordFault(
  db: Db,
  batch: number,
  partner: AuthorId,
  fault: string,
): Promise<void> {
  await db.run(sql`
    update payout_batch_partner set fault = ${fault.slice(0, FAULT_CHARS_MAX)}
     where batch_id = ${batch} and partner_id = ${partner}`);
}

/** Ends the batch, if every partner had their turn. */
export async function endBatchIfDone(db: Db, at: Date, batch: number): Promise<void> {
  await db.run(sql`
    update payout_batch set ended_at = ${at}
     where id = ${batch} and ended_at is null
       and not exists (select from payout_batch_partner
                        where batch_id = ${batch} and outcome is null)`);
}

export async function endBatch(tx: Tx, at: Date, batch: number): Promise<void> {
  await tx.run(sql`update payout_batch set ended_at = ${at} where id = ${batch}`);
}

const Summary = Batch.extend({ partners: whole, done: whole, faults: whole, asked: whole, micros });
export type BatchSummary = z.output<typeof Summary>;

/** The newest first: how many partners, how many had their turn, and what was asked for. */
export function batchSummaries(db: Db, limit: number): Promise<BatchSummary[]> {
  return db.many(sql.of(Summary)`
    select batch.*, count(*) as partners, count(outcome) as done,
           count(*) filter (where fault is not null) as faults,
           count(*) filter (where outcome = 'asked') as asked,
           coalesce((select sum(payout.micros) from payout
                      where batch_id = batch.id and state <> 'refused'), 0) as micros
      from (select * from payout_batch order by id desc limit ${limit}) as batch
      join payout_batch_partner as turn on turn.batch_id = batch.id
     group by batch.id, batch.begun_at, batch.ended_at
     order by batch.id desc`);
}

const Turn = z.object({
  readerId,
  handle: z.string(),
  name: z.string(),
  outcome: z.string().nullable(),
  fault: z.string().nullable(),
  state: z.enum(["asked", "sent", "paid", "refused", "failed", "returned"]).nullable(),
  rail: railName.nullable(),
  micros: micros.nullable(),
  withheldMicros: micros.nullable(),
  currency: z.string().nullable(),
  failure: z.string().nullable(),
});
export type Turn = z.output<typeof Turn>;

/** Every partner of a batch, those first with whom something went wrong. */
export function turnsOf(db: Db, batch: number): Promise<Turn[]> {
  return db.many(sql.of(Turn)`
    select reader.id as reader_id, handle, name, outcome, fault, payout.state, payout.rail,
           payout.micros, payout.withheld_micros, payout.currency, payout.failure
      from payout_batch_partner as turn
      join reader on reader.id = turn.partner_id
      left join payout on payout.batch_id = turn.batch_id and payout.partner_id = turn.partner_id
     where turn.batch_id = ${batch}
     order by fault is null, outcome is not null, payout.state = 'paid', name, reader.id`);
}
