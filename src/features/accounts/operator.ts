/** The operator: made by a one-time link that is printed at start, or on the command line. */
import { type LinkRefusal, OPERATOR_LINK_SECONDS, ruleLink } from "../../core/accounts/link.ts";
import type { ReaderId } from "../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import type { Database, Tx } from "../../store/db.ts";
import { newToken, tokenHash } from "../../web/session.ts";
import { insertNamed } from "./join/insert-named.ts";
import { findLink, insertLink, lockLink, recordLinkUse } from "./links/store.ts";
import { type Caller, startSession } from "./sessions/start-session.ts";
import { endSessions, findAccount, hasOperator, lockOperator, updateRole } from "./store.ts";

/**
 * The path of a link that makes the operator, "/links/…", good for a day; null once there is one.
 * Links of earlier starts stay good, since several processes may start together; one link works.
 */
export async function operatorLink(db: Database, at: Date): Promise<string | null> {
  if (await hasOperator(db)) return null;
  const token = newToken();
  const link = { tokenHash: tokenHash(token), purpose: "operator" } as const;
  await db.transaction((tx) => insertLink(tx, at, { ...link, seconds: OPERATOR_LINK_SECONDS }));
  return `/links/${token}`;
}

/** Who opens the link: somebody new, or the account that is signed in. */
export type NewOperator =
  | { name: string; email: string; passwordHash: string | null }
  | { readerId: ReaderId };

export type OperatorRefusal = LinkRefusal | "operator-exists" | "email-taken";

/** Resolves to the token of a fresh session. A refusal leaves the link unused. */
export function becomeOperator(
  db: Database,
  at: Date,
  { token, caller }: { token: string; caller: Caller },
  operator: NewOperator,
): Promise<Ruling<string, OperatorRefusal>> {
  const hash = tokenHash(token);
  return db.transaction(async (tx) => {
    await lockOperator(tx);
    await lockLink(tx, hash);
    const link = ruleLink(await findLink(tx, hash), at);
    if (!link.ok) return link;
    if (link.value.purpose !== "operator") return refuse("link-unknown");
    if (await hasOperator(tx)) return refuse("operator-exists");
    const readerId = await appoint(tx, at, operator);
    if (readerId === null) return refuse("email-taken");
    await recordLinkUse(tx, at, hash);
    return allow(await startSession(tx, at, readerId, caller));
  });
}

/**
 * The address of the printed form is not proved, so it does not give anybody an account that exists:
 * null when its address has one.
 */
async function appoint(tx: Tx, at: Date, operator: NewOperator): Promise<ReaderId | null> {
  if (!("readerId" in operator)) return insertNamed(tx, at, { ...operator, role: "operator" });
  await updateRole(tx, operator.readerId, "operator");
  await endSessions(tx, operator.readerId, null);
  return operator.readerId;
}

/** For the command line. The account's sessions end, since what they may do has changed. */
export function makeOperator(
  db: Database,
  email: string,
): Promise<Ruling<{ handle: string }, "no-such-account">> {
  return db.transaction(async (tx) => {
    const account = await findAccount(tx, email.trim().toLowerCase());
    if (!account) return refuse("no-such-account");
    if (account.role !== "operator") {
      await updateRole(tx, account.readerId, "operator");
      await endSessions(tx, account.readerId, null);
    }
    return allow({ handle: account.handle });
  });
}
