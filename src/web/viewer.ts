/** Who is looking: what pages may know of a signed-in reader, and who may call a route. */
import type { ReaderId } from "../core/ids.ts";

export interface Viewer {
  readerId: ReaderId;
  handle: string;
  name: string;
  role: "reader" | "reviewer" | "operator";
  isMember: boolean;
  isPartner: boolean;
  /** The key of the reader's picture, or null for initials. */
  pictureKey: string | null;
  /** The token every form of this session sends. */
  csrf: string;
}

/** Whom a route is for, each with those after it. */
export type Who = "anyone" | "reader" | "reviewer" | "operator";

const RANK: readonly Who[] = ["anyone", "reader", "reviewer", "operator"];

export function mayCall(who: Who, viewer: Viewer | null): boolean {
  return RANK.indexOf(viewer?.role ?? "anyone") >= RANK.indexOf(who);
}

/** Reviewers and operators: they see the desk. */
export function isStaff(viewer: Viewer): boolean {
  return mayCall("reviewer", viewer);
}
