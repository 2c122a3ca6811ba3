/** Lists of cases in SQL, and how decisions went. Reads only. */
import { z } from "zod";
import { DECISIONS } from "../../core/integrity/cases/decision.ts";
import { CASE_KINDS, type CaseKind } from "../../core/integrity/cases/snapshot.ts";
import { CHANNELS, type Channel } from "../../core/integrity/channels.ts";
import { caseId, instant, micros, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

export const LISTS = ["open", "proposed", "appeals", "decided", "faded"] as const;
export type ListName = (typeof LISTS)[number];

const Line = z.object({
  id: caseId,
  kind: z.enum(CASE_KINDS),
  state: z.enum(["open", "proposed", "decided", "faded"]),
  openedAt: instant,
  surprise: z.number(),
  channel: z.enum(CHANNELS),
  stakeMicros: micros,
  accounts: z.int(),
  /** Names of the first three. */
  names: z.array(z.string()),
  /** What stands or waits. */
  decision: z.enum(DECISIONS).nullable(),
  /** When the earliest appeal must be answered. */
  answerBy: instant.nullable(),
});
export type CaseLine = z.output<typeof Line>;

export interface Filter {
  list: ListName;
  kind: CaseKind | null;
  channel: Channel | null;
}

/** Those with most at stake first, then the rarest; appeals by their clocks. */
export function caseLines(
  db: Db,
  { list, kind, channel }: Filter,
  { limit, offset }: { limit: number; offset: number },
): Promise<CaseLine[]> {
  return db.many(sql.of(Line)`
    select c.id, c.kind, c.state, opened_at, surprise, channel, f.stake_micros,
           (select count(*)::int from case_member as m
             where m.case_id = c.id and m.number = f.number) as accounts,
           array(select name from case_member as m join reader on reader.id = account_id
                  where m.case_id = c.id and m.number = f.number
                  order by place limit 3) as names,
           current.kind as decision, answer_by
      from integrity_case as c
      join case_file as f on f.case_id = c.id
       and f.number = (select max(number) from case_file where case_id = c.id)
      left join case_decision as current on current.case_id = c.id
       and current.state in ('waiting', 'standing')
      left join lateral (
        select min(answer_by) as answer_by from case_appeal
         where decision_id = current.id and case_appeal.state = 'waiting') as appeal on true
     where case when ${list} = 'appeals' then answer_by is not null else c.state = ${list} end
       and (${kind}::text is null or c.kind = ${kind})
       and (${channel}::text is null or channel = ${channel})
     order by case when ${list} = 'appeals' then answer_by end,
              case when ${list} in ('decided', 'faded') then changed_at end desc,
              f.stake_micros desc, surprise desc, c.id
     limit ${limit} offset ${offset}`);
}

const Counts = z.object({
  open: whole,
  proposed: whole,
  appeals: whole,
  /** When the first of the appeals must be answered. */
  answerBy: instant.nullable(),
});
export type WaitingCases = z.output<typeof Counts>;

/** What waits for somebody. */
export function waitingCases(db: Db): Promise<WaitingCases> {
  return db.one(sql.of(Counts)`
    select count(*) filter (where state = 'open') as open,
           count(*) filter (where state = 'proposed') as proposed,
           (select count(*) from case_appeal where state = 'waiting') as appeals,
           (select min(answer_by) from case_appeal where state = 'waiting') as answer_by
      from integrity_case where state in ('open', 'proposed')`);
}

const Went = z.object({ channel: z.enum(CHANNELS), decided: whole, dismissed: whole });
export type DecisionsOfChannel = z.output<typeof Went>;

/** Of each channel: how many cases were decided, and in how many the accounts were found honest. */
export function decisionsByChannel(db: Db): Promise<DecisionsOfChannel[]> {
  return db.many(sql.of(Went)`
    select channel, count(*) as decided, count(*) filter (where kind = 'dismiss') as dismissed
      from case_decision as d
      join case_file as f on f.case_id = d.case_id and f.number = d.file_number
     where state = 'standing'
     group by channel order by decided desc, channel`);
}
