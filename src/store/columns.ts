/** How a column becomes a value: the words of the house for the types of the database. */
import { z } from "zod";
import type {
  AppealId,
  ApplicationId,
  CaseId,
  ChargeId,
  DecisionId,
  Id,
  ImageId,
  ImportId,
  JournalId,
  LedgerAccountId,
  PayoutId,
  ReaderId,
  ResponseId,
  RevisionId,
  RunId,
  StoryId,
  VerdictId,
} from "../core/ids.ts";
import type { Micros } from "../core/money.ts";
import type { Day, Month } from "../core/time.ts";

/** `bigint` columns come as digits, since not all of them fit a number. */
const digits = z.union([z.string().regex(/^-?\d+$/), z.int()]);

/** An identity column. Ids stay far below 2^53; one that does not is a fault. */
function id<Kind extends string>() {
  return digits.transform((text, context) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) context.addIssue("an id beyond 2^53");
    return value as Id<Kind>;
  });
}

export const readerId: z.ZodType<ReaderId> = id<"reader">();
export const storyId: z.ZodType<StoryId> = id<"story">();
export const revisionId: z.ZodType<RevisionId> = id<"revision">();
export const imageId: z.ZodType<ImageId> = id<"image">();
export const importId: z.ZodType<ImportId> = id<"import">();
export const responseId: z.ZodType<ResponseId> = id<"response">();
export const chargeId: z.ZodType<ChargeId> = id<"charge">();
export const payoutId: z.ZodType<PayoutId> = id<"payout">();
export const applicationId: z.ZodType<ApplicationId> = id<"application">();
export const journalId: z.ZodType<JournalId> = id<"journal">();
export const runId: z.ZodType<RunId> = id<"run">();
export const verdictId: z.ZodType<VerdictId> = id<"verdict">();
export const caseId: z.ZodType<CaseId> = id<"case">();
export const decisionId: z.ZodType<DecisionId> = id<"decision">();
export const appealId: z.ZodType<AppealId> = id<"appeal">();
export const ledgerAccountId: z.ZodType<LedgerAccountId> = id<"ledger_account">();

/** `bigint` or `numeric` columns of money, in micros. */
export const micros: z.ZodType<Micros> = digits.transform((text) => BigInt(text));

/** A count or another whole number that fits, from `int` or `bigint`. */
export const whole: z.ZodType<number> = digits.transform(Number).pipe(z.int());

export const instant: z.ZodType<Date> = z.date();

export const day: z.ZodType<Day> = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((text) => text as Day);

export const month: z.ZodType<Month> = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .transform((text) => text as Month);
