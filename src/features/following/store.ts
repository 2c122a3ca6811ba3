/** Follows in SQL. Sole writer of `follow`. */
import { z } from "zod";
import { isHandle } from "../../core/accounts/handle.ts";
import type { AuthorId, ReaderId } from "../../core/ids.ts";
import { instant, readerId, whole } from "../../store/columns.ts";
import { type Db, sql } from "../../store/db.ts";

export async function followerCount(db: Db, author: AuthorId): Promise<number> {
  const { count } = await db.one(sql.of(z.object({ count: whole }))`
    select count(*) from follow where followee_id = ${author} and ended_at is null`);
  return count;
}

export async function isFollowing(
  db: Db,
  follower: ReaderId,
  followee: AuthorId,
): Promise<boolean> {
  const { follows } = await db.one(sql.of(z.object({ follows: z.boolean() }))`
    select exists (select from follow
                    where follower_id = ${follower} and followee_id = ${followee}
                      and ended_at is null) as follows`);
  return follows;
}

const Follower = z.object({
  readerId,
  handle: z.string(),
  name: z.string(),
  followedAt: instant,
});
export type Follower = z.output<typeof Follower>;

/** Who follows the author now, the latest first, at most `limit`. */
export function followersOf(db: Db, author: AuthorId, limit: number): Promise<Follower[]> {
  return db.many(sql.of(Follower)`
    select reader.id as reader_id, handle, name, followed_at
      from follow join reader on reader.id = follower_id
     where followee_id = ${author} and ended_at is null
     order by followed_at desc, follow.id desc
     limit ${limit}`);
}

/** Whose handle it is. */
export async function findFollowee(db: Db, handle: string): Promise<AuthorId | null> {
  if (!isHandle(handle)) return null;
  const row = await db.maybe(sql.of(z.object({ readerId }))`
    select id as reader_id from reader where handle = ${handle}`);
  return row?.readerId ?? null;
}

const Lately = z.object({ acts: z.int(), braked: z.boolean() });

/** How many follows the reader began since then, and whether integrity slows them down. */
export function followsLately(
  db: Db,
  reader: ReaderId,
  { since, at }: { since: Date; at: Date },
): Promise<z.output<typeof Lately>> {
  return db.one(sql.of(Lately)`
    select (select count(*)::int from follow
             where follower_id = ${reader} and followed_at > ${since}) as acts,
           exists (select from brake where reader_id = ${reader} and until_at > ${at}) as braked`);
}

/** Nothing happens where there is an open follow. */
export async function insertFollow(
  db: Db,
  at: Date,
  follower: ReaderId,
  followee: AuthorId,
): Promise<void> {
  await db.run(sql`
    insert into follow (follower_id, followee_id, followed_at)
    values (${follower}, ${followee}, ${at})
    on conflict (follower_id, followee_id) where ended_at is null do nothing`);
}

/** Nothing happens where there is no open follow. The row stays, as evidence of what was. */
export async function endFollow(
  db: Db,
  at: Date,
  follower: ReaderId,
  followee: AuthorId,
): Promise<void> {
  await db.run(sql`
    update follow set ended_at = greatest(${at}::timestamptz, followed_at)
     where follower_id = ${follower} and followee_id = ${followee} and ended_at is null`);
}
