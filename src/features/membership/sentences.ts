/** Refusals of joining, cancelling and refunds, in words. */
import { REFUND_DAYS } from "../../core/membership/refund.ts";
import type { PlanRefusal } from "./change-plan.ts";
import type { BuyGiftRefusal } from "./gifts/buy-gift.ts";
import type { GiftRefusal } from "./gifts/redeem-gift.ts";
import type { JoinRefusal } from "./join-membership.ts";
import type { RefundRefusal } from "./refund-charge.ts";
import type { PartRefusal } from "./refund-part.ts";
import type { TrialRefusal } from "./start-trial.ts";

/** Where in the form a refusal stands; `_` is for none of its fields. */
type Place = "plan" | "coupon" | "card" | "expiry" | "cvc" | "_";

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
  "no-such-coupon": {
    at: "coupon",
    sentence: "There is no coupon with this code. Nothing was charged.",
  },
  "coupon-withdrawn": {
    at: "coupon",
    sentence: "This coupon was withdrawn. Nothing was charged; it works without one.",
  },
  "coupon-over": {
    at: "coupon",
    sentence: "The last day of this coupon is over. Nothing was charged; it works without one.",
  },
  "coupon-used-up": {
    at: "coupon",
    sentence: "This coupon was used as often as it can be. Nothing was charged.",
  },
  "coupon-used": {
    at: "coupon",
    sentence:
      "You have used this coupon before; each works once for a reader. Nothing was charged.",
  },
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
  "a-gift": "Somebody else paid for these days, so they are not yours to give back.",
  disputed:
    "Your bank has taken this charge back for now, and decides what becomes of it. Nothing was changed.",
  "payment-pending":
    "A payment of yours has no answer from the bank yet. Ask again once it has; nothing was changed.",
  "refused-by-bank":
    "The bank refused to give it back, so your membership goes on to its paid day. It is not renewed. Write to the operator if this is not what you want.",
};

export const noCard =
  "There is no card to charge, since these days were not paid with one. Choose a plan and pay with a card, and your membership goes on after them.";

export const trialSentences: Record<TrialRefusal, string> = {
  "no-trials": "There is no trial at the moment. You can become a member at once.",
  "was-a-member": "You have been a member before, and a trial is for the first time.",
  "payment-pending":
    "A payment of yours has no answer from the bank yet. Once it has, you are a member; a trial is not needed.",
};

/** Where a card stands in the form of a gift is the same as in that of joining. */
export const planSentences: Record<PlanRefusal, string> = {
  ...cardSentences(),
  "no-such-plan": "Choose one of these plans. Nothing was changed.",
  "same-plan": "This is your plan already. Nothing was changed.",
  "no-card": noCard,
  "past-due":
    "Your last renewal was declined. Pay with another card first; you can choose the plan there.",
  "not-a-member": notAMember,
  "payment-pending":
    "A payment of yours has no answer from the bank yet. Your plan changes when it has been charged.",
};

function cardSentences() {
  const again = "Your plan is as it was, and nothing was charged.";
  return {
    "card-declined": `The bank declined your card without saying why. ${again}`,
    "insufficient-funds": `There is not enough on your card. ${again}`,
    "expired-card": `Your card has expired. ${again}`,
    "invalid-number": `The bank does not know your card any more. ${again}`,
    "invalid-expiry": `The bank does not know your card any more. ${again}`,
    "invalid-cvc": `The bank does not know your card any more. ${again}`,
    "never-arrived": `The payment never reached the bank. ${again}`,
  };
}

export const giftPending =
  "A payment of yours has no answer from the bank yet. If it was for a gift, its code will be here once it has.";

export const buyGiftSentences: Record<
  Exclude<BuyGiftRefusal, "payment-pending">,
  { at: Place; sentence: string }
> = joinSentences;

export const giftSentences: Record<GiftRefusal, string> = {
  "no-such-gift": "There is no gift with this code. Compare it with what you were given.",
  "gift-redeemed": "This gift was redeemed already. Each can be redeemed once.",
  "gift-void": "This gift was given back to whoever bought it, so it cannot be redeemed any more.",
  "gift-disputed": "The bank is looking into the payment for this gift. Try again in some weeks.",
};

export const partSentences: Record<PartRefusal, string> = {
  "no-such-charge": "There is no such charge. Nothing was given back.",
  "no-amount": "Type an amount above zero, such as 2.50. Nothing was given back.",
  "more-than-paid": "This is more than is left of the charge. Nothing was given back.",
  "refund-pending":
    "The bank has not answered the last refund of this charge yet. Nothing more was given back.",
  disputed: "This charge is disputed, so its bank decides. Nothing was given back.",
  "month-closing":
    "A month that this charge paid for is being closed. Try again when it is; nothing was given back.",
  "refused-by-bank": "The bank refused to give it back. Everyone has what they had before.",
};
