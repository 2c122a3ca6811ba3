/** The end of a close: statements, books, and the month's fingerprint, in one transaction. */
import { assert } from "../../../core/assert.ts";
import { holdRelease, monthSplit } from "../../../core/ledger/flows.ts";
import type { Journal } from "../../../core/ledger/journal.ts";
import { sum } from "../../../core/money.ts";
import { type Month, monthEnd } from "../../../core/time.ts";
import { enqueue } from "../../../jobs/queue.ts";
import type { Tx } from "../../../store/db.ts";
import { postJournal, type Times } from "../../ledger/post-journal.ts";
import { recordWaiting } from "../escrow/escrow-store.ts";
import { holdShares } from "../holds/hold-shares.ts";
import { recordStatements, statementTotals } from "../statements/statement-store.ts";
import { type Closing, lockClosing, makeRoom, recordClosed } from "./closing-store.ts";
import { linesHash, unclaimedTotals } from "./lines-store.ts";

/** Books the month and closes it; a month that is closed already is left as it is. */
export async function finishMonth(tx: Tx, at: Date, month: Month): Promise<Closing> {
  const closing = await lockClosing(tx, month);
  if (closing.state === "closed") return closing;
  assert(closing.membersDone === closing.members, "every member of the month is divided");

  await makeRoom(tx);
  await recordStatements(tx, month);
  await recordWaiting(tx, month);
  const shares = await statementTotals(tx, month);
  const { carriedMicros, commonsMicros } = await unclaimedTotals(tx, month);
  const { currency, poolMicros } = closing;
  const times = { occurredAt: new Date(monthEnd(month).getTime() - 1), postedAt: at };
  const split = { month, currency, poolMicros, shares, commonsMicros, carriedMicros };
  await postAny(tx, monthSplit(split), times);
  const released = await holdShares(tx, at, { month, currency, shares });
  await postAny(tx, holdRelease({ month, currency, shares: released }), times);

  await recordClosed(tx, at, month, {
    sharedMicros: sum(shares.map(({ micros }) => micros)),
    escrowMicros: sum(shares.map(({ escrowMicros }) => escrowMicros)),
    unclaimedMicros: carriedMicros + commonsMicros,
    outputSha256: await linesHash(tx, month),
  });
  await enqueue(tx, "month-closed", { month }, { key: `month-closed:${month}` });
  return lockClosing(tx, month);
}

/** A month in which nothing moved has nothing to book. */
async function postAny(tx: Tx, journal: Journal, times: Times): Promise<void> {
  if (journal.legs.length > 0) await postJournal(tx, journal, times);
}
