/** Partners who are owed money, and a bank whose deliveries go as a test says. */
import type { Money } from "../../../test/support/money.ts";
import type { AuthorId } from "../../core/ids.ts";
import { type Account, payable, provider } from "../../core/ledger/chart.ts";
import { legs } from "../../core/ledger/journal.ts";
import { sql } from "../../store/db.ts";
import type { Bank, Delivery } from "../bank/bank.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { balanceOf } from "../ledger/store.ts";
import { payoutsOf } from "./store.ts";

let grants = 0;

/** Moves so much between two accounts, as if something had happened. */
export async function moves(
  money: Money,
  debit: Account,
  credit: Account,
  micros: bigint,
): Promise<void> {
  const journal = { key: `test:move:${grants++}`, kind: "test", currency: "USD" };
  const times = { occurredAt: money.now(), postedAt: money.now() };
  await money.db.transaction((tx) =>
    postJournal(tx, { ...journal, legs: legs([debit, credit, micros]) }, times),
  );
}

export async function owed(
  money: Money,
  micros: bigint,
  account: string | null = "acct_test_good",
): Promise<AuthorId> {
  const partner = await money.partner(account);
  if (micros > 0n) await moves(money, provider(), payable(partner), micros);
  return partner;
}

/** A partner who is paid by bank transfer. Check digits of `iban` are the test's to know. */
export async function owedByFile(
  money: Money,
  micros: bigint,
  { iban, name }: { iban: string; name: string },
): Promise<AuthorId> {
  const partner = await owed(money, micros, null);
  await money.db.run(sql`
    update partner set payout_rail = 'bank-file', payout_account = ${iban}, payout_name = ${name}
     where reader_id = ${partner}`);
  return partner;
}

export const held = (money: Money, account: Account) => balanceOf(money.db, account, "USD");

/** "paid 10000000, refused 5000000", the newest first. */
export async function states(money: Money, partner: AuthorId): Promise<string> {
  const payouts = await payoutsOf(money.db, partner);
  return payouts.map(({ state, micros }) => `${state} ${micros}`).join(", ");
}

/** A bank as Stripe is: a transfer settles, and its delivery is what `says` has for its account. */
export function deliveringBank(bank: Bank, says: (account: string) => Delivery): Bank {
  const accounts = new Map<string, string>();
  const told = <Answer extends { state: string }>(answer: Answer, key: string): Answer =>
    answer.state === "settled" ? { ...answer, delivery: says(accounts.get(key) ?? "") } : answer;
  const unknown = async () => ({ state: "unknown" }) as const;
  return {
    ...bank,
    hosted: { checkout: unknown, portal: unknown, onboarding: unknown },
    transfer: async (request) => {
      accounts.set(request.key, request.account);
      return told(await bank.transfer(request), request.key);
    },
    lookUp: async (kind, key) => {
      const found = await bank.lookUp(kind, key);
      return kind === "transfer" ? told(found, key) : found;
    },
  };
}

/** From now on the partner is paid at a bank that is not the test bank. */
export async function atStripe(money: Money, partner: AuthorId): Promise<void> {
  await money.db.run(sql`
    update partner set payout_rail = 'stripe' where reader_id = ${partner}`);
}
