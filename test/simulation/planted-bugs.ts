/** The bugs, most of which other projects have had: each is one place whose text is another. */
import type { Planted } from "./build.ts";

export const PLANTED: readonly Planted[] = [
  {
    name: "a payout without an answer counts as refused",
    file: "features/payouts/settle-payout.ts",
    text: 'if (payout.version !== seen.version || outcome.state === "unknown") return payout;',
    instead: `if (payout.version !== seen.version) return payout;
      if (outcome.state === "unknown") {
        if (payout.state !== "asked") return payout;
        await takeRefusal(tx, at, payout, { state: "declined", reason: "account-refuses" });
        return payoutOf(tx, payout.payoutId);
      }`,
  },
  {
    name: "a payout is asked for again under a fresh key",
    file: "features/payouts/settle-payout.ts",
    text: "rail.transfer({ key, micros,",
    instead: "rail.transfer({ key: key + at.getTime(), micros,",
  },
  {
    name: "money that came back to the provider is forgotten",
    file: "features/payouts/store.ts",
    text: "where state in ('sent', 'failed') or state = 'paid'",
    instead: "where state in ('sent') or state = 'paid'",
  },
  {
    name: "a payout that came back leaves its tax and balance",
    file: "core/ledger/payout-flows.ts",
    text: "    [inTransit(partnerId), payable(partnerId), micros],\n    [withholding",
    instead: "    [withholding",
  },
  {
    name: "a payout is of all that was ever earned",
    file: "features/payouts/store.ts",
    text: "const payableMicros = await balanceOf(db, payable(partner), currency);",
    instead: `const { micros: payableMicros } = await db.one(sql.of(z.object({ micros }))\`
      select coalesce(sum(micros), 0) as micros from statement where author_id = \${partner}\`);`,
  },
  {
    name: "a refund is asked for again under a fresh key",
    file: "features/membership/refund-charge.ts",
    text: "await bank.refund({ key, micros,",
    instead: "await bank.refund({ key: key + at.getTime(), micros,",
  },
  {
    name: "a refund is posted twice",
    file: "core/ledger/flows.ts",
    text: "      [refundPayable(facts.chargeId), provider(), micros],\n",
    instead:
      "      [refundPayable(facts.chargeId), provider(), micros],\n      [platform(), provider(), micros],\n",
  },
  {
    name: "a refund without an answer counts as refused",
    file: "features/membership/refund-charge.ts",
    text: 'if (refund.state !== "asked" || outcome.state === "unknown") return refund.state;',
    instead: 'if (refund.state !== "asked") return refund.state;',
  },
  {
    name: "a charge without an answer is given up at once",
    file: "features/membership/settle-charges.ts",
    text: "const ARRIVAL_MS_MAX = 3_600_000;",
    instead: "const ARRIVAL_MS_MAX = 0;",
  },
  {
    name: "a settled charge is booked for each that hears of it",
    file: "features/membership/settle-attempt.ts",
    text: 'attempt.state !== "charged" && outcome.state === "settled"',
    instead: 'outcome.state === "settled"',
  },
  {
    name: "a renewal is asked for again under a fresh key",
    file: "features/membership/settle-charges.ts",
    text: "await bank.charge({ key, micros,",
    instead: "await bank.charge({ key: key + at.getTime(), micros,",
  },
  {
    name: "the fee is reckoned and not read",
    file: "core/ledger/flows.ts",
    text: "const paidFee = feeMicros < beforeFee ? feeMicros : beforeFee;",
    instead: "const paidFee = (cashMicros * 29n) / 1000n + 300_000n;",
  },
  {
    name: "a day earns its part rounded down, without the rests",
    file: "core/membership/accrual.ts",
    text: "  return accruedBefore(span, to) - accruedBefore(span, from);",
    instead: `  if (daysBetween(from, to) !== 1) return accruedBefore(span, to) - accruedBefore(span, from);
  return span.netMicros / BigInt(daysBetween(span.from, span.to));`,
  },
  {
    name: "what is not claimed is not carried",
    file: "features/earnings/closing/closing-store.ts",
    text: "and fate = 'carried') as part",
    instead: "and fate = 'lost') as part",
  },
  {
    name: "a part that was refunded is earned once more",
    file: "features/membership/take-back/take-back.ts",
    text: "await rebaseCharge(tx, charge, deferredLeft(charge) - deferred);",
    instead: "await rebaseCharge(tx, charge, deferredLeft(charge));",
  },
  {
    name: "what a partner was paid already is not owed back",
    file: "core/membership/take-back.ts",
    text: "owedMicros: rest - payableMicros };",
    instead: "owedMicros: 0n };",
  },
  {
    name: "what a partner owes is not made good by later shares",
    file: "features/earnings/holds/hold-shares.ts",
    text: "nettedMicros: owes < micros ? owes : micros };",
    instead: "nettedMicros: 0n };",
  },
  {
    name: "a dispute that is announced again is opened again",
    file: "features/membership/disputes/take-dispute.ts",
    text: "const known = await findDispute(tx, told.ref);",
    instead: "const known = null;",
  },
  {
    name: "a dispute that is won stays held",
    file: "features/membership/disputes/take-dispute.ts",
    text: 'await recordDecided(tx, at, disputeId, { state: "won", feeMicros });\n  await holdCharge(tx, chargeId, null);',
    instead: 'await recordDecided(tx, at, disputeId, { state: "won", feeMicros });',
  },
  {
    name: "a refund that is refused stays taken",
    file: "features/membership/take-back/take-back-store.ts",
    text: "and (refund_id is null or state <> 'refused')",
    instead: "",
  },
  {
    name: "a friend's pool is that of a member",
    file: "features/membership/accrue-dues.ts",
    text: "tiers[charge.tier].poolBps",
    instead: "tiers.member.poolBps",
  },
  {
    name: "a late day goes to a month that is closing",
    file: "features/membership/dues-store.ts",
    text: "where month not in (select month from closing)`);",
    instead: "where month not in (select month from closing where state = 'none')`);",
  },
  {
    name: "a hold ends a day too early",
    file: "features/earnings/holds/hold-store.ts",
    text: "where released_at is null and until_on <= ",
    instead: "where released_at is null and until_on - 1 <= ",
  },
  {
    name: "new members' money is released with the close",
    file: "core/earnings/hold.ts",
    text: "return isNew && until > closedOn ? until : null;",
    instead: "return isNew && until < closedOn ? until : null;",
  },
  {
    name: "a tie goes to the later one",
    file: "core/earnings/column-apportionment.ts",
    text: "    for (let row = from; row < to; row++) {\n      const remainder = remainders[row]!;",
    instead:
      "    for (let row = to - 1; row >= from; row--) {\n      const remainder = remainders[row]!;",
  },
  {
    name: "what went to the commons is taken of the author",
    file: "core/membership/take-back.ts",
    text: 'return { ...stake, holder: "commons", authorId: null };',
    instead: 'return { ...stake, holder: "author" };',
  },
  {
    name: "an escrow ends with what was taken back of it",
    file: "features/earnings/escrow/end-escrow.ts",
    text: "some.map((part) => part.leftMicros)",
    instead: "some.map((part) => part.micros)",
  },
  {
    name: "all of a share waits when a part of it should",
    file: "core/earnings/split.ts",
    text: "floorOfProduct(amounts[author]!, heldBps[author]!, WHOLE_BPS)",
    instead: "heldBps[author]! > 0 ? amounts[author]! : 0",
  },
  {
    name: "who follows after reading has followed before",
    file: "core/earnings/weighing.ts",
    text: "kind === FOLLOW_CLASS.earned && at < this.firstAt[row]!",
    instead: "kind === FOLLOW_CLASS.earned",
  },
  {
    name: "a first follow is one every month",
    file: "core/earnings/weighing.ts",
    text: "at >= startMs && at < endMs",
    instead: "at < endMs",
  },
];
