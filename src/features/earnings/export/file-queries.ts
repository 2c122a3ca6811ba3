/**
 * What the close of a month goes by, as the columns of docs/operating/earnings-files.md: the same rows
 * that `closing/month-evidence.ts` gathers, for members who have a pool. Rows are in order of member.
 */
import { dayOf, type Month, monthEnd, monthStart } from "../../../core/time.ts";
import { copyQuery } from "../../../store/copy.ts";

/** A query for each file of the export, by its name. */
export function fileQueries(month: Month): Record<string, string> {
  return {
    "pools.csv": copyQuery`
      select member_id as member, dues_micros + carried_micros as pool
        from pool where month = ${month} order by member_id`,
    "stories.csv": copyQuery`
      select story_id as story, author_id as author, expected_seconds
        from month_story where month = ${month} order by story_id`,
    ...attentionQueries(month),
    ...engagementQueries(month),
    "lines.csv": copyQuery`
      select member_id as member, author_id as author, story_id as story, micros,
             escrow_micros as escrow
        from allocation_line where month = ${month}
       order by allocation_line.member_id, allocation_line.author_id, allocation_line.story_id`,
  };
}

/** Times are to the millisecond, made from the same float in the same way as the close makes them. */
function attentionQueries(month: Month): Record<string, string> {
  const [start, end] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
  return {
    "attention.csv": copyQuery`
      select r.reader_id as member, r.story_id as story, to_char(r.day, 'YYYY-MM-DD') as day,
             r.earning_seconds as seconds, 0 as boosted_seconds,
             to_char(timestamp 'epoch' + interval '1 millisecond'
                       * floor(date_part('epoch', r.first_at) * 1000 + 0.5),
                     'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as first_at
        from reading_day as r
        join pool as p on p.month = ${month} and p.member_id = r.reader_id
        join month_story as m on m.month = ${month} and m.story_id = r.story_id
       where r.earning_seconds > 0 and r.day >= m.earns_from
         and r.day >= ${start}::date and r.day < ${end}::date
       order by r.reader_id, r.story_id, r.day`,
    "views.csv": copyQuery`
      select v.reader_id as member, v.story_id as story, to_char(v.day, 'YYYY-MM-DD') as day
        from view_day as v
        join pool as p on p.month = ${month} and p.member_id = v.reader_id
        join month_story as m on m.month = ${month} and m.story_id = v.story_id
       where v.day >= m.earns_from and v.day >= ${start}::date and v.day < ${end}::date
       order by v.reader_id, v.story_id, v.day`,
  };
}

/** Nobody highlights yet: that file has no rows. */
function engagementQueries(month: Month): Record<string, string> {
  const [start, end] = [dayOf(monthStart(month)), dayOf(monthEnd(month))];
  return {
    "claps.csv": copyQuery`
      select c.reader_id as member, c.story_id as story, c.count
        from clap_month as c
        join pool as p on p.month = ${month} and p.member_id = c.reader_id
        join month_story as m on m.month = ${month} and m.story_id = c.story_id
       where c.month = ${month} and c.count > 0
       order by c.reader_id, c.story_id`,
    "highlights.csv": copyQuery`select 0 as member, 0 as story where false`,
    "responses.csv": copyQuery`
      select distinct r.author_id as member, r.story_id as story
        from response as r
        join pool as p on p.month = ${month} and p.member_id = r.author_id
        join month_story as m on m.month = ${month} and m.story_id = r.story_id
       where r.responded_at >= (${start}::date at time zone 'UTC')
         and r.responded_at < (${end}::date at time zone 'UTC')
         and (r.withdrawn_at is null or r.withdrawn_at >= (${end}::date at time zone 'UTC'))
         and (r.held_until is null or r.held_until < (${end}::date at time zone 'UTC'))
       order by 1, 2`,
    "follows.csv": copyQuery`
      select follower_id as member, followee_id as author,
             to_char(timestamp 'epoch' + interval '1 millisecond'
                       * floor(date_part('epoch', followed_at) * 1000 + 0.5),
                     'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
             class, first_ever::int as first_ever
        from month_tie where month = ${month}
       order by follower_id, followee_id`,
    "held.csv": copyQuery`
      select member_id as member, author_id as author, bps as bp
        from month_hold where month = ${month} order by member_id, author_id`,
  };
}
