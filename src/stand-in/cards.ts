/**
 * The test cards that the stand-in knows, and what happens with each. The numbers are those that the
 * provider publishes for its test mode (docs.stripe.com/testing).
 */

export interface Decline {
  code: string;
  declineCode: string;
  message: string;
}

export interface TestCard {
  brand: string;
  /** When its holder pays with it on a page. */
  first: Decline | null;
  /** When it is charged again without them. */
  again: Decline | null;
  /** What its holder's bank does after it was charged. */
  afterwards: "nothing" | "dispute" | "inquiry";
  /** Its money is there at once. */
  available: boolean;
}

const declined = (declineCode: string, code = "card_declined"): Decline => ({
  code,
  declineCode,
  message: "Your card was declined.",
});

const GOOD: TestCard = {
  brand: "visa",
  first: null,
  again: null,
  afterwards: "nothing",
  available: false,
};

const always = (decline: Decline): TestCard => ({ ...GOOD, first: decline, again: decline });

const CARDS: Record<string, TestCard> = {
  "4242424242424242": GOOD,
  "5555555555554444": { ...GOOD, brand: "mastercard" },
  "4000000000000077": { ...GOOD, available: true },
  "4000000000000002": always(declined("generic_decline")),
  "4000000000009995": always(declined("insufficient_funds")),
  "4000000000009987": always(declined("lost_card")),
  "4000000000000069": always(declined("expired_card", "expired_card")),
  "4000000000000127": always(declined("incorrect_cvc", "incorrect_cvc")),
  // Their holder proves who they are on the page; without them there is nobody to ask.
  "4000002760003184": {
    ...GOOD,
    again: declined("authentication_required", "authentication_required"),
  },
  "4000008260003178": { ...GOOD, again: declined("insufficient_funds") },
  "4000000000000259": { ...GOOD, afterwards: "dispute" },
  "4000000000001976": { ...GOOD, afterwards: "inquiry" },
};

/** Null for a number that is no test card: it may be a real one and is not kept. */
export function findCard(number: string): TestCard | null {
  return CARDS[number.replace(/[ -]/g, "")] ?? null;
}

/** A fingerprint stands for the number, so that the card is known again. */
export function fingerprintOf(number: string): string {
  return `standin_${number.replace(/[ -]/g, "")}`;
}

export function cardBehind(fingerprint: string | null | undefined): TestCard {
  return CARDS[(fingerprint ?? "").replace("standin_", "")] ?? always(declined("generic_decline"));
}
