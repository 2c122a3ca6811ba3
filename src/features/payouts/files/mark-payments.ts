/** What the house's bank has done with the payments of a file, by hand or from its own table. */
import {
  type AnswersRefusal,
  type BankAnswer,
  readAnswers,
} from "../../../core/payouts/bank-answers.ts";
import { allow, type Ruling } from "../../../core/ruling.ts";
import type { Database } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { settleByKey } from "../settle-payout.ts";
import { lockPayment, paymentsOf, recordAnswer, recordRefused } from "./file-store.ts";

/** How many payments moved; those the answers say nothing new about do not. */
export async function markPayments(
  db: Database,
  bank: Bank,
  at: Date,
  answers: readonly BankAnswer[],
): Promise<number> {
  const keys = await db.transaction(async (tx) => {
    const moved: string[] = [];
    const sorted = [...answers].sort((a, b) => (a.endToEndId < b.endToEndId ? -1 : 1));
    for (const answer of sorted) {
      await lockPayment(tx, answer.endToEndId);
      if (await recordAnswer(tx, at, answer)) moved.push(answer.endToEndId);
    }
    return moved;
  });
  await settleByKey(db, bank, at, keys);
  return keys.length;
}

/** An uploaded table: all of it, or the line that is wrong and nothing. */
export async function takeAnswers(
  db: Database,
  bank: Bank,
  at: Date,
  { file, text }: { file: number; text: string },
): Promise<Ruling<number, AnswersRefusal> & { line?: number }> {
  const known = new Set((await paymentsOf(db, file)).map(({ key }) => key));
  const ruling = readAnswers(text, known);
  return ruling.ok ? allow(await markPayments(db, bank, at, ruling.value)) : ruling;
}

/** A payment that waits is not made: its amount is payable again. False when it is in a file by now. */
export async function refusePayment(
  db: Database,
  bank: Bank,
  at: Date,
  key: string,
): Promise<boolean> {
  const done = await db.transaction(async (tx) => {
    await lockPayment(tx, key);
    return recordRefused(tx, at, key, "refused at the desk");
  });
  if (done) await settleByKey(db, bank, at, [key]);
  return done;
}
