/** Refusals of joining, cancelling and refunds, in words. */
import { REFUND_DAYS } from "../../core/membership/refund.ts";
import type { JoinRefusal } from "./join-membership.ts";
import type { RefundRefusal } from "./refund-charge.ts";

/** Where in the form a refusal stands; `_` is for none of its fields. */
type Place = "plan" | "card" | "expiry" | "cvc" | "_";

/** What is answered with a page of its own, and not at a field of the form. */
type Elsewhere = "already-member" | "payment-pending";

export const joinSentences: Record<
  Exclude<JoinRefusal, Elsewhere>,
  { at: Place; sentence: string }
> = {
  "no-such-plan": { at: "plan", sentence: "Choose one of these plans. Nothing was charged." },
  "card-declined": {
    at: "card",
    sentence:
      "The bank declined this card without saying why. Nothing was charged; another card may work.",
  },
  "insufficient-funds": {
    at: "card",
    sentence: "There is not enough on this card. Nothing was charged; another card may work.",
  },
  "invalid-number": {
    at: "card",
    sentence: "The bank does not know this number. Please compare it with the card.",
  },
  "invalid-expiry": {
    at: "expiry",
    sentence: "Type the month and the year as on the card, such as 05/29.",
  },
  "expired-card": { at: "expiry", sentence: "By this date the card has expired." },
  "invalid-cvc": { at: "cvc", sentence: "Type the three digits on the back of the card." },
  "never-arrived": {
    at: "_",
    sentence: "Your payment never reached the bank, and nothing was charged. Please try again.",
  },
};

export const alreadyMember = "You are a member already, so nothing more was charged.";

export const notAMember =
  "You are not a member at the moment, so there is nothing to cancel or to resume.";

export const refundSentences: Record<RefundRefusal, string> = {
  "too-late": `A charge can be given back within ${REFUND_DAYS} days, and this one is older. Your membership goes on as it was.`,
  "not-the-latest":
    "Only the latest charge can be given back, since later days are paid for. Nothing was changed.",
  "nothing-left": "Every day of this charge is used, so there is nothing to give back.",
  "no-such-charge": "This is not one of your charges. Nothing was changed.",
  "already-refunded": "This charge was given back already; it is not given back twice.",
  "payment-pending":
    "A payment of yours has no answer from the bank yet. Ask again once it has; nothing was changed.",
  "refused-by-bank":
    "The bank refused to give it back, so your membership goes on to its paid day. It is not renewed. Write to the operator if this is not what you want.",
};
