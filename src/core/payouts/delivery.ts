/**
 * Deliveries: how far a payout's money has come, and which steps that means for the books
 * (docs/policy/payouts.md §2).
 *
 * What a bank reports may come late, twice, or with steps left out. The state only moves forward: a
 * delivery that failed is over, and money comes again only under another name. `paid` is
 * provisional. A payout that was refused or has returned to us is at its end.
 */
export type PayoutState = "asked" | "sent" | "paid" | "failed" | "returned" | "refused";

/** What a bank says of a transfer it has made. */
export type Report =
  | { state: "sent" }
  | { state: "paid"; ref: string }
  | { state: "failed"; ref: string; reason: string }
  | { state: "returned"; ref: string };

/** A payout as it stands here. */
export interface Standing {
  state: PayoutState;
  /** The delivery that was paid, while it is. */
  paidRef: string | null;
  /** Deliveries that failed. */
  failedRefs: readonly string[];
}

/** One entry of the books; `journal` is false for what is noted and moves nothing. */
export type Step =
  | { step: "transferred" }
  | { step: "paid"; ref: string }
  | { step: "failed"; ref: string; reason: string; journal: boolean }
  | { step: "returned"; ref: string };

/** The steps from where a payout stands to what is reported, in order; none when it is old news. */
export function stepsTo(standing: Standing, report: Report): Step[] {
  if (standing.state === "refused" || standing.state === "returned") return [];
  const begun: Step[] = standing.state === "asked" ? [{ step: "transferred" }] : [];
  return [...begun, ...onward(standing, report)];
}

function onward({ paidRef, failedRefs }: Standing, report: Report): Step[] {
  if (report.state === "sent") return [];
  if (report.state === "returned") {
    return [...undone(paidRef, "returned"), { step: "returned", ref: report.ref }];
  }
  const { ref } = report;
  if (failedRefs.includes(ref)) return [];
  if (report.state === "failed") {
    // A delivery we never saw paid: what is booked is what stands already.
    const journal = ref === paidRef;
    const earlier = journal ? [] : undone(paidRef, report.reason);
    return [...earlier, { step: "failed", ref, reason: report.reason, journal }];
  }
  if (ref === paidRef) return [];
  return [...undone(paidRef, "sent-anew"), { step: "paid", ref }];
}

/** What was paid under another name must have come back, though nobody told us. */
function undone(paidRef: string | null, reason: string): Step[] {
  return paidRef === null ? [] : [{ step: "failed", ref: paidRef, reason, journal: true }];
}
