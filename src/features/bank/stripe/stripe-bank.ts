/**
 * Stripe as the house's bank: payments on its own pages and by kept cards, refunds, transfers to
 * partners' accounts, and disputes.
 *
 * What is asked is frozen in `bank_request` before the first call, and asked under a key made from ours,
 * so that asking again is the same call. What came of a call without an answer is looked up by that key.
 */
import { createHash } from "node:crypto";
import type { Database } from "../../../store/db.ts";
import type { Absent, Bank, Outcome, RequestKind } from "../bank.ts";
import type { Asker } from "./asking.ts";
import { charge, lookUpCharge } from "./charges.ts";
import { openStripe, type StripeAccess } from "./client.ts";
import { findDispute } from "./disputes.ts";
import { hear } from "./events.ts";
import { stripePages } from "./pages.ts";
import { lookUpRefund, refund } from "./refunds.ts";
import { lookUpTransfer, transfer } from "./transfers.ts";

export interface StripeSettings extends StripeAccess {
  webhookSecrets: readonly string[];
  isLive: boolean;
}

export interface StripeRoom {
  db: Database;
  clock: () => Date;
  /** A secret of the house, the same for ever: its name at Stripe is made from it. */
  secret: Buffer;
}

export function stripeBank(settings: StripeSettings, { db, clock, secret }: StripeRoom): Bank {
  const { isLive, webhookSecrets: secrets } = settings;
  const stripe = openStripe(settings);
  const house = createHash("sha256").update(secret).digest("hex").slice(0, 12);
  const asker: Asker = { stripe, db, clock, isLive, house };
  return {
    isTest: !isLive,
    hosted: stripePages(asker, settings.apiUrl),
    charge: (request) => charge(asker, request),
    refund: (request) => refund(asker, request),
    transfer: (request) => transfer(asker, request),
    lookUp: (kind, key) => lookUps[kind](asker, key),
    findDispute: (ref) => findDispute(asker, ref),
    hear: (told) => hear({ stripe, secrets, isLive }, told),
  };
}

const lookUps: {
  [Kind in RequestKind]: (asker: Asker, key: string) => Promise<Outcome<Kind> | Absent>;
} = { charge: lookUpCharge, refund: lookUpRefund, transfer: lookUpTransfer };
