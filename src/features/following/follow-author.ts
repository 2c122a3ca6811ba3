/** A reader follows an author, or no longer. Both may be said again without harm. */
import type { AuthorId, ReaderId } from "../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Database } from "../../store/db.ts";
import { endFollow, findFollowee, insertFollow } from "./store.ts";

export type FollowRefusal = "nobody" | "yourself";

export async function followAuthor(
  db: Database,
  at: Date,
  follower: ReaderId,
  handle: string,
): Promise<Ruling<AuthorId, FollowRefusal>> {
  const followee = await findFollowee(db, handle);
  if (followee === null) return refuse("nobody");
  if (followee === follower) return refuse("yourself");
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
