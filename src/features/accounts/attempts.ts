/** Counting how often something was tried, by account and by address. */
import { createHash } from "node:crypto";
import {
  LIMITS,
  networkOf,
  secondsLeft,
  type Tried,
  windowStart,
} from "../../core/accounts/limits.ts";
import type { Db } from "../../store/db.ts";
import { forgetAttempts, recordAttempt } from "./attempt-store.ts";

export interface Trial {
  what: Tried;
  /** The account it is tried on, as typed; the count is the same whether it exists or not. */
  email: string;
  /** Where it comes from. */
  address: string;
}

/** Counts one try and resolves to the seconds to wait before it may be made; zero for none. */
export async function countTry(db: Db, at: Date, trial: Trial): Promise<number> {
  const { windowSeconds, perAccount, perAddress } = LIMITS[trial.what];
  const start = windowStart(at, windowSeconds);
  const byAddress = await recordAttempt(db, addressKey(trial), start);
  if (byAddress > perAddress) return secondsLeft(at, windowSeconds);
  const byAccount = await recordAttempt(db, accountKey(trial), start);
  return byAccount > perAccount ? secondsLeft(at, windowSeconds) : 0;
}

/** Whoever knew the password starts anew. */
export async function forgetTries(db: Db, trial: Trial): Promise<void> {
  await forgetAttempts(db, accountKey(trial));
}

function accountKey({ what, email }: Trial): string {
  return keyOf(`${what} account ${email}`);
}

function addressKey({ what, address }: Trial): string {
  return keyOf(`${what} address ${networkOf(address)}`);
}

/** The table holds no address in clear. */
function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
