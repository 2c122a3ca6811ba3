/**
 * A rail: a way on which a payout's money can go. What it answers is what a bank answers, and a payout is
 * carried out in the same way on each.
 */
import type { Absent, Outcome, TransferRequest } from "../bank/bank.ts";

export interface Rail {
  /** The same key and body is the same payment, however often it is asked for. */
  transfer(request: TransferRequest & { name: string | null }): Promise<Outcome<"transfer">>;
  /** What became of it, and how far its money has come. */
  lookUp(key: string): Promise<Outcome<"transfer"> | Absent>;
}
