/** Signing in with a password. */
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Database } from "../../../store/db.ts";
import { isPassword } from "../passwords/hash.ts";
import { type Caller, startSession } from "../sessions/start-session.ts";
import { accountOf, findAccount, lockReader } from "../store.ts";

export interface Credentials {
  email: string;
  password: string;
  caller: Caller;
}

/**
 * Resolves to a session's token. The refusal and the work are the same whether the account exists,
 * has a password, or has another one.
 */
export async function signIn(
  db: Database,
  at: Date,
  { email, password, caller }: Credentials,
): Promise<Ruling<string, "no-match">> {
  const account = await findAccount(db, email);
  const right = await isPassword(account?.passwordHash ?? null, password);
  if (!account || !right) return refuse("no-match");
  return db.transaction(async (tx) => {
    await lockReader(tx, account.readerId);
    const { passwordHash } = await accountOf(tx, account.readerId);
    // Changed while it was checked: what was right is no longer.
    if (passwordHash !== account.passwordHash) return refuse("no-match");
    return allow(await startSession(tx, at, account.readerId, caller));
  });
}
