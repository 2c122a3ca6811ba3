/** A reader claps for a story, or takes their claps back. */
import { rulePace } from "../../core/integrity/pace.ts";
import { type ClapRefusal, ruleClap } from "../../core/responses/clap.ts";
import { allow, type Ruling } from "../../core/ruling.ts";
import type { Database, Tx } from "../../store/db.ts";
import type { Viewer } from "../../web/viewer.ts";
import { actsLately } from "./pace-store.ts";
import { type AnsweredStory, clapsBy, lockTally, recordClaps } from "./store.ts";

/** The reader's claps for the story afterwards: at most fifty, however many ask at once. */
export function giveClaps(
  db: Database,
  at: Date,
  { viewer, story, more }: { viewer: Viewer; story: AnsweredStory; more: number },
): Promise<Ruling<number, ClapRefusal>> {
  return db.transaction(async (tx) => {
    await lockTally(tx, story.storyId);
    const before = await clapsBy(tx, viewer.readerId, story.storyId);
    const ruling = ruleClap(approach(viewer, story), before, more);
    const lately = await actsLately(tx, "clap", viewer.readerId, at);
    // Whoever claps more for a story has clapped for it already.
    const pace = before > 0 ? allow("go") : rulePace("clap", lately);
    if (ruling.ok && !pace.ok) return pace;
    if (ruling.ok) await record(tx, at, { viewer, story, before, after: ruling.value });
    return ruling;
  });
}

/** Always allowed; nothing to take back is nothing done. */
export function takeClapsBack(
  db: Database,
  at: Date,
  { viewer, story }: { viewer: Viewer; story: AnsweredStory },
): Promise<Ruling<number, ClapRefusal>> {
  return db.transaction(async (tx) => {
    await lockTally(tx, story.storyId);
    const before = await clapsBy(tx, viewer.readerId, story.storyId);
    await record(tx, at, { viewer, story, before, after: 0 });
    return allow(0);
  });
}

interface Change {
  viewer: Viewer;
  story: AnsweredStory;
  before: number;
  after: number;
}

async function record(tx: Tx, at: Date, { viewer, story, before, after }: Change): Promise<void> {
  if (before === after) return;
  const change = { reader: viewer.readerId, story: story.storyId, before, after };
  await recordClaps(tx, at, change);
}

export function approach(viewer: Viewer | null, story: AnsweredStory) {
  const { state, audience } = story;
  const isAuthor = viewer?.readerId === story.authorId;
  return { state, audience, isAuthor, isMember: viewer?.isMember ?? false };
}
