/** Refusals of payouts, by the house and by the bank, in words. */
import { money } from "../../web/parts/money.tsx";
import type { TransferDecline } from "../bank/bank.ts";
import type { RequestRefusal } from "./request-payout.ts";

export function requestSentence(refusal: RequestRefusal, minimumMicros: bigint): string {
  const sentences: Record<RequestRefusal, string> = {
    "not-a-partner": "Payouts are for partners, and you are not one yet. Nothing was sent.",
    paused:
      "Your account is being reviewed, and payouts wait until that is over. We have written to you about it; nothing is lost.",
    "under-way":
      "A payout of yours is with the bank already. The next one can be asked for once it has arrived.",
    "no-payout-account": "Tell us first where payouts go. Your balance is kept until then.",
    "below-minimum": `Payouts start at ${money({ micros: minimumMicros })}. Your balance is kept until it gets there.`,
  };
  return sentences[refusal];
}

const failures: Record<TransferDecline, string> = {
  "no-such-account": "The bank knows no such account. The amount is payable again.",
  "account-refuses":
    "The account does not take payments. The amount is payable again, to another account.",
};

/** Why the bank did not pay, as the payout remembers it. */
export function failureSentence(failure: string): string {
  const known = Object.entries(failures).find(([reason]) => reason === failure);
  return known?.[1] ?? "The bank did not pay it out. The amount is payable again.";
}
