/** Payments by file in SQL. Sole writer of `payment_debtor`, `payment_file` and `file_payment`. */
import { z } from "zod";
import type { ReaderId } from "../../../core/ids.ts";
import type { Micros } from "../../../core/money.ts";
import type { BankAnswer } from "../../../core/payouts/bank-answers.ts";
import type { Debtor } from "../../../core/payouts/credit-transfer.ts";
import type { Day } from "../../../core/time.ts";
import { day, instant, micros, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

const FilePayment = z.object({
  key: z.string(),
  name: z.string(),
  iban: z.string(),
  micros,
  currency: z.string(),
  fileId: whole.nullable(),
  state: z.enum(["waiting", "filed", "paid", "returned", "refused"]),
  reason: z.string(),
  askedAt: instant,
});
export type FilePayment = z.output<typeof FilePayment>;

export interface NewPayment {
  key: string;
  name: string;
  iban: string;
  micros: Micros;
  currency: string;
}

/** Once for each key; a second time changes nothing. */
export async function insertPayment(db: Db, at: Date, payment: NewPayment): Promise<void> {
  const { key, name, iban, currency } = payment;
  await db.run(sql`
    insert into file_payment (key, name, iban, micros, currency, asked_at)
    values (${key}, ${name}, ${iban}, ${payment.micros}, ${currency}, ${at})
    on conflict (key) do nothing`);
}

export function findPayment(db: Db, key: string): Promise<FilePayment | null> {
  return db.maybe(sql.of(FilePayment)`select * from file_payment where key = ${key}`);
}

/** Those in no file yet, the oldest first. */
export function waitingPayments(db: Db): Promise<FilePayment[]> {
  return db.many(sql.of(FilePayment)`
    select * from file_payment where state = 'waiting' order by asked_at, key collate "C"`);
}

/** Those of a file, in the order in which it has them. */
export function paymentsOf(db: Db, file: number): Promise<FilePayment[]> {
  return db.many(sql.of(FilePayment)`
    select * from file_payment where file_id = ${file} order by asked_at, key collate "C"`);
}

const DebtorRow = z.object({ name: z.string(), iban: z.string(), bic: z.string() });

export function findDebtor(db: Db): Promise<Debtor | null> {
  return db.maybe(sql.of(DebtorRow)`select name, iban, bic from payment_debtor`);
}

export async function recordDebtor(db: Db, at: Date, { name, iban, bic }: Debtor): Promise<void> {
  await db.run(sql`
    insert into payment_debtor (name, iban, bic, changed_at)
    values (${name}, ${iban}, ${bic}, ${at})
    on conflict (one) do update
       set name = excluded.name, iban = excluded.iban, bic = excluded.bic,
           changed_at = excluded.changed_at`);
}

const PaymentFile = z.object({
  id: whole,
  madeAt: instant,
  executeOn: day,
  currency: z.string(),
  debtorName: z.string(),
  debtorIban: z.string(),
  debtorBic: z.string(),
});
export type PaymentFile = z.output<typeof PaymentFile>;

export function findFile(db: Db, id: number): Promise<PaymentFile | null> {
  return db.maybe(sql.of(PaymentFile)`select * from payment_file where id = ${id}`);
}

const FileSummary = PaymentFile.extend({ payments: whole, open: whole, micros });
export type FileSummary = z.output<typeof FileSummary>;

/** The newest first, with how many of their payments the bank has not answered for. */
export function paymentFiles(db: Db, limit: number): Promise<FileSummary[]> {
  return db.many(sql.of(FileSummary)`
    select payment_file.*, count(*) as payments, sum(micros) as micros,
           count(*) filter (where state = 'filed') as open
      from payment_file join file_payment on file_id = payment_file.id
     group by payment_file.id
     order by payment_file.id desc
     limit ${limit}`);
}

/** Makes whoever else puts payments into files wait until `tx` ends. */
export async function lockFiles(tx: Tx): Promise<void> {
  await tx.run(sql`lock table payment_file in share row exclusive mode`);
}

export interface NewFile {
  madeBy: ReaderId | null;
  executeOn: Day;
  currency: string;
  debtor: Debtor;
  keys: readonly string[];
}

/** A file with these payments, which are waiting. */
export async function insertFile(tx: Tx, at: Date, file: NewFile): Promise<number> {
  const { debtor } = file;
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into payment_file
      (made_by, made_at, execute_on, currency, debtor_name, debtor_iban, debtor_bic)
    values (${file.madeBy}, ${at}, ${file.executeOn}::date, ${file.currency}, ${debtor.name},
            ${debtor.iban}, ${debtor.bic})
    returning id`);
  await tx.run(sql`
    update file_payment set state = 'filed', file_id = ${id}
     where key = any (${file.keys}::text[]) and state = 'waiting'`);
  return id;
}

/** What the bank says of a payment in a file; only forward: what has returned stays so. */
export async function recordAnswer(
  tx: Tx,
  at: Date,
  { endToEndId, state, reason }: BankAnswer,
): Promise<boolean> {
  const from = state === "paid" ? ["filed"] : ["filed", "paid"];
  const count = await tx.run(sql`
    update file_payment set state = ${state}, reason = ${reason}, marked_at = ${at}
     where key = ${endToEndId} and state = any (${from}::text[])`);
  return count === 1;
}

/** A payment that is in no file yet is not made at all. */
export async function recordRefused(
  tx: Tx,
  at: Date,
  key: string,
  reason: string,
): Promise<boolean> {
  const count = await tx.run(sql`
    update file_payment set state = 'refused', reason = ${reason}, marked_at = ${at}
     where key = ${key} and state = 'waiting'`);
  return count === 1;
}

/** Makes whoever else marks or files this payment wait until `tx` ends. */
export async function lockPayment(tx: Tx, key: string): Promise<void> {
  await tx.run(sql`select from file_payment where key = ${key} for update`);
}
