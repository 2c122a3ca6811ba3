/** Runs of the lab in SQL. Sole writer of `lab_run`. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import type { Month } from "../../core/time.ts";
import { instant, month as monthColumn, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { RunResult } from "./run-result.ts";

const Run = z.object({
  id: whole,
  month: monthColumn,
  leftRule: z.string(),
  rightRule: z.string(),
  state: z.enum(["waiting", "done", "failed"]),
  trouble: z.string(),
  askedAt: instant,
  doneAt: instant.nullable(),
});
export type Run = z.output<typeof Run>;

const RunWithResult = Run.extend({ result: RunResult.nullable() });
export type RunWithResult = z.output<typeof RunWithResult>;

export interface NewRun {
  month: Month;
  leftRule: string;
  rightRule: string;
  askedBy: ReaderId;
}

export async function insertRun(tx: Tx, at: Date, run: NewRun): Promise<number> {
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into lab_run (month, left_rule, right_rule, asked_by, asked_at)
    values (${run.month}, ${run.leftRule}, ${run.rightRule}, ${run.askedBy}, ${at})
    returning id`);
  return id;
}

/** The newest first. */
export function runs(db: Db, limit: number): Promise<Run[]> {
  return db.many(sql.of(Run)`
    select id, month, left_rule, right_rule, state, trouble, asked_at, done_at
      from lab_run order by asked_at desc, id desc limit ${limit}`);
}

export function findRun(db: Db, id: number): Promise<RunWithResult | null> {
  return db.maybe(sql.of(RunWithResult)`
    select id, month, left_rule, right_rule, state, trouble, asked_at, done_at, result
      from lab_run where id = ${id}`);
}

export async function recordDone(db: Db, at: Date, id: number, result: string): Promise<void> {
  await db.run(sql`
    update lab_run set state = 'done', result = ${result}::jsonb, done_at = ${at}
     where id = ${id} and state = 'waiting'`);
}

export async function recordFailed(db: Db, at: Date, id: number, trouble: string): Promise<void> {
  await db.run(sql`
    update lab_run set state = 'failed', trouble = ${trouble}, done_at = ${at}
     where id = ${id} and state = 'waiting'`);
}

const Author = z.object({ id: whole, handle: z.string(), name: z.string() });
export type LabAuthor = z.output<typeof Author>;

/** Who the authors of a result are, by id. */
export async function authorsById(db: Db, ids: readonly number[]): Promise<Map<number, LabAuthor>> {
  const rows = await db.many(sql.of(Author)`
    select id, handle, name from reader where id = any(${ids}::bigint[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

const Currency = z.object({ currency: z.string() });

export async function currencyOf(db: Db, month: Month): Promise<string> {
  const { currency } = await db.one(sql.of(Currency)`
    select currency from closing where month = ${month}`);
  return currency;
}

const MonthRow = z.object({ month: monthColumn });

/** Months whose evidence a close has written down, the newest first. */
export async function recordedMonths(db: Db): Promise<Month[]> {
  const rows = await db.many(sql.of(MonthRow)`select month from closing order by month desc`);
  return rows.map(({ month }) => month);
}
