/** A story is withdrawn by its author, and brought back. */
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import {
  type RestoreRefusal,
  restoreSentences,
  ruleRestore,
} from "../../../core/stories/withdrawal.ts";
import type { Database } from "../../../store/db.ts";
import { dropStoryPages } from "../drop-story-pages.ts";
import type { StoryPlace } from "../own-story.ts";
import { lockOwnStory, recordRestoration, recordWithdrawal } from "../store.ts";

export type WithdrawalRefusal = "no-such-story" | RestoreRefusal;

/** What the refusals say to the author. */
export const withdrawalSentences: Record<WithdrawalRefusal, string> = {
  "no-such-story": "This story is not one of yours, or is no longer there.",
  ...restoreSentences,
};

/** A story that is withdrawn already stays so, from its first day. */
export function withdrawStory(
  db: Database,
  now: Date,
  { authorId, key }: StoryPlace,
): Promise<Ruling<true, "no-such-story">> {
  return db.transaction(async (tx) => {
    const story = await lockOwnStory(tx, authorId, key);
    if (!story) return refuse("no-such-story");
    if (story.state === "withdrawn") return allow(true);
    await recordWithdrawal(tx, now, story.id);
    await dropStoryPages(tx, story);
    return allow(true);
  });
}

/** A published story is published again under its old address and date; a draft is a draft. */
export function restoreStory(
  db: Database,
  now: Date,
  { authorId, key }: StoryPlace,
): Promise<Ruling<true, WithdrawalRefusal>> {
  return db.transaction(async (tx) => {
    const story = await lockOwnStory(tx, authorId, key);
    if (!story) return refuse("no-such-story");
    const ruling = ruleRestore(story.withdrawnAt, now);
    if (!ruling.ok) return ruling;
    await recordRestoration(tx, story.id);
    await dropStoryPages(tx, story);
    return allow(true);
  });
}
