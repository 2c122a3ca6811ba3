/** Cases and their files in SQL. Sole writer of `integrity_case`, `case_file` and `case_member`. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { CaseId, ReaderId, RunId } from "../../core/ids.ts";
import type { CaseState } from "../../core/integrity/cases/decision.ts";
import type { OpenCase } from "../../core/integrity/cases/opening.ts";
import {
  CASE_KINDS,
  type CaseEvidence,
  type CaseKind,
} from "../../core/integrity/cases/snapshot.ts";
import { CHANNELS } from "../../core/integrity/channels.ts";
import { caseId, instant, readerId, runId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { Evidence } from "./evidence-json.ts";
import { type CaseMoney, Money, moneyJson } from "./money-json.ts";

/** Runs and readers wait for one another here: two filings at once would open cases twice. */
const FILING_LOCK = 5_021_904_381;

export async function lockFiling(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(${FILING_LOCK})`);
}

const caseState = z.enum(["open", "proposed", "decided", "faded"]);

const Case = z.object({
  id: caseId,
  kind: z.enum(CASE_KINDS),
  state: caseState,
  openedAt: instant,
  changedAt: instant,
});
export type Case = z.output<typeof Case>;

export function findCase(db: Db, id: CaseId): Promise<Case | null> {
  return db.maybe(sql.of(Case)`
    select id, kind, state, opened_at, changed_at from integrity_case where id = ${id}`);
}

/** Others who would decide it wait until `tx` ends. */
export async function lockCase(tx: Tx, id: CaseId): Promise<Case | null> {
  await tx.run(sql`select from integrity_case where id = ${id} for update`);
  return findCase(tx, id);
}

const OpenRow = z.object({ id: caseId, state: caseState, accounts: z.array(z.number()) });
export type UndecidedCase = OpenCase & z.output<typeof OpenRow>;

/** Cases nobody has decided, each with the accounts of its latest file. Their deciders wait for `tx`. */
export async function lockOpenCases(tx: Tx): Promise<UndecidedCase[]> {
  await tx.run(sql`
    select from integrity_case where state in ('open', 'proposed') order by id for update`);
  return tx.many(sql.of(OpenRow)`
    select c.id, state, array_agg(m.account_id::float8 order by m.account_id) as accounts
      from integrity_case as c
      join case_member as m on m.case_id = c.id
     where state in ('open', 'proposed')
       and m.number = (select max(number) from case_file where case_id = c.id)
     group by c.id order by c.id`);
}

const Latest = z.object({ runId: runId.nullable() });

/** The run of the newest file there is. */
export async function lastFiledRun(db: Db): Promise<RunId | null> {
  const { runId } = await db.one(sql.of(Latest)`select max(run_id) as run_id from case_file`);
  return runId;
}

export async function insertCase(tx: Tx, at: Date, kind: CaseKind): Promise<CaseId> {
  const { id } = await tx.one(sql.of(z.object({ id: caseId }))`
    insert into integrity_case (kind, opened_at, changed_at) values (${kind}, ${at}, ${at})
    returning id`);
  return id;
}

export async function recordState(tx: Tx, at: Date, id: CaseId, state: CaseState): Promise<void> {
  await tx.run(sql`
    update integrity_case set state = ${state}, changed_at = greatest(${at}, opened_at)
     where id = ${id}`);
}

/** The next file of a case; false when this run has put one there already. */
export async function insertFile(
  tx: Tx,
  at: Date,
  { caseId, runId, evidence, money }: NewFile,
): Promise<boolean> {
  const text = JSON.stringify(evidence);
  const sha256 = createHash("sha256").update(text).digest();
  const count = await tx.run(sql`
    insert into case_file (case_id, number, run_id, drawn_at, surprise, channel, evidence, sha256,
                           stake_micros, money)
    select ${caseId}::bigint, coalesce(max(number), 0) + 1, ${runId}::bigint, ${at}::timestamptz,
           ${evidence.surprise}::float8, ${evidence.channel}, ${text}, ${sha256}::bytea,
           ${money.stakeMicros}::bigint, ${moneyJson(money)}
      from case_file where case_id = ${caseId}
    on conflict (case_id, run_id) do nothing`);
  if (count === 0) return false;
  await tx.run(sql`
    insert into case_member (case_id, number, account_id, place)
    select ${caseId}, (select max(number) from case_file where case_id = ${caseId}), account, place
      from unnest(${evidence.accounts}::bigint[]) with ordinality as one (account, place)`);
  return true;
}

export interface NewFile {
  caseId: CaseId;
  runId: RunId;
  evidence: CaseEvidence;
  money: CaseMoney;
}

const File = z.object({
  caseId,
  number: z.int(),
  runId,
  drawnAt: instant,
  surprise: z.number(),
  channel: z.enum(CHANNELS),
  evidence: z.string(),
  sha256: z.instanceof(Buffer),
  money: z.string(),
});

export interface CaseFile extends Omit<z.output<typeof File>, "money" | "evidence" | "sha256"> {
  evidence: CaseEvidence;
  /** As it was written. */
  text: string;
  /** Hexadecimal. */
  sha256: string;
  money: CaseMoney;
}

/** A file of a case; the latest when no number is given. */
export async function findFile(
  db: Db,
  id: CaseId,
  number: number | null = null,
): Promise<CaseFile | null> {
  const file = await db.maybe(sql.of(File)`
    select case_id, number, run_id, drawn_at, surprise, channel, evidence, sha256, money
      from case_file
     where case_id = ${id}
       and number = coalesce(${number}::int, (select max(number) from case_file where case_id = ${id}))`);
  if (!file) return null;
  const { evidence: text, money, sha256, ...rest } = file;
  return {
    ...{ ...rest, text, sha256: sha256.toString("hex") },
    ...{ evidence: Evidence.parse(JSON.parse(text)), money: Money.parse(JSON.parse(money)) },
  };
}

const FileLine = z.object({
  number: z.int(),
  drawnAt: instant,
  surprise: z.number(),
  accounts: z.int(),
});
export type FileLine = z.output<typeof FileLine>;

/** All files of a case, the latest first. */
export function filesOf(db: Db, id: CaseId): Promise<FileLine[]> {
  return db.many(sql.of(FileLine)`
    select number, drawn_at, surprise,
           (select count(*)::int from case_member as m
             where m.case_id = f.case_id and m.number = f.number) as accounts
      from case_file as f where case_id = ${id} order by number desc`);
}

const Known = z.object({
  id: readerId,
  handle: z.string(),
  name: z.string(),
  email: z.string(),
  isPartner: z.boolean(),
});
export type Known = z.output<typeof Known>;

/** Who these accounts are now, by id. */
export async function peopleOf(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Known>> {
  const rows = await db.many(sql.of(Known)`
    select reader.id, handle, name, email,
           exists (select from partner where reader_id = reader.id and state <> 'left') as is_partner
      from reader where reader.id = any(${ids}::bigint[])`);
  return new Map(rows.map((row) => [row.id as ReaderId, row]));
}
