/** A reader responds to a story; the author of either may take the response away. */
import { rulePace } from "../../core/integrity/pace.ts";
import { judged } from "../../core/responses/holding.ts";
import { type ResponseRefusal, ruleResponse } from "../../core/responses/response.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Database } from "../../store/db.ts";
import { dropPages } from "../../web/drops.ts";
import type { Viewer } from "../../web/viewer.ts";
import { randomKey } from "../stories/random-key.ts";
import { approach } from "./give-claps.ts";
import { insertHeld } from "./held/held-store.ts";
import { actsLately } from "./pace-store.ts";
import {
  type AnsweredStory,
  countResponses,
  hideResponse,
  insertResponse,
  lockTally,
  type OneResponse,
  responsesSince,
  withdrawResponse,
} from "./store.ts";

const HOUR_MS = 3_600_000;

export interface Written {
  key: string;
  /** It reads like an offer to trade follows, and waits for a person. */
  isHeld: boolean;
}

export function writeResponse(
  db: Database,
  at: Date,
  { viewer, story, text }: { viewer: Viewer; story: AnsweredStory; text: string },
): Promise<Ruling<Written, ResponseRefusal>> {
  return db.transaction(async (tx) => {
    await lockTally(tx, story.storyId);
    const lately = await responsesSince(tx, viewer.readerId, new Date(at.getTime() - HOUR_MS));
    const { responsesOpen } = story;
    const ruling = ruleResponse(approach(viewer, story), { text, responsesOpen, lately });
    if (!ruling.ok) return ruling;
    const pace = rulePace("response", await actsLately(tx, "response", viewer.readerId, at));
    if (!pace.ok) return pace;
    const key = randomKey();
    const { storyId } = story;
    const { isHeld, offer } = judged(ruling.value);
    const response = { key, storyId, authorId: viewer.readerId, text: ruling.value, isHeld };
    await insertResponse(tx, at, response);
    if (isHeld) await insertHeld(tx, at, { key, offer });
    else await dropPages(tx, [`story:${storyId}`]);
    return allow({ key, isHeld });
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
    const mayHide = viewer.readerId === story.authorId && !response.isHeld;
    if (!own && !mayHide) return refuse("not-yours");
    await lockTally(tx, story.storyId);
    const remove = own ? withdrawResponse : hideResponse;
    const gone = await remove(tx, at, response.responseId);
    if (gone && !response.isHeld) await countResponses(tx, story.storyId, -1);
    await dropPages(tx, [`story:${story.storyId}`]);
    return allow(own ? "withdrawn" : "hidden");
  });
}
