/** Claps: how a reader says "well done", up to fifty times a story, and takes it back (docs/policy/earnings.md). */

import { allow, type Ruling, refuse } from "../ruling.ts";
import { mayReadWhole, type StoryState } from "../stories/gate.ts";

/** The cap of the policy; the schema holds it too. */
export const CLAPS_MAX = 50;

/** A story, and what its would-be clapper is to it. */
export interface Approach {
  state: StoryState;
  audience: "everyone" | "members";
  isAuthor: boolean;
  isMember: boolean;
}

export type ClapRefusal = "own-story" | "not-readable" | "too-many";

/** The reader's claps after giving `more` to the `count` they gave before. */
export function ruleClap(
  story: Approach,
  count: number,
  more: number,
): Ruling<number, ClapRefusal> {
  if (story.isAuthor) return refuse("own-story");
  if (!mayReadWhole(story)) return refuse("not-readable");
  return allow(Math.min(CLAPS_MAX, count + more));
}
