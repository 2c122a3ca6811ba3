/**
 * How readers became members, in SQL. Sole writer of `conversion`, `conversion_story` and `referral`.
 *
 * What is known on the day of the first charge is written down that day, with the policy in force, and
 * never again: rules that reward a conversion go by these rows and by the terms of that version.
 */
import { z } from "zod";
import type { ChargeId, ReaderId } from "../../../core/ids.ts";
import { DAY_MS, dayOf, monthOf } from "../../../core/time.ts";
import { day, instant, readerId, storyId, whole } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";
import { policyOf } from "../../policies/store.ts";

/** How far back reading counts towards a conversion: the thirty days of 2019. */
export const CONVERSION_DAYS = 30;

/** A read is half a minute on a day, as everywhere. */
const READ_SECONDS_MIN = 30;

/** False, and nothing is written, when the reader was a member before. */
export async function recordConversion(
  tx: Tx,
  at: Date,
  { readerId: reader, chargeId: charge }: { readerId: ReaderId; chargeId: ChargeId },
): Promise<boolean> {
  const { version } = await policyOf(tx, monthOf(at));
  const isFirst = await tx.run(sql`
    insert into conversion (reader_id, charge_id, converted_at, policy_version, days)
    select ${reader}, ${charge}, ${at}, ${version}, ${CONVERSION_DAYS}::int
     where not exists (select from charge where reader_id = ${reader} and id <> ${charge})
    on conflict (reader_id) do nothing`);
  if (isFirst === 0) return false;
  const since = dayOf(new Date(at.getTime() - CONVERSION_DAYS * DAY_MS));
  await tx.run(sql`
    insert into conversion_story
      (reader_id, story_id, author_id, seconds, first_day, last_day, is_last)
    select ${reader}, read.story_id, story.author_id, read.seconds, read.first_day, read.last_day,
           row_number() over (order by read.last_at desc, read.story_id) = 1
      from (select story_id, sum(seconds) as seconds, min(day) as first_day, max(day) as last_day,
                   max(first_at) as last_at
              from reading_day
             where reader_id = ${reader} and day >= ${since}::date and day <= ${dayOf(at)}::date
               and seconds >= ${READ_SECONDS_MIN}
             group by story_id) as read
      join story on story.id = read.story_id
     where story.author_id <> ${reader} and story.audience = 'members'`);
  return true;
}

const Story = z.object({
  storyId,
  authorId: readerId,
  seconds: whole,
  firstDay: day,
  lastDay: day,
  isLast: z.boolean(),
});
const Conversion = z.object({
  chargeId: whole,
  convertedAt: instant,
  policyVersion: z.string(),
  days: whole,
});
export type Conversion = z.output<typeof Conversion> & { stories: z.output<typeof Story>[] };

/** The reader's conversion with what they had read before it, the longest first. */
export async function findConversion(db: Db, reader: ReaderId): Promise<Conversion | null> {
  const conversion = await db.maybe(sql.of(Conversion)`
    select charge_id, converted_at, policy_version, days
      from conversion where reader_id = ${reader}`);
  if (!conversion) return null;
  const stories = await db.many(sql.of(Story)`
    select story_id, author_id, seconds, first_day, last_day, is_last
      from conversion_story where reader_id = ${reader}
     order by seconds desc, story_id`);
  return { ...conversion, stories };
}

export interface NewReferral {
  memberId: ReaderId;
  referrerId: ReaderId;
  /** Part of net dues, as it was agreed; it does not change with the policy. */
  bps: number;
  policyVersion: string;
  convertedAt: Date;
}

/** The partner of that handle, who may bring this reader here; nobody brings themselves. */
export async function findInviter(
  db: Db,
  handle: string,
  reader: ReaderId,
): Promise<ReaderId | null> {
  const row = await db.maybe(sql.of(z.object({ readerId }))`
    select partner.reader_id
      from partner join reader on reader.id = partner.reader_id
     where handle = ${handle} and partner.state = 'active' and reader.id <> ${reader}`);
  return row?.readerId ?? null;
}

/** What a referrer gets of net dues by the rules of this month; 0 where they pay for no referrals. */
export async function referralBpsOf(db: Db, at: Date): Promise<number> {
  const { policy } = await policyOf(db, monthOf(at));
  return policy.dues.onTop.find(({ what }) => what === "referral")?.bps ?? 0;
}

/**
 * The reader who became a member was brought here: the terms of that day are theirs for as long as dues
 * are paid. Under rules that pay for no referrals none is recorded.
 */
export async function recordReferral(
  tx: Tx,
  at: Date,
  { memberId, referrerId }: Pick<NewReferral, "memberId" | "referrerId">,
): Promise<void> {
  const bps = await referralBpsOf(tx, at);
  if (bps === 0) return;
  const { version: policyVersion } = await policyOf(tx, monthOf(at));
  await insertReferral(tx, { memberId, referrerId, bps, policyVersion, convertedAt: at });
}

/** False when the member has a referrer already: the first one stays. */
export async function insertReferral(tx: Tx, referral: NewReferral): Promise<boolean> {
  const { memberId, referrerId, bps, policyVersion, convertedAt } = referral;
  const count = await tx.run(sql`
    insert into referral (member_id, referrer_id, bps, policy_version, converted_at)
    values (${memberId}, ${referrerId}, ${bps}, ${policyVersion}, ${convertedAt})
    on conflict (member_id) do nothing`);
  return count === 1;
}
