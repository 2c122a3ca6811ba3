/** When a new version of the rules may be published, and from when on it holds (docs/policy/earnings.md §11). */
import {
  type Day,
  dayAfter,
  dayOf,
  daysBetween,
  monthAfter,
  monthOf,
  monthStart,
} from "../time.ts";
import type { Policy } from "./policy.ts";
import { policyFaults } from "./policy-faults.ts";

export interface Publication {
  policy: Policy;
  effectiveFrom: Day;
  /** The version in force: its notice is due to those who live by it. */
  inForce: Policy;
  /** Versions that are published already. */
  known: readonly { version: string; effectiveFrom: Day }[];
}

/** One sentence for each reason against it; none if it may be published now. */
export function publicationFaults(publication: Publication, now: Date): string[] {
  const { policy, effectiveFrom, known } = publication;
  const days = noticeDays(publication);
  const notice = daysBetween(dayOf(now), effectiveFrom);
  const claims: (readonly [boolean, string])[] = [
    [effectiveFrom.endsWith("-01"), "A version takes effect on the first of a month."],
    [
      notice >= days,
      `A version is published at least ${days} days before it takes effect; to ${effectiveFrom} there are ${notice}.`,
    ],
    [
      known.every(({ version }) => version !== policy.name),
      `There is a version ${policy.name} already, and versions never change.`,
    ],
    [
      known.every((version) => version.effectiveFrom !== effectiveFrom),
      `Another version takes effect on ${effectiveFrom} already.`,
    ],
  ];
  return [...policyFaults(policy), ...claims.filter(([holds]) => !holds).map(([, fault]) => fault)];
}

/** Nobody shortens the notice by the version that it is for. */
function noticeDays({ policy, inForce }: Pick<Publication, "policy" | "inForce">): number {
  return Math.max(policy.noticeDays, inForce.noticeDays);
}

/** The first day on which a version published now can take effect. */
export function earliestEffect(inForce: Policy, now: Date): Day {
  const day = dayAfter(dayOf(now), inForce.noticeDays);
  const month = monthOf(new Date(`${day}T00:00:00Z`));
  return day.endsWith("-01") ? day : dayOf(monthStart(monthAfter(month)));
}
