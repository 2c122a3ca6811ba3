/** Putting the waiting payments into a file for the house's bank. */
import type { ReaderId } from "../../../core/ids.ts";
import {
  type FileFault,
  ruleFile,
  type TransferFile,
} from "../../../core/payouts/credit-transfer.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { type Day, dayAfter, dayOf } from "../../../core/time.ts";
import type { Database, Db, Tx } from "../../../store/db.ts";
import type { Bank } from "../../bank/bank.ts";
import { settingOf } from "../../membership/setting-store.ts";
import { settleByKey } from "../settle-payout.ts";
import {
  type FilePayment,
  findDebtor,
  findFile,
  insertFile,
  lockFiles,
  paymentsOf,
  waitingPayments,
} from "./file-store.ts";

export type MakeRefusal = FileFault | "no-debtor";

export type MadeFile = Ruling<number, MakeRefusal> & {
  /** The payment that is wrong; null when it is the house's own account. */
  endToEndId?: string | null;
};

/**
 * All that wait, in one file, or nothing while one of them is wrong. From now on they are on their way;
 * two who do this at once make one file, and the second is told that nothing waits.
 */
export async function makeFile(
  db: Database,
  bank: Bank,
  at: Date,
  madeBy: ReaderId,
): Promise<MadeFile> {
  const made = await db.transaction((tx) => fileWaiting(tx, at, madeBy));
  if (!made.ok) return made;
  await settleByKey(db, bank, at, made.value.keys);
  return allow(made.value.id);
}

type Filed = Ruling<{ id: number; keys: string[] }, MakeRefusal> & Pick<MadeFile, "endToEndId">;

async function fileWaiting(tx: Tx, at: Date, madeBy: ReaderId): Promise<Filed> {
  await lockFiles(tx);
  const debtor = await findDebtor(tx);
  if (!debtor) return refuse("no-debtor");
  const { currency } = await settingOf(tx);
  const waiting = (await waitingPayments(tx)).filter((payment) => payment.currency === currency);
  const keys = waiting.map(({ key }) => key);
  const executeOn = nextBankDay(dayOf(at));
  const ruling = ruleFile({
    ...{ messageId: "earnest", madeAt: at.toISOString(), executeOn, currency, debtor },
    transfers: waiting.map(transferOf),
  });
  if (!ruling.ok) return ruling;
  return allow({
    id: await insertFile(tx, at, { madeBy, executeOn, currency, debtor, keys }),
    keys,
  });
}

/** The next day that is no Saturday or Sunday. Holidays are the bank's to know. */
function nextBankDay(today: Day): Day {
  const next = dayAfter(today);
  const weekday = new Date(`${next}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? dayAfter(next, 2) : weekday === 0 ? dayAfter(next) : next;
}

/** The file as it was made, however often it is asked for; null when there is none. */
export async function findTransferFile(db: Db, id: number): Promise<TransferFile | null> {
  const file = await findFile(db, id);
  if (!file) return null;
  const payments = await paymentsOf(db, id);
  return {
    messageId: `earnest-${file.id}`,
    madeAt: file.madeAt.toISOString(),
    executeOn: file.executeOn,
    currency: file.currency,
    debtor: { name: file.debtorName, iban: file.debtorIban, bic: file.debtorBic },
    transfers: payments.map(transferOf),
  };
}

function transferOf({ key, name, iban, micros }: FilePayment) {
  return { endToEndId: key, name, iban, micros, remittance: `Payout ${key}` };
}
