/**
 * What integrity found, in SQL, for whoever asks: reads only. Everything of a run belongs to that run,
 * and what is asked for without one is of the latest that ended.
 */
import { z } from "zod";
import type { AuthorId, ReaderId, RunId } from "../../core/ids.ts";
import { CHANNELS, type Channel } from "../../core/integrity/channels.ts";
import { instant, readerId, runId, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

const channel: z.ZodType<Channel> = z.enum(CHANNELS);

export const TIE_CLASSES = ["earned", "unproven", "traded"] as const;
export type TieClassName = (typeof TIE_CLASSES)[number];

const Run = z.object({
  id: runId,
  startedAt: instant,
  untilAt: instant,
  endedAt: instant,
  accounts: z.int(),
  stories: z.int(),
  follows: z.int(),
  reads: z.int(),
  claps: z.int(),
  responses: z.int(),
  enoughEvidence: z.boolean(),
  flagged: z.int(),
  groups: z.int(),
  /** Milliseconds by stage. */
  stages: z.record(z.string(), z.number()),
});
export type Run = z.output<typeof Run>;

/** The last run that ended, or null where none has yet. */
export function latestRun(db: Db): Promise<Run | null> {
  return db.maybe(sql.of(Run)`
    select id, started_at, until_at, ended_at, accounts, stories, follows, reads, claps, responses,
           enough_evidence, flagged, groups, stages
      from integrity_run where ended_at is not null order by id desc limit 1`);
}

const ReferenceRow = z.object({
  channel,
  stratum: z.int(),
  size: z.int(),
  trimmed: z.int(),
  together: z.array(z.int()),
  tailFrom: z.number(),
  tailMean: z.number(),
  tailPart: z.number(),
});

/** What "1 in N honest accounts" of a run was reckoned from, by channel and stratum. */
export async function referenceOf(db: Db, run: RunId): Promise<z.output<typeof ReferenceRow>[]> {
  const { reference } = await db.one(sql.of(
    z.object({ reference: ReferenceRow.array().nullable() }),
  )`
    select reference from integrity_run where id = ${run}`);
  return reference ?? [];
}

const Score = z.object({
  accountId: readerId,
  surprise: z.number(),
  channel,
  flagged: z.boolean(),
  /** By channel, in the order of `CHANNELS`. */
  surprises: z.number().array(),
  values: z.number().array(),
});
export type Score = z.output<typeof Score>;

/** Accounts of a run whose surprise is at least `from`, the highest first. */
export function scoresFrom(db: Db, run: RunId, from: number, limit = 10_000): Promise<Score[]> {
  return db.many(sql.of(Score)`
    select account_id, surprise, channel, flagged, surprises, channel_values as values
      from integrity_account where run_id = ${run} and surprise >= ${from}
     order by surprise desc, account_id limit ${limit}`);
}

const Group = z.object({
  number: z.int(),
  surprise: z.number(),
  released: z.boolean(),
  alsoLooksLike: z.string().nullable(),
  accounts: z.array(z.number()),
});
/** `accounts` are ids of readers, ascending. */
export type FoundGroup = Omit<z.output<typeof Group>, "accounts"> & { accounts: ReaderId[] };

/** The groups of a run in its own order; with `account`, those it is a member of. */
export async function groupsOf(
  db: Db,
  run: RunId,
  account: ReaderId | null = null,
): Promise<FoundGroup[]> {
  const rows = await db.many(sql.of(Group)`
    select number, surprise, released, also_looks_like,
           (select coalesce(array_agg(account_id::float8 order by account_id), '{}')
              from integrity_member as m
             where m.run_id = g.run_id and m.number = g.number) as accounts
      from integrity_group as g
     where run_id = ${run}
       and (${account}::bigint is null
            or exists (select from integrity_member as m
                        where m.run_id = g.run_id and m.number = g.number
                          and m.account_id = ${account}))
     order by number`);
  return rows.map((row) => ({ ...row, accounts: row.accounts.map((id) => readerId.parse(id)) }));
}

const Pair = z.object({ fromId: readerId, toId: readerId, discount: z.number() });
export type Pair = z.output<typeof Pair>;

/** Attention that a run does not count: that this account gave or got, the greatest part first. */
export function pairsOf(db: Db, run: RunId, account: ReaderId): Promise<Pair[]> {
  return db.many(sql.of(Pair)`
    select from_id, to_id, discount from integrity_pair
     where run_id = ${run} and (from_id = ${account} or to_id = ${account})
     order by discount desc, from_id, to_id`);
}

const FoundTie = z.object({
  followId: whole,
  followerId: readerId,
  followeeId: readerId,
  followedAt: instant,
  endedAt: instant.nullable(),
  q: z.number(),
  class: z.enum(TIE_CLASSES),
});
export type FoundTie = z.output<typeof FoundTie>;

/**
 * All ties of an account both ways, the oldest first, those that ended included. What nobody has looked
 * at yet is unproven, with the odds of a tie of which nothing is known.
 */
export function tiesAround(db: Db, account: ReaderId): Promise<FoundTie[]> {
  return db.many(sql.of(FoundTie)`
    select follow.id as follow_id, follow.follower_id, follow.followee_id, followed_at,
           follow.ended_at, coalesce(q, 0.05)::float8 as q, coalesce(class, 'unproven') as class
      from follow left join tie on tie.follow_id = follow.id
     where follow.follower_id = ${account} or follow.followee_id = ${account}
     order by followed_at, follow.id`);
}

const Counts = z.object({ earned: z.int(), unproven: z.int(), traded: z.int() });
export type TieCounts = z.output<typeof Counts>;

/** How many of those who follow an author now are earned, unproven and traded. */
export function followerCounts(db: Db, author: AuthorId): Promise<TieCounts> {
  return db.one(sql.of(Counts)`
    select (count(*) filter (where class = 'earned'))::int as earned,
           (count(*) filter (where class is distinct from 'earned'
                               and class is distinct from 'traded'))::int as unproven,
           (count(*) filter (where class = 'traded'))::int as traded
      from follow left join tie on tie.follow_id = follow.id
     where follow.followee_id = ${author} and ended_at is null`);
}

const Brake = z.object({
  beganAt: instant,
  untilAt: instant,
  surprise: z.number(),
  channel,
});
export type Brake = z.output<typeof Brake>;

/** What slows a reader down at the moment. */
export function findBrake(db: Db, reader: ReaderId, at: Date): Promise<Brake | null> {
  return db.maybe(sql.of(Brake)`
    select began_at, until_at, surprise, channel from brake
     where reader_id = ${reader} and until_at > ${at}`);
}
