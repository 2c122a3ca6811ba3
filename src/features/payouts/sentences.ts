/** Refusals of payouts, by the house and by the bank, in words. */
import type { CountryRefusal, RailName } from "../../core/payouts/countries.ts";
import type { IbanRefusal } from "../../core/payouts/iban.ts";
import { money } from "../../web/parts/money.tsx";
import type { TransferDecline } from "../bank/bank.ts";
import type { AccountRefusal } from "./accounts/choose-account.ts";
import type { OnboardingRefusal } from "./accounts/open-onboarding.ts";
import type { RequestRefusal } from "./request-payout.ts";

/** Why somebody in a country cannot be paid on a rail. */
export const countrySentences: Record<CountryRefusal, string> = {
  "unknown-country":
    "We know no way yet to pay to your country. Your balance is kept, and we write when there is one.",
  "same-region":
    "The payment provider pays to your country only from a site in the same region. Your balance is kept; another way may be open to you.",
  negotiated:
    "The payment provider pays to your country only by an agreement that this site does not have yet. Your balance is kept; another way may be open to you.",
  unconfirmed:
    "The payment provider has not confirmed that it pays to your country. Your balance is kept until it has; another way may be open to you.",
};

/** Why nothing is sent; `minimum` is the least that is. */
export function requestSentence(
  refusal: RequestRefusal,
  minimum: { micros: bigint; currency: string },
): string {
  const sentences: Record<RequestRefusal, string> = {
    "not-a-partner": "Payouts are for partners, and you are not one yet. Nothing was sent.",
    paused:
      "Your account is being reviewed, and payouts wait until that is over. We have written to you about it; nothing is lost.",
    "under-way":
      "A payout of yours is with the bank already. The next one can be asked for once it has arrived.",
    "no-payout-account": "Tell us first where payouts go. Your balance is kept until then.",
    "below-minimum": `Payouts start at ${money(minimum)}. Your balance is kept until it gets there.`,
    "rail-closed":
      "This site does not pay that way any more. Choose another way; your balance is kept until then.",
    ...countrySentences,
  };
  return sentences[refusal];
}

const failures: Record<TransferDecline | "returned" | "sent-anew", string> = {
  returned: "The money came back to us. The amount is payable again.",
  "sent-anew": "The money came back to the payment provider and was sent again.",
  "no-such-account": "The bank knows no such account. The amount is payable again.",
  "account-refuses":
    "The account does not take payments. The amount is payable again, to another account.",
};

/** Why the bank did not pay, as the payout remembers it. */
export function failureSentence(failure: string): string {
  const known = Object.entries(failures).find(([reason]) => reason === failure);
  return known?.[1] ?? `The bank did not pay it out${failure === "" ? "" : ` (${failure})`}.`;
}

export const ibanSentences: Record<IbanRefusal, string> = {
  "no-iban-country": "An IBAN begins with the two letters of a country that uses it.",
  "wrong-length": "An IBAN of this country has another length. Look for a missing character.",
  malformed: "An IBAN begins with two letters and two digits, such as NL91 ABNA 0417 1643 00.",
  "wrong-check-digits": "The check digits do not fit, so there is a typing error somewhere in it.",
};

export const accountSentences: Record<AccountRefusal | OnboardingRefusal, string> = {
  ...ibanSentences,
  ...countrySentences,
  "not-a-partner": "Payouts are for partners, and you are not one yet. Nothing was saved.",
  "rail-closed": "This site does not pay that way. Nothing was changed.",
  "account-taken": "This account belongs to another partner. Nothing was changed.",
  "no-test-account": "An account at the test bank begins with acct_test_.",
  "no-name": "Write the name of the account’s holder, in Latin letters.",
  "no-answer": "The bank did not answer. Nothing was changed; try again in a minute.",
};

export const railNames: Record<RailName, string> = {
  "test-bank": "Test bank",
  stripe: "Stripe",
  "bank-file": "Bank transfer",
};

/** Why a partner's turn in a batch made no payout. */
const outcomes: Record<RequestRefusal, string> = {
  "not-a-partner": "No partner any more.",
  paused: "Their account is being reviewed.",
  "under-way": "An earlier payout is still with the bank.",
  "no-payout-account": "They have not said where payouts go.",
  "below-minimum": "Less than the minimum is left to send.",
  "rail-closed": "This site does not pay on the way they chose.",
  "unknown-country": "We know no way to pay to their country.",
  "same-region": "The payment provider pays there only from the same region.",
  negotiated: "The payment provider pays there only by an agreement.",
  unconfirmed: "The payment provider has not confirmed that it pays there.",
};

export function outcomeSentence(outcome: string): string {
  const known = Object.entries(outcomes).find(([refusal]) => refusal === outcome);
  return known?.[1] ?? "";
}
