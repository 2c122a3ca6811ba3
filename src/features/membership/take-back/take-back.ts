/** Takes a part of a charge from whoever has it, and gives it back to them when it was for nothing. */
import { assert } from "../../../core/assert.ts";
import type { AuthorId, JournalId } from "../../../core/ids.ts";
import { commons, earned, escrow, payable, receivable } from "../../../core/ledger/chart.ts";
import {
  type EscrowLeft,
  partsRefundRefused,
  type Sources,
  type TakenFacts,
} from "../../../core/ledger/dues-flows.ts";
import type { Journal } from "../../../core/ledger/journal.ts";
import { accruedMicros } from "../../../core/membership/accrual.ts";
import {
  type Holder,
  type Shortfall,
  type Stake,
  sourcesOf,
  takenBack,
} from "../../../core/membership/take-back.ts";
import { type Micros, sum } from "../../../core/money.ts";
import { allow, type Ruling } from "../../../core/ruling.ts";
import { dayOf } from "../../../core/time.ts";
import type { Tx } from "../../../store/db.ts";
import { balanceOf } from "../../ledger/store.ts";
import { lessenDues, poolMonthOf, rebaseCharge, restoreDues } from "../dues-store.ts";
import { settingOf } from "../setting-store.ts";
import { stakesOf } from "./stakes.ts";
import {
  type Cause,
  type EndedEscrow,
  endedEscrows,
  insertParts,
  legsOfJournal,
  lockPartners,
  partsOf,
  type StakedCharge,
  type TakenPart,
} from "./take-back-store.ts";

/** What each holder gives of `micros`. The charge, its member and accrual are locked by the caller. */
export async function ruleTaking(
  tx: Tx,
  charge: StakedCharge,
  micros: Micros,
): Promise<Ruling<Stake[], "month-closing">> {
  const stakes = await stakesOf(tx, charge);
  return stakes.ok ? allow(takenBack(micros, stakes.value)) : stakes;
}

/** Takes the parts: what follows for accrual and pools is written, and the books' side returned. */
export async function takeParts(
  tx: Tx,
  charge: StakedCharge,
  cause: Cause,
  parts: readonly Stake[],
): Promise<TakenFacts> {
  // Before what waits in escrow is looked at: whoever ends an escrow waits for this too.
  await lockPartners(tx, authorsOf(parts));
  const ended = await endedEscrows(tx, charge.chargeId);
  const settled = parts.map((part) => {
    const end = endOf(ended, part);
    return { ...part, ended: end?.ended ?? null, endId: end?.endId ?? null };
  });
  await insertParts(tx, charge.chargeId, cause, settled);
  const deferred = sum(parts.map(({ holder, micros }) => (holder === "deferred" ? micros : 0n)));
  if (deferred > 0n) await rebaseCharge(tx, charge, deferredLeft(charge) - deferred);
  for (const { holder, month, micros } of parts) {
    if (holder === "pool" && month !== null) await lessenDues(tx, charge.chargeId, month, micros);
  }
  const { shortfall } = await settingOf(tx);
  return factsOf(charge, await sourcesNow(tx, charge, settled, shortfall));
}

const endOf = (
  ended: readonly EndedEscrow[],
  { holder, month, authorId }: Omit<Stake, "micros">,
) =>
  holder === "escrow"
    ? ended.find((one) => one.month === month && one.authorId === authorId)
    : undefined;

/**
 * Everyone gets back what a refund took from them. What a pool gave goes to one that is open now, and
 * what an author owed and has made good since is theirs; what an escrow gave that has ended since goes where
 * the rest of it went.
 */
export async function giveBackParts(
  tx: Tx,
  at: Date,
  charge: StakedCharge,
  refund: { refundId: number; journalId: JournalId },
): Promise<Journal> {
  const { refundId, journalId } = refund;
  const parts = await partsOf(tx, { refundId });
  const of = (name: Holder) =>
    sum(parts.filter(({ holder }) => holder === name).map(({ micros }) => micros));
  if (of("deferred") > 0n) {
    await rebaseCharge(tx, charge, deferredLeft(charge) + of("deferred"));
  }
  const openMonth = await poolMonthOf(tx, dayOf(at));
  if (of("pool") > 0n) await restoreDues(tx, charge, openMonth, of("pool"));
  const authors = authorsOf(parts);
  await lockPartners(tx, authors);
  const owedMicros = new Map<string, Micros>();
  for (const author of authors) {
    const owed = await balanceOf(tx, receivable(author), charge.currency);
    owedMicros.set(String(author), owed);
  }
  const asked = { journalId, legs: await legsOfJournal(tx, journalId) };
  const escrowLeft = escrowLeftBy(parts, await endedEscrows(tx, charge.chargeId));
  const { currency } = charge;
  return partsRefundRefused({ refundId, currency, asked, openMonth, owedMicros, escrowLeft });
}

/** By author: of the parts that were taken from an escrow, what has left it since. */
function escrowLeftBy(
  parts: readonly TakenPart[],
  ended: readonly EndedEscrow[],
): Map<string, EscrowLeft> {
  const left = new Map<string, EscrowLeft>();
  for (const part of parts) {
    const end = part.endId === null ? endOf(ended, part) : undefined;
    if (!end) continue;
    const so = left.get(String(end.authorId)) ?? { releasedMicros: 0n, forfeitedMicros: 0n };
    so[`${end.ended}Micros`] += part.micros;
    left.set(String(end.authorId), so);
  }
  return left;
}

/** What is left of the charge to be earned. */
function deferredLeft({ baseMicros, baseFrom, spanTo, accruedTo }: StakedCharge): Micros {
  if (accruedTo >= spanTo) return 0n;
  const span = { netMicros: baseMicros, from: baseFrom, to: spanTo, refundedFrom: null };
  return accruedMicros(span, accruedTo, spanTo);
}

/** By id: locks are taken in one order. */
function authorsOf(parts: readonly Stake[]): AuthorId[] {
  const authors = new Set(parts.flatMap(({ authorId }) => (authorId === null ? [] : [authorId])));
  return [...authors].sort((a, b) => a - b);
}

/** The accounts behind the parts, as the books stand. Within `lockPartners`. */
async function sourcesNow(
  tx: Tx,
  { currency }: StakedCharge,
  parts: readonly Stake[],
  shortfall: Shortfall,
): Promise<Sources> {
  const authors = authorsOf(parts);
  const held = new Map<AuthorId, { payable: Micros; escrow: Micros; inHold: Micros }>();
  for (const author of authors) {
    const owed = await balanceOf(tx, receivable(author), currency);
    const waiting = (await balanceOf(tx, earned(author), currency)) - owed;
    held.set(author, {
      payable: await balanceOf(tx, payable(author), currency),
      escrow: await balanceOf(tx, escrow(author), currency),
      inHold: waiting > 0n ? waiting : 0n,
    });
  }
  const balances = {
    payableMicros: (author: AuthorId) => held.get(author)?.payable ?? 0n,
    escrowMicros: (author: AuthorId) => held.get(author)?.escrow ?? 0n,
    inHoldMicros: (author: AuthorId) => held.get(author)?.inHold ?? 0n,
    commonsMicros: await balanceOf(tx, commons(), currency),
  };
  return sourcesOf(parts, balances, shortfall);
}

function factsOf({ chargeId, currency, taxMicros }: StakedCharge, sources: Sources): TakenFacts {
  assert(taxMicros === 0n, "no tax is charged yet, so none has a jurisdiction");
  return { chargeId, currency, jurisdiction: "", ...sources };
}
