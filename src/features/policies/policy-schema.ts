/** A policy from outside: its JSON checked, part by part. */
import { z } from "zod";
import type { Policy } from "../../core/earnings/policy.ts";

const bps = z.int().min(0).max(1_000_000);
const count = z.int().min(0);
const micros = z.int().min(0);

const tierTerms = z.strictObject({ poolBps: bps, netMicrosMin: micros });

const criterion = z.discriminatedUnion("criterion", [
  z.strictObject({ criterion: z.literal("published-within-days"), days: count }),
  z.strictObject({ criterion: z.literal("stories-min"), stories: count }),
  z.strictObject({ criterion: z.literal("earned-followers-min"), followers: count }),
  z.strictObject({ criterion: z.literal("account-age-days"), days: count }),
  z.strictObject({ criterion: z.literal("age-years"), years: count }),
  z.strictObject({ criterion: z.literal("country-in"), countries: z.array(z.string().length(2)) }),
  z.strictObject({ criterion: z.literal("member") }),
  z.strictObject({ criterion: z.literal("profile-complete") }),
]);

export const PolicySchema: z.ZodType<Policy> = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/),
  rule: z.literal("own-pool"),
  noticeDays: count,
  dues: z.strictObject({
    tiers: z.strictObject({ member: tierTerms, friend: tierTerms }),
    marginBps: bps,
    carryMonths: count,
    onTop: z.array(z.strictObject({ what: z.string(), bps, micros })),
  }),
  reading: z.strictObject({
    daySecondsMin: count,
    storyCapBps: bps,
    storyCapSecondsMin: count,
    baseBps: bps,
    ratioBps: bps,
  }),
  bonus: z.strictObject({
    bonusBpsMax: bps,
    clapsBps: bps,
    clapsFull: z.int().min(1),
    storyClapsMax: count,
    highlightBps: bps,
    responseBps: bps,
    firstFollowBps: bps,
    followerBps: bps,
    repeatBps: bps,
    repeatDays: count,
    boostBps: bps,
  }),
  partners: z.strictObject({
    eligibility: z.array(criterion),
    retryDays: count,
    payoutMicrosMin: micros,
  }),
});
