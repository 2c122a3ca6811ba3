/**
 * Decisions in SQL, and whom they are about. Sole writer of `case_decision` and `case_concerned`. What
 * follows from a decision stands as verdicts in integrity.
 */
import { z } from "zod";
import type { CaseId, DecisionId, ReaderId, VerdictId } from "../../core/ids.ts";
import { DECISIONS, type DecisionKind } from "../../core/integrity/cases/decision.ts";
import type { Micros } from "../../core/money.ts";
import { caseId, decisionId, instant, micros, readerId, verdictId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

const Decided = z.object({
  id: decisionId,
  caseId,
  fileNumber: z.int(),
  kind: z.enum(DECISIONS),
  state: z.enum(["waiting", "declined", "standing", "ended"]),
  reason: z.string(),
  stakeMicros: micros,
  decidedBy: readerId,
  decidedByName: z.string(),
  decidedAt: instant,
  secondedBy: readerId.nullable(),
  secondedByName: z.string().nullable(),
  secondedAt: instant.nullable(),
  standsSince: instant.nullable(),
  endsAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedByName: z.string().nullable(),
  endReason: z.string(),
  concerned: z.array(z.number().transform((id) => readerId.parse(id))),
});
export type Decided = z.output<typeof Decided>;

/** Everything that was ever decided on a case, the newest first. */
export function decisionsOf(db: Db, id: CaseId): Promise<Decided[]> {
  return decisions(db, { id, account: null, decision: null });
}

/** What was decided about an account, the newest first, on whatever case. */
export function decisionsAbout(db: Db, account: ReaderId): Promise<Decided[]> {
  return decisions(db, { id: null, account, decision: null });
}

export async function findDecision(db: Db, decision: DecisionId): Promise<Decided | null> {
  const [found] = await decisions(db, { id: null, account: null, decision });
  return found ?? null;
}

interface Which {
  id: CaseId | null;
  account: ReaderId | null;
  decision: DecisionId | null;
}

function decisions(db: Db, { id, account, decision }: Which): Promise<Decided[]> {
  return db.many(sql.of(Decided)`
    select d.id, d.case_id, file_number, kind, state, reason, stake_micros, decided_by,
           by_one.name as decided_by_name, decided_at, seconded_by, by_two.name as seconded_by_name,
           seconded_at, stands_since, ends_at, ended_at, by_end.name as ended_by_name, end_reason,
           (select array_agg(account_id::float8 order by account_id)
              from case_concerned where decision_id = d.id) as concerned
      from case_decision as d
      join reader as by_one on by_one.id = decided_by
      left join reader as by_two on by_two.id = seconded_by
      left join reader as by_end on by_end.id = ended_by
     where (${id}::bigint is null or d.case_id = ${id})
       and (${decision}::bigint is null or d.id = ${decision})
       and (${account}::bigint is null
            or d.id in (select decision_id from case_concerned where account_id = ${account}))
     order by d.id desc`);
}

export interface NewDecision {
  caseId: CaseId;
  fileNumber: number;
  kind: DecisionKind;
  reason: string;
  stakeMicros: Micros;
  decidedBy: ReaderId;
  accounts: readonly ReaderId[];
}

/** It waits for a second person until `recordStanding`. */
export async function insertDecision(tx: Tx, at: Date, given: NewDecision): Promise<DecisionId> {
  const { id } = await tx.one(sql.of(z.object({ id: decisionId }))`
    insert into case_decision
      (case_id, file_number, kind, state, reason, stake_micros, decided_by, decided_at)
    values (${given.caseId}, ${given.fileNumber}, ${given.kind}, 'waiting', ${given.reason},
            ${given.stakeMicros}, ${given.decidedBy}, ${at})
    returning id`);
  await tx.run(sql`
    insert into case_concerned (decision_id, account_id)
    select ${id}, account from unnest(${given.accounts}::bigint[]) as account`);
  return id;
}

export interface Second {
  by: ReaderId;
  at: Date;
}

/** From now on it is in force; `endsAt` is when it is so no more by itself. */
export async function recordStanding(
  tx: Tx,
  at: Date,
  id: DecisionId,
  { second, endsAt }: { second: Second | null; endsAt: Date | null },
): Promise<void> {
  await tx.run(sql`
    update case_decision
       set state = 'standing', stands_since = ${at}, ends_at = ${endsAt},
           seconded_by = ${second?.by ?? null}, seconded_at = ${second?.at ?? null}
     where id = ${id} and state = 'waiting'`);
}

export async function recordDeclined(tx: Tx, id: DecisionId, second: Second): Promise<void> {
  await tx.run(sql`
    update case_decision
       set state = 'declined', seconded_by = ${second.by}, seconded_at = ${second.at}
     where id = ${id} and state = 'waiting'`);
}

export async function recordVerdictOf(
  tx: Tx,
  decision: DecisionId,
  account: ReaderId,
  verdict: VerdictId,
): Promise<void> {
  await tx.run(sql`
    update case_concerned set verdict_id = ${verdict}
     where decision_id = ${decision} and account_id = ${account}`);
}

const VerdictRow = z.object({ accountId: readerId, verdictId });

/** What stands in integrity because of a decision. */
export function verdictsOf(db: Db, decision: DecisionId): Promise<z.output<typeof VerdictRow>[]> {
  return db.many(sql.of(VerdictRow)`
    select account_id, verdict_id from case_concerned
     where decision_id = ${decision} and verdict_id is not null order by account_id`);
}

/** The decision was about this account, and does not stand for it any more. */
export async function forgetVerdictOf(
  tx: Tx,
  decision: DecisionId,
  account: ReaderId,
): Promise<void> {
  await tx.run(sql`
    update case_concerned set verdict_id = null
     where decision_id = ${decision} and account_id = ${account}`);
}

/** `by` is null where a clock ended it. */
export async function recordEnd(
  tx: Tx,
  at: Date,
  id: DecisionId,
  { by, reason }: { by: ReaderId | null; reason: string },
): Promise<void> {
  await tx.run(sql`
    update case_decision
       set state = 'ended', ended_at = ${at}, ended_by = ${by}, end_reason = ${reason}
     where id = ${id} and state = 'standing'`);
}

const Due = z.object({ id: decisionId });

/** Decisions that say attention was not earned, in force since before `from`. */
export async function settledDecisions(db: Db, from: Date): Promise<DecisionId[]> {
  const rows = await db.many(sql.of(Due)`
    select id from case_decision
     where state = 'standing' and kind in ('discount-ties', 'leave') and stands_since <= ${from}
     order by id`);
  return rows.map(({ id }) => id);
}

/** Decisions whose time is over by `at`. */
export async function dueDecisions(db: Db, at: Date): Promise<DecisionId[]> {
  const rows = await db.many(sql.of(Due)`
    select id from case_decision where state = 'standing' and ends_at <= ${at} order by id`);
  return rows.map(({ id }) => id);
}
