/** The one way into the books: `post()` of the database (0002_ledger.sql). */
import { z } from "zod";
import type { JournalId } from "../../core/ids.ts";
import { type Account, CHART } from "../../core/ledger/chart.ts";
import type { Journal } from "../../core/ledger/journal.ts";
import { journalId } from "../../store/columns.ts";
import { sql, type Tx } from "../../store/db.ts";

export interface Times {
  /** When it happened. A part of what the journal says: a second try gives the same. */
  occurredAt: Date;
  /** When we write it down. */
  postedAt: Date;
}

/**
 * Writes a journal in `tx`. The same key and body again gives the first id and moves nothing; another
 * body under the key is an error of the database, LE001, and so is a broken guard (`balance_guard`).
 * The order of the legs is a part of the body.
 *
 * Locks the balances of its accounts, in the order of their ids, until `tx` ends. A transaction that
 * posts several journals may meet another that posts them the other way round and be rolled back as
 * a deadlock; what posts in one order throughout the house does not.
 */
export async function postJournal(
  tx: Tx,
  { key, kind, currency, legs, reverses }: Journal,
  { occurredAt, postedAt }: Times,
): Promise<JournalId> {
  const debits = legs.map(({ debit }) => debit);
  const credits = legs.map(({ credit }) => credit);
  const { id } = await tx.one(sql.of(z.object({ id: journalId }))`
    select post(
      ${key}, ${kind}, ${occurredAt}, ${postedAt},
      ${codes(debits)}::text[], ${subjects(debits)}::text[],
      ${codes(credits)}::text[], ${subjects(credits)}::text[],
      ${legs.map(({ micros }) => micros)}::bigint[], ${currency}, ${reverses ?? null}::bigint) as id`);
  return id;
}

const codes = (accounts: Account[]) => accounts.map(({ kind }) => CHART[kind].code);
const subjects = (accounts: Account[]) => accounts.map(({ subject }) => subject);
