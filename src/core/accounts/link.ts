/** Links sent by mail: each is for one purpose and one address, works once, and not for long. */
import { allow, type Ruling, refuse } from "../ruling.ts";

export type LinkPurpose = "join" | "sign-in" | "operator" | "email" | "password";

export const LINK_SECONDS = 30 * 60;

/** The operator may have to walk to another machine. */
export const OPERATOR_LINK_SECONDS = 24 * 60 * 60;

export interface LinkState {
  expiresAt: Date;
  usedAt: Date | null;
}

export type LinkRefusal = "link-unknown" | "link-used" | "link-expired";

export function ruleLink<Link extends LinkState>(
  link: Link | null,
  at: Date,
): Ruling<Link, LinkRefusal> {
  if (!link) return refuse("link-unknown");
  if (link.usedAt) return refuse("link-used");
  if (link.expiresAt <= at) return refuse("link-expired");
  return allow(link);
}
