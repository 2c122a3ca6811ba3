/** A reader follows an author, or no longer. Both may be said again without harm. */
import type { AuthorId, ReaderId } from "../../core/ids.ts";
import { rulePace } from "../../core/integrity/pace.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { DAY_MS } from "../../core/time.ts";
import type { Database } from "../../store/db.ts";
import { endFollow, findFollowee, followsLately, insertFollow } from "./store.ts";

export type FollowRefusal = "nobody" | "yourself" | "too-many";

export async function followAuthor(
  db: Database,
  at: Date,
  follower: ReaderId,
  handle: string,
): Promise<Ruling<AuthorId, FollowRefusal>> {
  const followee = await findFollowee(db, handle);
  if (followee === null) return refuse("nobody");
  if (followee === follower) return refuse("yourself");
  const since = new Date(at.getTime() - DAY_MS);
  const pace = rulePace("follow", await followsLately(db, follower, { since, at }));
  if (!pace.ok) return pace;
  await insertFollow(db, at, follower, followee);
  return allow(followee);
}

export async function unfollowAuthor(
  db: Database,
  at: Date,
  follower: ReaderId,
  handle: string,
): Promise<Ruling<AuthorId, "nobody">> {
  const followee = await findFollowee(db, handle);
  if (followee === null) return refuse("nobody");
  await endFollow(db, at, follower, followee);
  return allow(followee);
}
