/**
 * The audit of a month: the same rules in SQL alone, from the same evidence, by other means.
 *
 * The close divides with the engine of `core/earnings` in whole numbers of floats; this divides with
 * `numeric` and window functions, and shares nothing with it but the policy's numbers. Equal
 * fingerprints mean that two implementations agree on every line.
 */
import { z } from "zod";
import type { Policy } from "../../../core/earnings/policy.ts";
import { type Month, monthEnd, monthStart } from "../../../core/time.ts";
import { micros, whole } from "../../../store/columns.ts";
import { type Database, type Db, sql, type Tx } from "../../../store/db.ts";
import { auditBooks } from "../../ledger/audit-books.ts";
import { policyOf } from "../../policies/store.ts";
import { type Closing, findClosing } from "../closing/closing-store.ts";

/** One thing that does not agree. */
export interface AuditFinding {
  what: string;
  found: string;
  wanted: string;
}

export interface Audit {
  closing: Closing;
  lines: number;
  sha256: Buffer;
  /** Empty when the month is right. */
  findings: AuditFinding[];
}

/** Null when the month is not closed. Changes nothing. */
export async function auditMonth(db: Database, month: Month): Promise<Audit | null> {
  const closing = await findClosing(db, month);
  if (closing?.state !== "closed") return null;
  const { policy } = await policyOf(db, month);
  return db.transaction(async (tx) => {
    await tx.run(sql`set local work_mem = '256MB'`);
    await gatherReads(tx, month, policy);
    await weigh(tx, month, policy);
    await divide(tx, month);
    await withhold(tx, month);
    const { lines, sha256 } = await fingerprint(tx);
    const findings = [
      ...differing("fingerprint of the lines", sha256.toString("hex"), hex(closing.outputSha256)),
      ...differing("number of lines", String(lines), String(closing.lines)),
      ...(await moneyFindings(tx, month, closing)),
      ...(await auditBooks(tx)).map(({ what, where }) => ({
        what: "the books",
        found: `${where}: ${what}`,
        wanted: "nothing to find",
      })),
    ];
    return { closing, lines, sha256, findings };
  });
}

const hex = (bytes: Buffer | null): string => bytes?.toString("hex") ?? "none";

function differing(what: string, found: string, wanted: string): AuditFinding[] {
  return found === wanted ? [] : [{ what, found, wanted }];
}

/** The weight of the counted seconds, by member and story. */
async function gatherReads(tx: Tx, month: Month, { reading }: Policy): Promise<void> {
  const [start, end] = [monthStart(month), monthEnd(month)];
  await tx.run(sql`
    create temporary table audit_read on commit drop as
    with earning as (
      select d.reader_id as member_id, m.author_id, d.story_id, m.expected_seconds,
             sum(d.earning_seconds) as seconds, count(*) as reads, array_agg(d.day) as days,
             min(d.first_at) as first_at
        from reading_day as d
        join month_story as m on m.month = ${month} and m.story_id = d.story_id
        join pool as p on p.month = ${month} and p.member_id = d.reader_id
       where d.day >= greatest(m.earns_from, ${start}::date) and d.day < ${end}::date
         and d.earning_seconds >= ${reading.daySecondsMin} and m.author_id <> d.reader_id
         and p.dues_micros + p.carried_micros > 0
       group by d.reader_id, m.author_id, d.story_id, m.expected_seconds
    ), opened as (
      select v.reader_id as member_id, v.story_id, count(*) as views
        from view_day as v
        join month_story as m on m.month = ${month} and m.story_id = v.story_id
       where v.day >= greatest(m.earns_from, ${start}::date) and v.day < ${end}::date
       group by v.reader_id, v.story_id
    )
    select e.member_id, e.author_id, e.story_id, e.days, e.first_at,
           (least(e.seconds, greatest(${reading.storyCapSecondsMin}::bigint,
                  div(e.expected_seconds::numeric * ${reading.storyCapBps}::bigint, 10000)))
             * (${reading.baseBps}::bigint
                + div(${reading.ratioBps}::bigint
                      * least(e.reads, coalesce(o.views, e.reads))::numeric,
                      greatest(coalesce(o.views, e.reads), 1))))::bigint as weight
      from earning as e
      left join opened as o on o.member_id = e.member_id and o.story_id = e.story_id`);
  await tx.run(sql`analyze audit_read`);
}

