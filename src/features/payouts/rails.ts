/** Which rails a site has: its bank's own, and files for any other bank. */
import type { RailName } from "../../core/payouts/countries.ts";
import type { Db } from "../../store/db.ts";
import type { Bank } from "../bank/bank.ts";
import { fileRail } from "./files/file-rail.ts";
import type { Rail } from "./rail.ts";

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
