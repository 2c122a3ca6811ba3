/** A partner says where payouts go: to which account, and on which rail. */
import type { AuthorId } from "../../../core/ids.ts";
import { bankText, NAME_CHARS_MAX } from "../../../core/payouts/bank-text.ts";
import {
  type CountryRefusal,
  type RailName,
  ruleCountry,
} from "../../../core/payouts/countries.ts";
import { type IbanRefusal, ruleIban } from "../../../core/payouts/iban.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Database } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { recordPayoutAccount } from "../../partners/store.ts";
import { wakeBalances } from "../dormancy/wake-balances.ts";
import { railsOffered } from "../rails.ts";
import { findPayee, lockPartner } from "../store.ts";

export type AccountRefusal =
  | "not-a-partner"
  | "rail-closed"
  | "account-taken"
  | "no-test-account"
  | "no-name"
  | IbanRefusal
  | CountryRefusal;

export interface Choice {
  rail: RailName;
  account: string;
  /** Asked for by the bank file alone. */
  name: string;
}

/** From now on; payouts that are asked for already go where they were frozen to. */
export async function chooseAccount(
  db: Database,
  bank: Bank,
  at: Date,
  { partner, choice }: { partner: AuthorId; choice: Choice },
): Promise<Ruling<null, AccountRefusal>> {
  const { rail } = choice;
  if (!railsOffered(bank).includes(rail)) return refuse("rail-closed");
  const account = ruleAccount(choice);
  if (!account.ok) return account;
  return db.transaction(async (tx) => {
    await lockPartner(tx, partner);
    const payee = await findPayee(tx, partner);
    if (!payee) return refuse("not-a-partner");
    const country = ruleCountry(rail, payee.country);
    if (!country.ok) return country;
    await wakeBalances(tx, at, partner);
    const name = rail === "bank-file" ? choice.name.trim() : null;
    const saved = await recordPayoutAccount(tx, partner, account.value, { rail, name, at });
    return saved ? allow(null) : refuse("account-taken");
  });
}

/** The account as it is kept. */
function ruleAccount({ rail, account, name }: Choice): Ruling<string, AccountRefusal> {
  const text = account.trim();
  if (rail === "test-bank")
    return /^acct_test_[a-z0-9_]{1,40}$/.test(text) ? allow(text) : refuse("no-test-account");
  if (rail === "stripe") return allow(text);
  if (bankText(name, NAME_CHARS_MAX) === "") return refuse("no-name");
  return ruleIban(text);
}
