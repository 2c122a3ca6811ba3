/**
 * Handles: the name in an author's address, "/@ann". Small letters, digits and the underscore, so that
 * no two look alike, and none that speaks for the site.
 */
import { allow, type Ruling, refuse } from "../ruling.ts";

export const HANDLE_LENGTH_MIN = 2;
export const HANDLE_LENGTH_MAX = 30;

/** Room is left for a number when the first choice is taken. */
const PROPOSED_LENGTH_MAX = 24;

/** For a name that has no Latin letter. */
const NAMELESS = "reader";

export type HandleRefusal = "handle-length" | "handle-letters" | "handle-reserved";

/** Readers would take these for the site itself, or for nobody. */
const RESERVED = new Set(
  `about abuse account accounts admin administrator anonymous api billing boost contact curator curators
  deleted desk earnest editor editors everyone feed feeds guide help helpdesk home hostmaster info join
  legal login mail me member members membership moderator moderators news newsletter nobody null official
  operator operators owner partner partners payments payout payouts policy postmaster press privacy
  reviewer reviewers root rules safety security settings signin signup site staff stories story support
  system team terms topics trust undefined unknown webmaster you`.split(/\s+/),
);

/** Whether somebody may have it: what stands in an address may be anything. */
export function isHandle(text: string): boolean {
  return /^[a-z0-9_]{2,30}$/.test(text);
}

/** What was typed, as a handle: "@Ann " is "ann". */
export function ruleHandle(text: string): Ruling<string, HandleRefusal> {
  const handle = text.trim().replace(/^@/, "").toLowerCase();
  if (handle.length < HANDLE_LENGTH_MIN || handle.length > HANDLE_LENGTH_MAX) {
    return refuse("handle-length");
  }
  if (!/^[a-z0-9_]+$/.test(handle) || !/[a-z]/.test(handle)) return refuse("handle-letters");
  if (isReserved(handle)) return refuse("handle-reserved");
  return allow(handle);
}

/** "the_admin_" stands for nobody else than "theadmin"; only the bare word is closed, however underlined. */
function isReserved(handle: string): boolean {
  return RESERVED.has(handle.replaceAll("_", ""));
}

/** A handle for a name: "Zoë O’Neil" gives "zoeoneil". Always one that `ruleHandle` allows. */
export function proposeHandle(name: string): string {
  const letters = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, PROPOSED_LENGTH_MAX);
  if (ruleHandle(letters).ok) return letters;
  return letters ? `${NAMELESS}_${letters}` : NAMELESS;
}

/** The proposals after `first` in the order they are tried: "ann", "ann2", "ann3", … */
export function handleNumber(first: string, number: number): string {
  return number === 1 ? first : `${first}${number}`;
}
