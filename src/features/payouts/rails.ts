/**
 * Rails: the ways on which a payout's money can go, behind one interface. What they answer is what a
 * bank answers, and a payout is carried out in the same way on each.
 */
import type { RailName } from "../../core/payouts/countries.ts";
import type { Db } from "../../store/db.ts";
import type { Absent, Bank, Outcome, TransferRequest } from "../bank/bank.ts";
import { fileRail } from "./files/file-rail.ts";

export interface Rail {
  /** The same key and body is the same payment, however often it is asked for. */
  transfer(request: TransferRequest & { name: string | null }): Promise<Outcome<"transfer">>;
  /** What became of it, and how far its money has come. */
  lookUp(key: string): Promise<Outcome<"transfer"> | Absent>;
}

/** What a partner can choose on this site. */
export function railsOffered(bank: Bank): RailName[] {
  return [bankRail(bank), "bank-file"];
}

/** The site's bank, as a rail: the test bank has no pages of its own, Stripe has, in test mode too. */
export function bankRail(bank: Bank): RailName {
  return bank.hosted ? "stripe" : "test-bank";
}

/** Null when the site has changed its bank since: then the payout waits. */
export function findRail(db: Db, bank: Bank, name: RailName, at: Date): Rail | null {
  if (name === "bank-file") return fileRail(db, at);
  if (name !== bankRail(bank)) return null;
  return {
    transfer: ({ name: _, ...request }) => bank.transfer(request),
    lookUp: (key) => bank.lookUp("transfer", key),
  };
}
