/** The parts of a share, in words. */
import type { Part } from "../../../core/earnings/parts.ts";

export const partNames: Record<Part, string> = {
  reading: "Reading",
  claps: "Bonus for claps",
  highlight: "Bonus for a highlight",
  response: "Bonus for a response",
  firstFollow: "Bonus for a new follow",
  follower: "Follower bonus",
  repeat: "Bonus for reading on three days or more",
  boost: "Boost bonus",
};
