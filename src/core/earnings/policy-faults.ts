/**
 * What is wrong with a policy before it is published (docs/policy/earnings.md §11): numbers that are
 * not whole, caps that are missing, and money promised that the dues do not bring in.
 */
import { sum } from "../money.ts";
import type { Plain } from "./canonical-json.ts";
import type { Policy, Tier } from "./policy.ts";

/** No single weight is more than ten times the whole; a cap beyond it would cap nothing. */
const WEIGHT_BPS_MAX = 100_000;
const WHOLE_BPS = 10_000;

/** One sentence for each fault; none if the policy may be published. */
export function policyFaults(policy: Policy): string[] {
  const unsound = numberFaults(policy, "");
  if (unsound.length > 0) return unsound;
  return [
    ...tierFaults(policy, "member"),
    ...tierFaults(policy, "friend"),
    ...claims(readingClaims(policy)),
    ...claims(bonusClaims(policy)),
    ...claims(partnerClaims(policy)),
  ];
}

/** Walks every number, wherever it stands. */
function numberFaults(part: Plain, path: string): string[] {
  if (typeof part === "number") {
    return Number.isSafeInteger(part) && part >= 0
      ? []
      : [`${path} is ${part}, not a whole number of zero or more.`];
  }
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, inner]) =>
    numberFaults(inner, path ? `${path}.${key}` : key),
  );
}

/**
 * The pool, everything on top and the margin together are at most the net dues, reckoned at the
 * smallest ones, where fixed amounts weigh most. In parts of 1/10 000 micro, so nothing is rounded.
 */
function tierFaults({ dues }: Policy, tier: Tier): string[] {
  const { poolBps, netMicrosMin } = dues.tiers[tier];
  if (netMicrosMin === 0) return [`The smallest net dues of a ${tier} are not set.`];
  const net = BigInt(netMicrosMin);
  const promised =
    BigInt(poolBps + dues.marginBps) * net +
    sum(dues.onTop.map(({ bps, micros }) => BigInt(bps) * net + BigInt(micros * WHOLE_BPS)));
  return promised <= BigInt(WHOLE_BPS) * net
    ? []
    : [`The pool, what is paid on top and the margin exceed the smallest net dues of a ${tier}.`];
}

type Claim = readonly [holds: boolean, fault: string];

function claims(made: readonly Claim[]): string[] {
  return made.filter(([holds]) => !holds).map(([, fault]) => fault);
}

function readingClaims({ reading }: Policy): Claim[] {
  const { daySecondsMin, storyCapBps, storyCapSecondsMin, baseBps, ratioBps } = reading;
  return [
    [daySecondsMin > 0, "A read needs a least number of seconds."],
    [storyCapSecondsMin >= daySecondsMin, "One read of the least length counts whole."],
    [storyCapBps > 0 && storyCapBps <= WEIGHT_BPS_MAX, "The cap of a story is missing."],
    [baseBps + ratioBps > 0, "A counted second has a weight."],
    [
      baseBps <= WEIGHT_BPS_MAX && ratioBps <= WEIGHT_BPS_MAX,
      "The weight of a second is too large.",
    ],
  ];
}

function bonusClaims({ bonus }: Policy): Claim[] {
  const { bonusBpsMax, clapsFull, storyClapsMax, repeatDays, ...weights } = bonus;
  return [
    [bonusBpsMax <= WEIGHT_BPS_MAX, "The cap of all bonuses is missing."],
    [Object.values(weights).every((bps) => bps <= WEIGHT_BPS_MAX), "A bonus is too large."],
    [clapsFull > 0, "The number of claps that earn the whole bonus is missing."],
    [storyClapsMax > 0, "The cap of claps for one story is missing."],
    [repeatDays >= 1 && repeatDays <= 31, "A repeat reader reads on 1 to 31 days of a month."],
  ];
}

function partnerClaims({ noticeDays, partners }: Policy): Claim[] {
  const kinds = partners.eligibility.map(({ criterion }) => criterion);
  return [
    [noticeDays > 0, "A policy is published before it takes effect."],
    [partners.payoutMicrosMin > 0, "The least payout is missing."],
    [new Set(kinds).size === kinds.length, "A criterion stands twice."],
  ];
}