/** Each author's weight with each member. */
async function weigh(tx: Tx, month: Month, { bonus }: Policy): Promise<void> {
  const [start, end] = [monthStart(month), monthEnd(month)];
  await tx.run(sql`
    create temporary table audit_author on commit drop as
    with reading as (
      select member_id, author_id, sum(weight) as reading, min(first_at) as first_at,
             sum(cardinality(days)) as days_at_most
        from audit_read group by member_id, author_id
    ), repeated as (
      select r.member_id, r.author_id
        from reading as r
        join audit_read as a on a.member_id = r.member_id and a.author_id = r.author_id
       cross join unnest(a.days) as day
       where r.days_at_most >= ${bonus.repeatDays}::int
       group by r.member_id, r.author_id
      having count(distinct day) >= ${bonus.repeatDays}::int
    ), clapped as (
      select c.reader_id as member_id, m.author_id,
             sum(least(c.count, ${bonus.storyClapsMax}::int)) as claps
        from clap_month as c
        join month_story as m on m.month = ${month} and m.story_id = c.story_id
       where c.month = ${month} and c.count > 0
       group by c.reader_id, m.author_id
    ), responded as (
      select distinct r.author_id as member_id, m.author_id
        from response as r
        join month_story as m on m.month = ${month} and m.story_id = r.story_id
       where r.responded_at >= ${start} and r.responded_at < ${end}
         and (r.withdrawn_at is null or r.withdrawn_at >= ${end})
         and (r.held_until is null or r.held_until < ${end})
    ), bonus as (
      select r.member_id, r.author_id, r.reading,
             div(${bonus.clapsBps}::bigint * least(coalesce(c.claps, 0), ${bonus.clapsFull}::int),
                 ${bonus.clapsFull}::int)
             + case when a.member_id is null then 0 else ${bonus.responseBps}::int end
             + case when t.first_ever and t.class <> 'traded' and t.followed_at >= ${start}
                         and t.followed_at < ${end}
                    then ${bonus.firstFollowBps}::int else 0 end
             + case when t.class = 'earned' and t.followed_at < r.first_at
                    then ${bonus.followerBps}::int else 0 end
             + case when d.member_id is null then 0 else ${bonus.repeatBps}::int end as bps
        from reading as r
        left join repeated as d on d.member_id = r.member_id and d.author_id = r.author_id
        left join clapped as c on c.member_id = r.member_id and c.author_id = r.author_id
        left join responded as a on a.member_id = r.member_id and a.author_id = r.author_id
        left join month_tie as t on t.month = ${month} and t.follower_id = r.member_id
                                and t.followee_id = r.author_id
    )
    select member_id, author_id,
           reading * (10000 + least(${bonus.bonusBpsMax}::int, bps)) as weight
      from bonus`);
  await tx.run(sql`analyze audit_author`);
}

/** Largest remainder twice: a pool over its authors, an author's amount over their stories. */
async function divide(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`
    create temporary table audit_share on commit drop as
    with owed as (
      select a.member_id, a.author_id, p.dues_micros + p.carried_micros as pool, a.weight,
             sum(a.weight) over (partition by a.member_id) as weights
        from audit_author as a
        join pool as p on p.month = ${month} and p.member_id = a.member_id
    ), quota as (
      select member_id, author_id, pool, div(pool * weight, weights) as floor,
             mod(pool * weight, weights) as remainder
        from owed
    ), ranked as (
      select *, row_number() over (partition by member_id order by remainder desc, author_id) as place,
             pool - sum(floor) over (partition by member_id) as left_over
        from quota
    )
    select member_id, author_id, floor + (place <= left_over)::int as micros from ranked`);
  await tx.run(sql`analyze audit_share`);
  await tx.run(sql`
    create temporary table audit_line on commit drop as
    with owed as (
      select r.member_id, r.author_id, r.story_id, s.micros as amount, r.weight::numeric as weight,
             sum(r.weight) over (partition by r.member_id, r.author_id) as weights
        from audit_read as r
        join audit_share as s on s.member_id = r.member_id and s.author_id = r.author_id
    ), quota as (
      select member_id, author_id, story_id, amount, div(amount * weight, weights) as floor,
             mod(amount * weight, weights) as remainder
        from owed
    ), ranked as (
      select *,
             row_number() over (partition by member_id, author_id
                                order by remainder desc, story_id) as place,
             amount - sum(floor) over (partition by member_id, author_id) as left_over
        from quota
    )
    select member_id, author_id, story_id, floor + (place <= left_over)::int as micros from ranked`);
}

