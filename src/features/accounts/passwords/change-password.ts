/** A password is chosen or changed: every other device is signed out, and the owner is told. */
import type { ReaderId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Tx } from "../../../store/db.ts";
import { postLetter } from "../../../web/letter.tsx";
import { newToken } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { passwordChangedLetter } from "../links/letters.ts";
import { type Caller, startSession } from "../sessions/start-session.ts";
import { type Account, accountOf, endSessions, lockReader, updatePassword } from "../store.ts";
import { isPassword } from "./hash.ts";

export interface PasswordChange {
  readerId: ReaderId;
  /** What they say it is now; of no account where there is none yet. */
  current: string;
  /** The new one, hashed. */
  passwordHash: string;
  caller: Caller;
}

/** Resolves to the token of a fresh session, the only one left. */
export async function changePassword(
  site: Site,
  at: Date,
  { readerId, current, passwordHash, caller }: PasswordChange,
): Promise<Ruling<string, "password-wrong">> {
  const before = await accountOf(site.db, readerId);
  if (before.passwordHash && !(await isPassword(before.passwordHash, current))) {
    return refuse("password-wrong");
  }
  return site.db.transaction(async (tx) => {
    await lockReader(tx, readerId);
    const account = await accountOf(tx, readerId);
    if (account.passwordHash !== before.passwordHash) return refuse("password-wrong");
    await recordPassword(tx, site, account, passwordHash);
    return allow(await startSession(tx, at, readerId, caller));
  });
}

/** Ends every session of the account. */
export async function recordPassword(
  tx: Tx,
  site: Site,
  { readerId, email }: Account,
  passwordHash: string,
): Promise<void> {
  await updatePassword(tx, readerId, passwordHash);
  await endSessions(tx, readerId, null);
  const letter = passwordChangedLetter({ siteName: site.name, url: `${site.origin}/sign-in` });
  await postLetter(tx, `password-changed:${newToken()}`, email, letter);
}
