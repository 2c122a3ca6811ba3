/** Appeals in SQL. Sole writer of `case_appeal`. */
import { z } from "zod";
import type { AppealId, CaseId, DecisionId, ReaderId } from "../../core/ids.ts";
import { appealId, caseId, decisionId, instant, readerId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

const Appeal = z.object({
  id: appealId,
  decisionId,
  caseId,
  accountId: readerId,
  name: z.string(),
  text: z.string(),
  filedAt: instant,
  answerBy: instant,
  state: z.enum(["waiting", "granted", "refused", "lapsed"]),
  answer: z.string(),
  answeredByName: z.string().nullable(),
  answeredAt: instant.nullable(),
});
export type Appeal = z.output<typeof Appeal>;

interface Which {
  ofCase?: CaseId;
  account?: ReaderId;
  id?: AppealId;
}

function appeals(db: Db, { ofCase, account, id }: Which): Promise<Appeal[]> {
  return db.many(sql.of(Appeal)`
    select a.id, decision_id, d.case_id, account_id, reader.name, text, filed_at, answer_by, a.state,
           answer, answerer.name as answered_by_name, answered_at
      from case_appeal as a
      join case_decision as d on d.id = decision_id
      join reader on reader.id = account_id
      left join reader as answerer on answerer.id = answered_by
     where (${ofCase ?? null}::bigint is null or d.case_id = ${ofCase ?? null})
       and (${account ?? null}::bigint is null or account_id = ${account ?? null})
       and (${id ?? null}::bigint is null or a.id = ${id ?? null})
     order by a.id desc`);
}

/** The newest first. */
export function appealsOf(db: Db, id: CaseId): Promise<Appeal[]> {
  return appeals(db, { ofCase: id });
}

export function appealsBy(db: Db, account: ReaderId): Promise<Appeal[]> {
  return appeals(db, { account });
}

export async function findAppeal(db: Db, id: AppealId): Promise<Appeal | null> {
  const [found] = await appeals(db, { id });
  return found ?? null;
}

export interface NewAppeal {
  decisionId: DecisionId;
  accountId: ReaderId;
  text: string;
  answerBy: Date;
}

export async function insertAppeal(tx: Tx, at: Date, given: NewAppeal): Promise<void> {
  await tx.run(sql`
    insert into case_appeal (decision_id, account_id, text, filed_at, answer_by)
    values (${given.decisionId}, ${given.accountId}, ${given.text}, ${at}, ${given.answerBy})`);
}

export interface Answer {
  state: "granted" | "refused";
  answer: string;
  by: ReaderId;
}

export async function recordAnswer(
  tx: Tx,
  at: Date,
  id: AppealId,
  { state, answer, by }: Answer,
): Promise<void> {
  await tx.run(sql`
    update case_appeal
       set state = ${state}, answer = ${answer}, answered_by = ${by}, answered_at = ${at}
     where id = ${id} and state = 'waiting'`);
}

/** Nobody answered in time. */
export async function recordLapsed(tx: Tx, at: Date, id: AppealId): Promise<void> {
  await tx.run(sql`
    update case_appeal set state = 'lapsed', answered_at = ${at}
     where id = ${id} and state = 'waiting'`);
}

/** Every appeal that waits on a decision that ended otherwise. */
export async function closeAppeals(
  tx: Tx,
  at: Date,
  decision: DecisionId,
  answer: string,
): Promise<void> {
  await tx.run(sql`
    update case_appeal set state = 'lapsed', answer = ${answer}, answered_at = ${at}
     where decision_id = ${decision} and state = 'waiting'`);
}

const Overdue = z.object({ id: appealId, decisionId });

/** Appeals that nobody has answered by `at`, though they should have. */
export function overdueAppeals(db: Db, at: Date): Promise<z.output<typeof Overdue>[]> {
  return db.many(sql.of(Overdue)`
    select id, decision_id from case_appeal
     where state = 'waiting' and answer_by <= ${at} order by id`);
}
