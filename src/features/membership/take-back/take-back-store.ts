/**
 * What is taken back, in SQL. Sole writer of `charge_share` and `take_back_part`; where the money went
 * is read from the closes, which keep it.
 */
import { z } from "zod";
import { present } from "../../../core/assert.ts";
import type { ChargeId, JournalId, ReaderId } from "../../../core/ids.ts";
import { CHART, type KindName } from "../../../core/ledger/chart.ts";
import type { Leg } from "../../../core/ledger/journal.ts";
import { ESCROW_FATES, type Holder, type Stake } from "../../../core/membership/take-back.ts";
import type { Micros } from "../../../core/money.ts";
import type { Month } from "../../../core/time.ts";
import {
  chargeId,
  day,
  micros,
  month as monthColumn,
  readerId,
  whole,
} from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const StakedCharge = z.object({
  chargeId,
  readerId,
  membershipId: whole.nullable(),
  currency: z.string(),
  cashMicros: micros,
  taxMicros: micros,
  feeMicros: micros,
  /** What accrues from `baseFrom` up to `spanTo`. */
  baseMicros: micros,
  baseFrom: day,
  spanFrom: day,
  spanTo: day,
  refundedFrom: day.nullable(),
  accruedTo: day,
  held: z.enum(["gift", "dispute"]).nullable(),
  /** What went back, or is asked back. */
  backMicros: micros,
  isLatest: z.boolean(),
});
export type StakedCharge = z.output<typeof StakedCharge>;

export function findStakedCharge(db: Db, charge: ChargeId): Promise<StakedCharge | null> {
  return db.maybe(sql.of(StakedCharge)`
    select charge.id as charge_id, reader_id, membership_id, currency, cash_micros, tax_micros,
           fee_micros, coalesce(rebased_micros, net_micros) as base_micros,
           coalesce(rebased_on, span_from) as base_from, span_from, span_to, refunded_from,
           accrued_to, held,
           (select coalesce(sum(refund.micros), 0) from refund
             where refund.charge_id = charge.id and state <> 'refused')
           + (select coalesce(sum(dispute.micros), 0) from dispute
               where dispute.charge_id = charge.id and state = 'lost') as back_micros,
           not exists (select from charge later
                        where later.membership_id = charge.membership_id
                          and later.span_from >= charge.span_to
                          and later.refunded_from is distinct from later.span_from) as is_latest
      from charge where charge.id = ${charge}`);
}

const DuesMonth = z.object({
  month: monthColumn,
  accruedMicros: micros,
  poolMicros: micros,
  referralMicros: micros,
  state: z.enum(["open", "closing", "closed"]),
});
export type DuesMonth = z.output<typeof DuesMonth>;

/** What the charge accrued, by month, and how far each month is. */
export function duesMonths(db: Db, charge: ChargeId): Promise<DuesMonth[]> {
  return db.many(sql.of(DuesMonth)`
    select dues.month, accrued_micros, dues.pool_micros, referral_micros,
           coalesce(closing.state, 'open') as state
      from dues left join closing on closing.month = dues.month
     where charge_id = ${charge}
     order by dues.month`);
}

const Fate = z.object({
  state: z.enum(["open", "closing", "closed"]),
  /** What became of the slice of this age; null when the member's reading divided it. */
  fate: z.enum(["carried", "commons"]).nullable(),
});

/** What became, in `month`, of what a member's pool of it held for the `age`-th month. */
export function fateOf(
  db: Db,
  member: ReaderId,
  month: Month,
  age: number,
): Promise<z.output<typeof Fate>> {
  return db.one(sql.of(Fate)`
    select coalesce((select state from closing where month = ${month}), 'open') as state,
           (select fate from unclaimed
             where month = ${month} and member_id = ${member} and age = ${age}) as fate`);
}

const Line = z.object({
  holder: z.enum(["author", "escrow"]),
  authorId: readerId,
  micros,
});

/** What each author got of a member's pool, less what is recorded of charges, by author. */
export function linesLeft(
  db: Db,
  member: ReaderId,
  month: Month,
): Promise<z.output<typeof Line>[]> {
  return db.many(sql.of(Line)`
    with line as (
      select author_id, sum(micros - escrow_micros) as micros, sum(escrow_micros) as escrow_micros
        from allocation_line where month = ${month} and member_id = ${member}
       group by author_id
    ), got as (
      select 'author' as holder, author_id, micros from line
      union all
      select 'escrow', author_id, escrow_micros from line
    ), recorded as (
      select holder, author_id, sum(micros) as micros
        from charge_share where pool_month = ${month} and member_id = ${member}
       group by holder, author_id
    )
    select got.holder, got.author_id, got.micros - coalesce(recorded.micros, 0) as micros
      from got left join recorded using (holder, author_id)
     where got.micros > coalesce(recorded.micros, 0)
     order by author_id, holder`);
}

export interface NewShare {
  holder: "author" | "escrow" | "commons";
  authorId: ReaderId | null;
  micros: Micros;
}

export async function insertShares(
  tx: Tx,
  { chargeId: charge, readerId: member }: StakedCharge,
  { month, poolMonth }: { month: Month; poolMonth: Month },
  shares: readonly NewShare[],
): Promise<void> {
  const some = shares.filter((share) => share.micros > 0n);
  await tx.run(sql`
    insert into charge_share (charge_id, month, pool_month, holder, author_id, member_id, micros)
    select ${charge}, ${month}, ${poolMonth}, share.holder, share.author_id, ${member}, share.micros
      from unnest(${some.map(({ holder }) => holder)}::text[],
                  ${some.map(({ authorId }) => authorId ?? 0)}::bigint[],
                  ${some.map((share) => share.micros)}::bigint[])
        as share (holder, author_id, micros)`);
}

