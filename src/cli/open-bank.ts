/** Which bank the house has: Stripe when its key is set, and the test bank otherwise. */
import type { StripeConfig } from "../config.ts";
import type { Bank } from "../features/bank/bank.ts";
import { kindsOfMoney } from "../features/bank/kinds-of-money.ts";
import { testBank } from "../features/bank/test-bank.ts";
import type { Database } from "../store/db.ts";
import { secretFor } from "../store/secrets.ts";
import { CommandError } from "./command.ts";

type KindOfMoney = "test-bank" | "stripe-test" | "stripe-live";

const named: Record<KindOfMoney, string> = {
  "test-bank": "money of the test bank",
  "stripe-test": "money of Stripe’s test mode",
  "stripe-live": "real money",
};

/** Books that hold one kind of money take no other: their sums would stand for nothing. */
export async function openBank(
  db: Database,
  clock: () => Date,
  stripe: StripeConfig | null,
): Promise<Bank> {
  const kind = kindOf(stripe);
  const other = (await kindsOfMoney(db)).find((held) => held !== kind);
  if (other) {
    throw new CommandError(
      `This house’s books hold ${named[other]}, and the settings would bring ${named[kind]} into them. ` +
        "Set what was set before, or begin a house of its own with another DATA_FOLDER or DATABASE_URL.",
    );
  }
  if (!stripe) return testBank(db, clock);
  // Loaded only here: a house without it starts sooner and takes less memory.
  const { stripeBank } = await import("../features/bank/stripe/stripe-bank.ts");
  return stripeBank(stripe, { db, clock, secret: await secretFor(db, "bank") });
}

function kindOf(stripe: StripeConfig | null): KindOfMoney {
  if (!stripe) return "test-bank";
  return stripe.isLive ? "stripe-live" : "stripe-test";
}
