/**
 * Verdicts in SQL: what people decided about accounts and pairs, and what stands of it. Sole writer of
 * `verdict`. The room of cases decides and writes through here; what follows is up to those who read it.
 */
import { z } from "zod";
import type { ReaderId, VerdictId } from "../../core/ids.ts";
import { instant, readerId, verdictId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

/**
 * - `cleared`: honest. Nothing follows from evidence that is not much worse than it was then.
 * - `nudged`: told, and nothing else.
 * - `discounted`: its suspicious attention is not counted: the shares from it wait in escrow.
 * - `escrowed`: all of the author's shares wait.
 * - `left`: out of the programme.
 */
export const VERDICTS = ["cleared", "nudged", "discounted", "escrowed", "left"] as const;
export type VerdictKind = (typeof VERDICTS)[number];

const Verdict = z.object({
  id: verdictId,
  accountId: readerId,
  /** Null where it is about the whole account. */
  otherId: readerId.nullable(),
  kind: z.enum(VERDICTS),
  reason: z.string(),
  surprise: z.number(),
  decidedBy: readerId,
  decidedAt: instant,
  endedAt: instant.nullable(),
});
export type Verdict = z.output<typeof Verdict>;

/** Those that stand. */
export function standingVerdicts(db: Db): Promise<Verdict[]> {
  return db.many(sql.of(Verdict)`select * from verdict where ended_at is null order by id`);
}

/** All about an account, ended ones too, the newest first. */
export function verdictsOf(db: Db, account: ReaderId): Promise<Verdict[]> {
  return db.many(sql.of(Verdict)`
    select * from verdict where account_id = ${account} or other_id = ${account}
     order by id desc`);
}

export interface NewVerdict {
  accountId: ReaderId;
  otherId?: ReaderId | null;
  kind: VerdictKind;
  reason: string;
  surprise: number;
  decidedBy: ReaderId;
}

/** Takes the place of the one that stands about the same, if one does. */
export async function recordVerdict(tx: Tx, at: Date, verdict: NewVerdict): Promise<VerdictId> {
  const { accountId, otherId = null, kind, reason, surprise, decidedBy } = verdict;
  await tx.run(sql`select from reader where id = ${accountId} for update`);
  await tx.run(sql`
    update verdict set ended_at = ${at}
     where account_id = ${accountId} and other_id is not distinct from ${otherId}::bigint
       and ended_at is null`);
  const { id } = await tx.one(sql.of(z.object({ id: verdictId }))`
    insert into verdict (account_id, other_id, kind, reason, surprise, decided_by, decided_at)
    values (${accountId}, ${otherId}, ${kind}, ${reason}, ${surprise}, ${decidedBy}, ${at})
    returning id`);
  return id;
}

/** False when it had ended already. */
export async function endVerdict(tx: Tx, at: Date, id: VerdictId): Promise<boolean> {
  const count = await tx.run(sql`
    update verdict set ended_at = ${at} where id = ${id} and ended_at is null`);
  return count === 1;
}
