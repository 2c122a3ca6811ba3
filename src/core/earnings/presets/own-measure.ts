/**
 * Dividing a month as in 2017 and 2019: each member's own pool by one signal of that member, claps or
 * seconds. A member's pool moves by that member's doing alone.
 */
import { sum } from "../../money.ts";
import { apportion } from "../apportion.ts";
import type { MeasureRule } from "./era-rules.ts";
import type { Extra, Outcome, Share } from "./outcome.ts";
import { type Given, givenOf, READ_SECONDS_MIN, type RecordedMonth } from "./recorded-month.ts";
import { STEP_MEMBERS, type Steps } from "./steps.ts";

export function* ownMeasureSteps(rule: MeasureRule, month: RecordedMonth): Steps<Outcome> {
  const given = givenOf(month);
  const shares: Share[] = [];
  let unclaimedMicros = 0n;
  for (const [index, { member, poolMicros }] of month.members.entries()) {
    if (index % STEP_MEMBERS === 0) yield index / month.members.length;
    const rows = storyWeights(rule, given.get(member) ?? []);
    const weights = rows.map(({ weight }) => weight);
    if (sum(weights) === 0n) {
      unclaimedMicros += poolMicros;
      continue;
    }
    const parts = apportion(
      poolMicros,
      weights,
      rows.map(({ story }) => story.story),
    );
    rows.forEach(({ story: { author, story } }, part) => {
      shares.push({ member, author, story, micros: parts[part] ?? 0n, heldMicros: 0n });
    });
  }
  return { shares, onTop: referralsOf(rule, month), unclaimedMicros };
}

function storyWeights(rule: MeasureRule, given: readonly Given[]) {
  const stories = new Map<number, { story: Given["story"]; weight: bigint }>();
  for (const { row, story } of given) {
    if (row.daysBeforeJoining > rule.daysBeforeJoiningMax) continue;
    const known = stories.get(story.story) ?? { story, weight: 0n };
    known.weight += BigInt(measured(rule, row));
    stories.set(story.story, known);
  }
  return [...stories.values()].filter(({ weight }) => weight > 0n);
}

function measured({ measure }: MeasureRule, { claps, seconds }: Given["row"]): number {
  if (measure === "claps") return claps;
  return seconds >= READ_SECONDS_MIN ? seconds : 0;
}

function referralsOf({ referralBps }: MeasureRule, { referrals }: RecordedMonth): Extra[] {
  if (referralBps === 0) return [];
  return referrals.map(({ author, netMicros }) => ({
    author,
    what: "referral",
    micros: (netMicros * BigInt(referralBps)) / 10_000n,
  }));
}
