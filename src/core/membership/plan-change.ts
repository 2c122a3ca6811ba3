/**
 * Another plan (docs/policy/money.md §10). A higher tier begins at once, and its member pays the
 * difference for the days that are paid already; everything else begins with the next paid days, so
 * that no day is paid twice and none is given back. Money is in micros.
 */
import { upToMinor } from "../currency.ts";
import type { Tier } from "../earnings/policy.ts";
import type { Micros } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";
import { type Day, daysBetween } from "../time.ts";

export interface PlanTerms {
  code: string;
  tier: Tier;
  months: number;
  priceMicros: Micros;
  currency: string;
}

export interface ChangeStanding {
  plan: PlanTerms;
  /** Paid spans that are not over, in any order. */
  paid: readonly { spanFrom: Day; spanTo: Day }[];
  today: Day;
  hasCard: boolean;
  /** The renewal was declined. */
  isPastDue: boolean;
}

/** `sameTerm` is the wanted plan's tier for as long as the present plan: what the days left are priced by. */
export interface WantedPlan {
  plan: PlanTerms;
  sameTerm: PlanTerms | null;
}

export type Change =
  | { when: "now"; dueMicros: Micros; from: Day; to: Day }
  | { when: "paid-until" };

export type ChangeRefusal = "same-plan" | "no-card" | "past-due";

/** For less than a tenth of a price a card is not charged: the change waits for the next charge. */
const DUE_PARTS = 10n;

export function ruleChange(
  standing: ChangeStanding,
  { plan: wanted, sameTerm }: WantedPlan,
): Ruling<Change, ChangeRefusal> {
  const { plan, paid, today } = standing;
  if (wanted.code === plan.code) return refuse("same-plan");
  if (!standing.hasCard) return refuse("no-card");
  if (standing.isPastDue) return refuse("past-due");
  const rises = plan.tier === "member" && wanted.tier === "friend";
  if (!rises || sameTerm === null) return allow({ when: "paid-until" });
  const differenceMicros = sameTerm.priceMicros - plan.priceMicros;
  const dueMicros = differenceFor(differenceMicros, paid, today, plan.currency);
  if (differenceMicros <= 0n || dueMicros * DUE_PARTS < sameTerm.priceMicros) {
    return allow({ when: "paid-until" });
  }
  const to = paid.reduce((last, { spanTo }) => (spanTo > last ? spanTo : last), today);
  return allow({ when: "now", dueMicros, from: today, to });
}

/** The part of the difference that belongs to the days left of each span, up to what moves. */
function differenceFor(
  differenceMicros: Micros,
  paid: ChangeStanding["paid"],
  today: Day,
  currency: string,
): Micros {
  let exact = 0n;
  for (const { spanFrom, spanTo } of paid) {
    const days = BigInt(daysBetween(spanFrom, spanTo));
    const left = BigInt(Math.max(0, daysBetween(spanFrom > today ? spanFrom : today, spanTo)));
    if (differenceMicros > 0n) exact += (differenceMicros * left + days - 1n) / days;
  }
  return upToMinor(exact, currency);
}