const Fingerprint = z.object({ lines: whole, sha256: z.instanceof(Buffer) });

/** What waits of an author's amount, over their stories by what they got. */
async function withhold(tx: Tx, month: Month): Promise<void> {
  await tx.run(sql`
    create temporary table audit_escrow on commit drop as
    with amount as (
      select l.*, sum(micros) over (partition by member_id, author_id) as amount from audit_line as l
    ), owed as (
      select a.*, div(amount * h.bps, 10000) as escrow
        from amount as a
        join month_hold as h on h.month = ${month} and h.member_id = a.member_id
                            and h.author_id = a.author_id
       where amount > 0
    ), quota as (
      select *, div(escrow * micros, amount) as floor, mod(escrow * micros, amount) as remainder
        from owed
    ), ranked as (
      select *,
             row_number() over (partition by member_id, author_id
                                order by remainder desc, story_id) as place,
             escrow - sum(floor) over (partition by member_id, author_id) as left_over
        from quota
    )
    select member_id, author_id, story_id, floor + (place <= left_over)::int as micros from ranked`);
}

function fingerprint(tx: Tx): Promise<z.output<typeof Fingerprint>> {
  return tx.one(sql.of(Fingerprint)`
    select count(*) as lines,
           sha256(convert_to(coalesce(string_agg(
             member_id || ',' || author_id || ',' || story_id || ',' || audit_line.micros || ','
               || coalesce(audit_escrow.micros, 0) || E'\n', ''
             order by member_id, author_id, story_id), ''), 'UTF8')) as sha256
      from audit_line left join audit_escrow using (member_id, author_id, story_id)`);
}

const Sums = z.object({
  dues: micros,
  pools: micros,
  carriedIn: micros,
  unclaimedBefore: micros,
  lines: micros,
  statements: micros,
  statementLines: micros,
  unclaimed: micros,
  booked: micros,
});

/** The month's sums, each computed from another table. */
function sumsOf(db: Db, month: Month): Promise<z.output<typeof Sums>> {
  return db.one(sql.of(Sums)`
    select (select coalesce(sum(pool_micros), 0) from dues where month = ${month}) as dues,
           (select coalesce(sum(dues_micros + carried_micros), 0)
              from pool where month = ${month}) as pools,
           (select coalesce(sum(carried_micros), 0) from pool where month = ${month}) as carried_in,
           (select coalesce(sum(micros), 0) from unclaimed
             where fate = 'carried'
               and month = to_char(${`${month}-01`}::date - 1, 'YYYY-MM')) as unclaimed_before,
           (select coalesce(sum(micros), 0) from allocation_line where month = ${month}) as lines,
           (select coalesce(sum(micros), 0) from statement where month = ${month}) as statements,
           (select coalesce(sum(micros), 0) from statement_line
             where month = ${month}) as statement_lines,
           (select coalesce(sum(micros), 0) from unclaimed where month = ${month}) as unclaimed,
           (select coalesce(sum(micros), 0)
              from transfer
              join journal on journal.id = transfer.journal_id
              join ledger_account on ledger_account.id = transfer.credit_id
             where journal.key = ${`split:${month}`}
               and ledger_account.code in ('2200', '2150')) as booked`);
}

/** What came in is what was divided; what was divided is what the statements say and what was booked. */
async function moneyFindings(tx: Tx, month: Month, closing: Closing): Promise<AuditFinding[]> {
  const sums = await sumsOf(tx, month);
  const equal = (what: string, found: bigint, wanted: bigint) =>
    differing(what, found.toString(), wanted.toString());
  return [
    ...equal("pools against dues and what was carried", sums.pools, sums.dues + sums.carriedIn),
    ...equal("carried in against last month’s unclaimed", sums.carriedIn, sums.unclaimedBefore),
    ...equal("lines and unclaimed against pools", sums.lines + sums.unclaimed, sums.pools),
    ...equal("statements against lines", sums.statements, sums.lines),
    ...equal("statement lines against lines", sums.statementLines, sums.lines),
    ...equal("the ledger against statements", sums.booked, sums.statements),
    ...equal("the month’s record against lines", closing.sharedMicros, sums.lines),
  ];
}
