/** A reader opens a story: a session of attention begins, and the day's view is counted. */
import { type Reading, secondsMaxOf } from "../../core/reading/attention.ts";
import { dayOf } from "../../core/time.ts";
import type { Site } from "../../web/site.ts";
import type { Viewer } from "../../web/viewer.ts";
import { readingToken } from "./reading-token.ts";
import { type Entry, insertReadingSession, type OpenedStory } from "./store.ts";

export interface Opening {
  viewer: Viewer;
  sessionHash: Buffer;
  story: OpenedStory;
  entry: Entry;
}

/** The token that reports must carry, and the most seconds they can come to. */
export async function openReading(
  { db, clock, secret }: Site,
  { viewer, sessionHash, story, entry }: Opening,
): Promise<{ token: string; secondsMax: number }> {
  const at = clock();
  const { readerId } = viewer;
  const { storyId } = story;
  const earning = viewer.isMember && story.forMembers && story.authorId !== readerId;
  const day = dayOf(at);
  const sessionId = await db.transaction((tx) =>
    insertReadingSession(tx, at, { readerId, storyId, earning, entry, day }),
  );
  const secondsMax = secondsMaxOf(story.readingSeconds);
  const reading: Reading = {
    ...{ sessionId, readerId, storyId, secondsMax, earning },
    openedAtMs: at.getTime(),
  };
  return { token: readingToken(secret, sessionHash, reading), secondsMax };
}
