/** A partner gives their details on pages of the bank's own; no account is typed here. */
import { z } from "zod";
import type { AuthorId } from "../../../core/ids.ts";
import { ruleCountry } from "../../../core/payouts/countries.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type Database, type Db, sql } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { bankRail } from "../rails.ts";
import { findPayee } from "../store.ts";
import { type AccountRefusal, chooseAccount } from "./choose-account.ts";

export type OnboardingRefusal = AccountRefusal | "no-answer";

/**
 * The address of the bank's page. The account it is for is the partner's from now on: what it still
 * lacks the bank says by refusing payouts, and their money waits.
 */
export async function openOnboarding(
  db: Database,
  bank: Bank,
  at: Date,
  { partner, returnUrl }: { partner: AuthorId; returnUrl: string },
): Promise<Ruling<string, OnboardingRefusal>> {
  const payee = await findPayee(db, partner);
  const rail = bankRail(bank);
  if (!payee) return refuse("not-a-partner");
  if (!bank.hosted) return refuse("rail-closed");
  const country = ruleCountry(rail, payee.country);
  if (!country.ok) return country;
  const page = await bank.hosted.onboarding({
    ...{ key: `onboarding:${partner}`, country: payee.country, returnUrl },
    account: payee.rail === rail ? payee.payoutAccount : null,
    email: await emailOf(db, partner),
  });
  if (page.state === "unknown") return refuse("no-answer");
  const choice = { rail, account: page.account, name: "" };
  const ruling = await chooseAccount(db, bank, at, { partner, choice });
  return ruling.ok ? allow(page.url) : ruling;
}

async function emailOf(db: Db, partner: AuthorId): Promise<string> {
  const row = z.object({ email: z.string() });
  const { email } = await db.one(sql.of(row)`select email from reader where id = ${partner}`);
  return email;
}
