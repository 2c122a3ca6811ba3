/** The Partner Program in SQL. Sole writer of `application` and `partner`. */
import { z } from "zod";
import type { ApplicationId, AuthorId, ReaderId } from "../../core/ids.ts";
import { type Decision, REFUSAL_REASONS } from "../../core/partners/application.ts";
import type { ChecklistItem, Declared, Standing } from "../../core/partners/checklist.ts";
import { type Day, dayOf } from "../../core/time.ts";
import { applicationId, day, instant, readerId } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

const StandingRow = z.object({
  joinedAt: instant,
  lastPublishedAt: instant.nullable(),
  publishedStories: z.int(),
  earnedFollowers: z.int(),
  isMember: z.boolean(),
  hasBio: z.boolean(),
  hasPicture: z.boolean(),
});

/** What an author has, now. Which followers are earned is as integrity has it since last night. */
export function standingOf(db: Db, author: AuthorId, at: Date): Promise<Standing> {
  return db.one(sql.of(StandingRow)`
    select joined_at, bio <> '' as has_bio, picture_key is not null as has_picture,
           (select max(published_at) from story
             where author_id = reader.id and state = 'published') as last_published_at,
           (select count(*)::int from story
             where author_id = reader.id and state = 'published') as published_stories,
           (select count(*)::int
              from follow join tie on tie.follow_id = follow.id and tie.class = 'earned'
             where follow.followee_id = reader.id and ended_at is null) as earned_followers,
           exists (select from membership
                    where membership.reader_id = reader.id and paid_until > ${dayOf(at)}) as is_member
      from reader where id = ${author}`);
}

const Item = z.object({
  criterion: z.enum([
    ...(["published-within-days", "stories-min", "earned-followers-min"] as const),
    ...(["account-age-days", "age-years", "country-in", "member", "profile-complete"] as const),
  ]),
  asked: z.string(),
  has: z.string(),
  met: z.boolean().nullable(),
});

const Application = z.object({
  id: applicationId,
  readerId,
  handle: z.string(),
  name: z.string(),
  bio: z.string(),
  joinedAt: instant,
  country: z.string(),
  bornOn: day,
  statement: z.string(),
  checklist: z.array(Item),
  appliedAt: instant,
  state: z.enum(["waiting", "accepted", "refused"]),
  decidedAt: instant.nullable(),
  reasons: z.array(z.enum(REFUSAL_REASONS)),
  note: z.string(),
  nextTryOn: day.nullable(),
});
export type Application = z.output<typeof Application>;

export function findApplication(db: Db, id: ApplicationId): Promise<Application | null> {
  return db.maybe(sql.of(Application)`
    select application.*, handle, name, bio, joined_at
      from application join reader on reader.id = application.reader_id
     where application.id = ${id}`);
}

/** A reader's last one. */
export function lastApplication(db: Db, reader: ReaderId): Promise<Application | null> {
  return db.maybe(sql.of(Application)`
    select application.*, handle, name, bio, joined_at
      from application join reader on reader.id = application.reader_id
     where reader_id = ${reader} order by applied_at desc, application.id desc limit 1`);
}

/** The waiting ones, the longest waiting first, and then those decided lately. */
export function applications(db: Db, limit: number): Promise<Application[]> {
  return db.many(sql.of(Application)`
    select application.*, handle, name, bio, joined_at
      from application join reader on reader.id = application.reader_id
     order by state <> 'waiting', case when state = 'waiting' then applied_at end,
              decided_at desc, application.id
     limit ${limit}`);
}

export async function waitingApplications(db: Db): Promise<number> {
  const { count } = await db.one(sql.of(z.object({ count: z.int() }))`
    select count(*)::int from application where state = 'waiting'`);
  return count;
}

/** Makes other applications and decisions about this reader wait until `tx` ends. */
export async function lockApplicant(tx: Tx, reader: ReaderId): Promise<void> {
  await tx.run(sql`select from reader where id = ${reader} for update`);
}

export interface NewApplication extends Declared {
  readerId: ReaderId;
  statement: string;
  checklist: readonly ChecklistItem[];
}

export async function insertApplication(tx: Tx, at: Date, given: NewApplication): Promise<void> {
  await tx.run(sql`
    insert into application (reader_id, country, born_on, statement, checklist, applied_at)
    values (${given.readerId}, ${given.country}, ${given.bornOn}::date, ${given.statement},
            ${JSON.stringify(given.checklist)}::jsonb, ${at})`);
}

export async function recordDecision(
  tx: Tx,
  at: Date,
  id: ApplicationId,
  decided: Decision & { by: ReaderId; nextTryOn: Day | null },
): Promise<void> {
  await tx.run(sql`
    update application
       set state = ${decided.accept ? "accepted" : "refused"}, decided_by = ${decided.by},
           decided_at = ${at}, reasons = ${JSON.stringify(decided.reasons)}::jsonb,
           note = ${decided.note}, next_try_on = ${decided.nextTryOn}::date
     where id = ${id} and state = 'waiting'`);
}

/** From now on the author's members-only stories earn. Who left and came back earns from now on again. */
export async function insertPartner(
  tx: Tx,
  at: Date,
  partner: { readerId: AuthorId; country: string },
): Promise<void> {
  await tx.run(sql`
    insert into partner (reader_id, since, country)
    values (${partner.readerId}, ${at}, ${partner.country})
    on conflict (reader_id)
    do update set state = 'active', since = excluded.since, country = excluded.country`);
}

/** Out of the programme, or back in it. What was earned stays earned. False for who is no partner. */
export async function recordPartnerState(
  tx: Tx,
  reader: ReaderId,
  state: "active" | "left",
): Promise<boolean> {
  const count = await tx.run(sql`
    update partner set state = ${state} where reader_id = ${reader} and state <> ${state}`);
  return count === 1;
}

const Partner = z.object({
  readerId,
  state: z.enum(["active", "paused", "left"]),
  since: instant,
  country: z.string(),
  payoutAccount: z.string().nullable(),
});
export type Partner = z.output<typeof Partner>;

export function findPartner(db: Db, reader: ReaderId): Promise<Partner | null> {
  return db.maybe(sql.of(Partner)`
    select reader_id, state, since, country, payout_account
      from partner where reader_id = ${reader}`);
}

const UNIQUE_VIOLATION = "23505";

export interface PayoutWay {
  rail: "test-bank" | "stripe" | "bank-file";
  /** Who holds the account, for rails that ask. */
  name: string | null;
  /** When it was chosen; null where nobody chose it. */
  at: Date | null;
}

const TEST_BANK: PayoutWay = { rail: "test-bank", name: null, at: null };

/** False when the account is another partner's. */
export async function recordPayoutAccount(
  db: Db,
  reader: AuthorId,
  account: string,
  { rail, name, at }: PayoutWay = TEST_BANK,
): Promise<boolean> {
  try {
    await db.run(sql`
      update partner
         set payout_rail = ${rail}, payout_account = ${account}, payout_name = ${name},
             payout_chosen_at = coalesce(${at}, payout_chosen_at)
       where reader_id = ${reader}`);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}
