/** The file of a case as it is read back: what was written once is checked before it is shown. */
import { z } from "zod";
import { CASE_KINDS, type CaseEvidence } from "../../core/integrity/cases/snapshot.ts";
import { CHANNELS } from "../../core/integrity/channels.ts";
import { type EvidenceKind, KINDS } from "../../core/integrity/tie-weights.ts";

const number = z.number();
const count = z.int().nonnegative();
const channel = z.enum(CHANNELS);
const part = z.object({ part: count, of: count });
const kinds = new Set(Object.keys(KINDS));

const Reason = z.object({
  kind: z.custom<EvidenceKind | "around">(
    (name) => typeof name === "string" && (name === "around" || kinds.has(name)),
  ),
  value: number.nullable(),
  ...{ weight: number, worth: number },
  says: z.string(),
});

const Tie = z.object({
  followedAt: number,
  endedAt: number.nullable(),
  lag: number.nullable(),
  opportunities: count,
  q: number,
  class: z.literal([0, 1, 2]),
  fadesFrom: number,
  freshness: number,
  reasons: z.array(Reason),
});

const Direction = z.object({
  tie: Tie.nullable(),
  ...{ opened: count, seconds: number, expectedSeconds: number, credit: number },
  ...{ claps: count, responses: count, discount: number },
});

const counts = z.object({ earned: count, unproven: count, traded: count });

const Member = z.object({
  ...{ id: z.int(), inCase: z.boolean(), joined: number, pays: z.boolean(), writes: z.boolean() },
  ...{ surprise: number, channel, surprises: z.array(number), values: z.array(number) },
  ...{ follows: counts, followers: counts },
  days: z.array(
    z.object({
      ...{ day: z.int(), readFollows: count, unreadFollows: count, creditInside: number },
      ...{ creditOutside: number, claps: count, responses: count, stories: count },
    }),
  ),
});

const Channel = z.object({
  ...{ channel, surprise: number, value: number, compared: count, isAlike: z.boolean() },
  bins: z.array(z.object({ from: number, to: number, count })),
  marks: z.array(z.object({ id: z.int(), value: number })),
  lookedAtFrom: number.nullable(),
});

const Summary = z.object({
  ...{ accounts: count, pairs: count, mutual: count, follows: count, unread: count },
  ...{ opportunities: count, opened: count, medianLag: number.nullable() },
  ...{ firstAt: number.nullable(), lastAt: number.nullable(), seconds: number },
  ...{ expectedSeconds: number, claps: count, unreadClaps: count, responses: count },
  offered: count,
});

const Favour = z.object({
  ...{ followsRead: part, followersRead: part, insideRead: part, outsideReaders: count },
  ...{ outsideCredit: number, oldestDays: count, medianDays: count, paying: part },
  ...{ stories: count, offers: count, alsoLooksLike: z.string().nullable() },
});

const Change = z.object({
  ...{ traded: count, afterReading: count, fadesAt: number.nullable() },
  withoutFirst: z.object({ channel, surprise: number }).nullable(),
});

export const Evidence: z.ZodType<CaseEvidence> = z.object({
  ...{ version: z.literal(1), kind: z.enum(CASE_KINDS), until: number, surprise: number, channel },
  accounts: z.array(z.int()).min(1),
  members: z.array(Member).min(1),
  pairs: z.array(z.object({ a: z.int(), b: z.int(), forth: Direction, back: Direction })),
  ...{ pairsLeftOut: count, channels: z.array(Channel), summary: Summary },
  ...{ favour: Favour, change: Change },
});

/** What a run hands over. */
export const Found = z.object({
  run: z.int(),
  drafts: z.array(Evidence),
  others: z.array(z.array(z.int())),
});
