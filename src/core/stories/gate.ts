/**
 * The gate: who may read a story, and how much of it (docs/policy/reading.md).
 *
 * `features/stories/story-body.ts` asks the database by the same rule, so that a text never leaves it
 * for someone who may not read it. A test holds the two together.
 */

export type StoryState = "draft" | "published" | "withdrawn";
export type Audience = "everyone" | "members";

/** How much of a story someone may read. */
export type ReadablePart = "whole" | "preview" | "nothing";

/** A story, and what its would-be reader is to it. */
export interface Approach {
  state: StoryState;
  audience: Audience;
  isAuthor: boolean;
  isMember: boolean;
}

/** Authors read their own whatever its state; members all that is published; others what is open. */
export function readablePart({ state, audience, isAuthor, isMember }: Approach): ReadablePart {
  if (isAuthor) return "whole";
  if (state !== "published") return "nothing";
  return audience === "everyone" || isMember ? "whole" : "preview";
}

export function mayReadWhole(approach: Approach): boolean {
  return readablePart(approach) === "whole";
}
