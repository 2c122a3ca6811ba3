/** A reader responds to a story; the author of either may take the response away. */
import { type ResponseRefusal, ruleResponse } from "../../core/responses/response.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Database } from "../../store/db.ts";
import { dropPages } from "../../web/drops.ts";
import type { Viewer } from "../../web/viewer.ts";
import { randomKey } from "../stories/random-key.ts";
import { approach } from "./give-claps.ts";
import {
  type AnsweredStory,
  countResponseGone,
  hideResponse,
  insertResponse,
  lockTally,
  type OneResponse,
  responsesSince,
  withdrawResponse,
} from "./store.ts";

const HOUR_MS = 3_600_000;

/** The key of the new response. */
export function writeResponse(
  db: Database,
  at: Date,
  { viewer, story, text }: { viewer: Viewer; story: AnsweredStory; text: string },
): Promise<Ruling<string, ResponseRefusal>> {
  return db.transaction(async (tx) => {
    await lockTally(tx, story.storyId);
    const lately = await responsesSince(tx, viewer.readerId, new Date(at.getTime() - HOUR_MS));
    const { responsesOpen } = story;
    const ruling = ruleResponse(approach(viewer, story), { text, responsesOpen, lately });
    if (!ruling.ok) return ruling;
    const key = randomKey();
    const { storyId } = story;
    await insertResponse(tx, at, { key, storyId, authorId: viewer.readerId, text: ruling.value });
    await dropPages(tx, [`story:${storyId}`]);
    return allow(key);
  });
}

/** Its own author withdraws it; the story's author hides it. Doing so twice is doing so once. */
export function removeResponse(
  db: Database,
  at: Date,
  { viewer, story, response }: { viewer: Viewer; story: AnsweredStory; response: OneResponse },
): Promise<Ruling<"withdrawn" | "hidden", "not-yours">> {
  return db.transaction(async (tx) => {
    const own = viewer.readerId === response.authorId;
    if (!own && viewer.readerId !== story.authorId) return refuse("not-yours");
    await lockTally(tx, story.storyId);
    const remove = own ? withdrawResponse : hideResponse;
    if (await remove(tx, at, response.responseId)) await countResponseGone(tx, story.storyId);
    await dropPages(tx, [`story:${story.storyId}`]);
    return allow(own ? "withdrawn" : "hidden");
  });
}
