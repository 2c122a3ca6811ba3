/**
 * What an error of Stripe's says about the call it answers: nothing, or a definite no.
 *
 * A broken connection, a timeout, 409, 429 and every 5xx say nothing: the call may have been carried out
 * (docs.stripe.com/error-low-level). A call that is wrong in itself is a fault of ours and thrown on.
 */
import Stripe from "stripe";
import type { CardDecline, Unknown } from "../bank.ts";

export const UNKNOWN: Unknown = { state: "unknown" };

export type Verdict =
  | { said: "nothing" }
  | { said: "card"; reason: CardDecline }
  | { said: "no"; code: string; param: string };

export function verdictOf(error: unknown): Verdict {
  const { errors } = Stripe;
  if (error instanceof errors.StripeCardError) {
    return { said: "card", reason: cardDecline(error.code ?? "", error.decline_code ?? "") };
  }
  if (
    error instanceof errors.StripeConnectionError ||
    error instanceof errors.StripeAPIError ||
    error instanceof errors.StripeRateLimitError
  ) {
    return { said: "nothing" };
  }
  if (isNo(error)) return { said: "no", code: error.code ?? "", param: error.param ?? "" };
  throw error;
}

/** Codes that tell of a call we made wrongly, and not of what was asked. */
const OUR_FAULT = /^(parameter_|url_invalid|secret_key_required|api_key_expired)/;

function isNo(error: unknown): error is Stripe.errors.StripeError {
  const { errors } = Stripe;
  if (error instanceof errors.StripePermissionError) return error.code === "account_invalid";
  if (!(error instanceof errors.StripeInvalidRequestError)) return false;
  return !OUR_FAULT.test(error.code ?? "");
}

/** The answer, or null when it is not known. Every definite no of a call that only reads is a fault. */
export async function known<Answer>(call: Promise<Answer>): Promise<Answer | null> {
  try {
    return await call;
  } catch (error) {
    if (verdictOf(error).said === "nothing") return null;
    throw error;
  }
}

const DECLINES: Record<string, CardDecline> = {
  insufficient_funds: "insufficient-funds",
  expired_card: "expired-card",
  incorrect_number: "invalid-number",
  invalid_number: "invalid-number",
  invalid_expiry_month: "invalid-expiry",
  invalid_expiry_year: "invalid-expiry",
  incorrect_cvc: "invalid-cvc",
  invalid_cvc: "invalid-cvc",
};

/** Banks say why or do not; the reader is told no more than we were. */
export function cardDecline(code: string, declineCode: string): CardDecline {
  return DECLINES[declineCode] ?? DECLINES[code] ?? "card-declined";
}
