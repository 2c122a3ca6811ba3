/** What was at stake when a case's file was drawn, as it is kept beside the evidence. */
import { z } from "zod";

const micros = z
  .string()
  .regex(/^\d+$/)
  .transform((digits) => BigInt(digits));

const PairMoney = z.object({
  /** The member whose dues it was, and the author who got it. */
  fromId: z.int(),
  toId: z.int(),
  micros,
  /** Of it set aside. */
  escrowMicros: micros,
});

export const Money = z.object({
  currency: z.string(),
  /** Owed to the accounts of the case and not paid out, with what is in escrow. */
  stakeMicros: micros,
  escrowMicros: micros,
  /** What the accounts' own dues brought one another in the last closed months. */
  pairs: z.array(PairMoney),
});
export type CaseMoney = z.output<typeof Money>;

export function moneyJson(money: CaseMoney): string {
  return JSON.stringify(money, (_, value) => (typeof value === "bigint" ? String(value) : value));
}