const Recorded = z.object({
  holder: z.enum(["author", "escrow", "commons"]),
  month: monthColumn,
  authorId: readerId.nullable(),
  micros,
});

/** The recorded shares of a charge, whole, in one order. */
export function sharesOf(db: Db, charge: ChargeId): Promise<z.output<typeof Recorded>[]> {
  return db.many(sql.of(Recorded)`
    select holder, month, nullif(author_id, 0) as author_id, micros
      from charge_share where charge_id = ${charge}
     order by month, author_id, holder`);
}

/** Whose reader the member was when they became one. */
export async function findReferrer(db: Db, member: ReaderId): Promise<ReaderId | null> {
  const row = await db.maybe(sql.of(z.object({ referrerId: readerId }))`
    select referrer_id from referral where member_id = ${member}`);
  return row?.referrerId ?? null;
}

const EndedEscrow = z.object({
  month: monthColumn,
  authorId: readerId,
  endId: whole,
  ended: z.enum(ESCROW_FATES),
});
export type EndedEscrow = z.output<typeof EndedEscrow>;

/** Shares of a charge that waited in escrow and do no more, by the month that earned them and author. */
export function endedEscrows(db: Db, charge: ChargeId): Promise<EndedEscrow[]> {
  return db.many(sql.of(EndedEscrow)`
    select share.month, share.author_id, hold.end_id,
           case escrow_end.how when 'forfeited' then 'forfeited' else 'released' end as ended
      from charge_share as share
      join month_hold as hold on hold.month = share.pool_month
                             and hold.member_id = share.member_id
                             and hold.author_id = share.author_id
      join escrow_end on escrow_end.id = hold.end_id
     where share.charge_id = ${charge} and share.holder = 'escrow'`);
}

const holder: z.ZodType<Holder> = z.enum([
  ...(["deferred", "tax", "fee", "platform", "pool", "author"] as const),
  ...(["escrow", "referral", "commons", "carried", "beyond"] as const),
]);
const Taken = z.object({
  holder,
  month: monthColumn.nullable(),
  authorId: readerId.nullable(),
  micros,
});
/** `endId`: what it was taken from had left escrow already, by that end. */
const TakenPart = Taken.extend({ endId: whole.nullable() });
export type TakenPart = z.output<typeof TakenPart>;

/** What was taken of a charge so far; what a refused refund took does not count. */
export function takenOf(db: Db, charge: ChargeId): Promise<Stake[]> {
  return db.many(sql.of(Taken)`
    select holder, month, author_id, sum(take_back_part.micros) as micros
      from take_back_part left join refund on refund.id = refund_id
     where take_back_part.charge_id = ${charge} and (refund_id is null or state <> 'refused')
     group by holder, month, author_id
     order by month, holder, author_id`);
}

/** What one refund or one dispute took, in the order it was taken. */
export function partsOf(db: Db, cause: Cause): Promise<TakenPart[]> {
  const { refundId, disputeId } = idsOf(cause);
  return db.many(sql.of(TakenPart)`
    select holder, month, author_id, micros, end_id
      from take_back_part
     where refund_id = ${refundId} or dispute_id = ${disputeId}
     order by id`);
}

/** What a part is taken for. */
export type Cause = { refundId: number } | { disputeId: number };

const idsOf = (cause: Cause) => ({
  refundId: "refundId" in cause ? cause.refundId : null,
  disputeId: "disputeId" in cause ? cause.disputeId : null,
});

export async function insertParts(
  tx: Tx,
  charge: ChargeId,
  cause: Cause,
  parts: readonly (Stake & { endId?: number | null })[],
): Promise<void> {
  const { refundId, disputeId } = idsOf(cause);
  await tx.run(sql`
    insert into take_back_part (charge_id, refund_id, dispute_id, holder, month, author_id, micros,
                                end_id)
    select ${charge}, ${refundId}::bigint, ${disputeId}::bigint,
           part.holder, part.month, part.author_id, part.micros, nullif(part.end_id, 0)
      from unnest(${parts.map((part) => part.holder)}::text[],
                  ${parts.map((part) => part.month)}::text[],
                  ${parts.map((part) => part.authorId)}::bigint[],
                  ${parts.map((part) => part.micros)}::bigint[],
                  ${parts.map((part) => part.endId ?? 0)}::bigint[])
        with ordinality as part (holder, month, author_id, micros, end_id, place)
     order by place`);
}

/** Makes payouts of these partners wait until `tx` ends. A statement of its own, before any read. */
export async function lockPartners(tx: Tx, partners: readonly ReaderId[]): Promise<void> {
  await tx.run(sql`
    select from partner where reader_id = any (${[...partners]}::bigint[])
     order by reader_id for no key update`);
}

const kindNames = Object.keys(CHART) as KindName[];
const kinds = new Map(kindNames.map((name) => [CHART[name].code, name] as const));
const kind = z.string().transform((code) => present(kinds.get(code), "the chart has every code"));
const LegRow = z.object({
  debitCode: kind,
  debitSubject: z.string(),
  creditCode: kind,
  creditSubject: z.string(),
  micros,
});

/** The legs of a journal, in their order. */
export async function legsOfJournal(db: Db, journal: JournalId): Promise<Leg[]> {
  const rows = await db.many(sql.of(LegRow)`
    select debit.code as debit_code, debit.subject as debit_subject,
           credit.code as credit_code, credit.subject as credit_subject, micros
      from transfer
      join ledger_account debit on debit.id = debit_id
      join ledger_account credit on credit.id = credit_id
     where journal_id = ${journal}
     order by leg`);
  return rows.map((row) => ({
    debit: { kind: row.debitCode, subject: row.debitSubject },
    credit: { kind: row.creditCode, subject: row.creditSubject },
    micros: row.micros,
  }));
}
