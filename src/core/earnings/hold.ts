/**
 * The hold of new members' money: how long a share waits before it may be paid out
 * (docs/policy/payouts.md §6). A stolen card is found out within weeks; until then what it brought in
 * is earned and not yet payable.
 */
import { type Day, dayAfter, dayOf, type Month, monthEnd } from "../time.ts";

/** So old is a charge when the money behind it is released. */
export const HOLD_DAYS = 30;

/** A member is new whose first charge is younger than this when the month ends. */
export const NEW_MEMBER_DAYS = 60;

/** When a member's first and latest charge up to the end of a month were made. */
export interface MemberCharges {
  first: Day;
  latest: Day;
}

/**
 * The day on which all that this member's dues of the month earned for authors is released. All of it
 * waits for the latest charge, so that one day stands behind a line and no line is cut in two; null
 * when it is released with the close.
 */
export function heldUntil(
  month: Month,
  { first, latest }: MemberCharges,
  closedOn: Day,
): Day | null {
  const isNew = dayAfter(first, NEW_MEMBER_DAYS) > dayOf(monthEnd(month));
  const until = dayAfter(latest, HOLD_DAYS);
  return isNew && until > closedOn ? until : null;
}
