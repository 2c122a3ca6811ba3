/** What the nightly checks of the books found, in SQL. Sole writer of `books_check`. */
import { z } from "zod";
import type { ReaderId } from "../../core/ids.ts";
import { day, instant, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { Finding } from "./finding.ts";
import type { Seal } from "./seals.ts";

const BooksCheck = z.object({
  checkedAt: instant,
  journals: whole,
  legs: whole,
  sealedDay: day.nullable(),
  sealedSha256: z.instanceof(Buffer).nullable(),
  findings: z.array(Finding),
});
export type BooksCheck = z.output<typeof BooksCheck>;

/** The newest check. */
export function findLastCheck(db: Db): Promise<BooksCheck | null> {
  return db.maybe(sql.of(BooksCheck)`
    select checked_at, journals, legs, sealed_day, sealed_sha256, findings
      from books_check order by id desc limit 1`);
}

/** Gives the number of the check. */
export async function insertCheck(
  tx: Tx,
  at: Date,
  seal: Seal | null,
  findings: readonly Finding[],
): Promise<number> {
  const { id } = await tx.one(sql.of(z.object({ id: whole }))`
    insert into books_check (checked_at, journals, legs, sealed_day, sealed_sha256, findings)
    select ${at}, (select count(*) from journal), (select count(*) from transfer),
           ${seal?.day ?? null}::date, ${seal?.sha256 ?? null}::bytea,
           ${JSON.stringify(findings)}::jsonb
    returning id`);
  return id;
}

/** Seals that were another thing when a check saw them. */
export function sealsUnlikeTheirChecks(db: Db): Promise<Finding[]> {
  return db.many(sql.of(Finding)`
    select distinct 'A check had seen another seal of the day.' as what,
           to_char(sealed_day, 'YYYY-MM-DD') as where
      from books_check
      left join seal on seal.day = sealed_day
     where sealed_sha256 is distinct from sha256`);
}

const Address = z.object({ id: readerId, email: z.string() });

/** Those who look after the site. */
export function operatorAddresses(db: Db): Promise<{ id: ReaderId; email: string }[]> {
  return db.many(sql.of(Address)`
    select id, email from reader where role = 'operator' order by id`);
}
