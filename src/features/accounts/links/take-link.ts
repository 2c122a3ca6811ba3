/** Using a link that came by mail: once, for what it was sent for, for the address it was sent to. */
import { type LinkPurpose, type LinkRefusal, ruleLink } from "../../../core/accounts/link.ts";
import type { ReaderId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { postLetter } from "../../../web/letter.tsx";
import { tokenHash } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { insertNamed } from "../join/insert-named.ts";
import { recordPassword } from "../passwords/change-password.ts";
import { type Caller, startSession } from "../sessions/start-session.ts";
import { accountOf, findAccount, updateEmail } from "../store.ts";
import { addressChangedLetter } from "./letters.ts";
import { findLink, type Link, lockLink, recordLinkUse } from "./store.ts";

/** Who opens which link. */
export interface Opening {
  token: string;
  caller: Caller;
}

/** The account is made, or signed in to when another link made it first. Resolves to a session's token. */
export function joinByLink(
  site: Site,
  at: Date,
  { token, caller }: Opening,
  passwordHash: string | null,
): Promise<Ruling<string, LinkRefusal>> {
  return takeLink(site.db, at, { token, purpose: "join" }, async (tx, { email, name }) => {
    const made = await insertNamed(tx, at, { name: name ?? "", email, passwordHash });
    const readerId = made ?? (await findAccount(tx, email))?.readerId;
    if (!readerId) return refuse("link-unknown");
    return allow(await startSession(tx, at, readerId, caller));
  });
}

/** Resolves to a session's token. */
export function signInByLink(
  site: Site,
  at: Date,
  { token, caller }: Opening,
): Promise<Ruling<string, LinkRefusal>> {
  return takeLink(site.db, at, { token, purpose: "sign-in" }, async (tx, { email }) => {
    const account = await findAccount(tx, email);
    if (!account) return refuse("link-unknown");
    return allow(await startSession(tx, at, account.readerId, caller));
  });
}

/** The new password is set, every session ends, and a fresh one begins; resolves to its token. */
export function setPasswordByLink(
  site: Site,
  at: Date,
  { token, caller }: Opening,
  passwordHash: string,
): Promise<Ruling<string, LinkRefusal>> {
  return takeLink(site.db, at, { token, purpose: "password" }, async (tx, { email }) => {
    const account = await findAccount(tx, email);
    if (!account) return refuse("link-unknown");
    await recordPassword(tx, site, account, passwordHash);
    return allow(await startSession(tx, at, account.readerId, caller));
  });
}

/** The account of `readerId` gets the new address; the old one is told. */
export function changeAddressByLink(
  site: Site,
  at: Date,
  token: string,
  readerId: ReaderId,
): Promise<Ruling<void, LinkRefusal | "email-taken" | "other-account">> {
  const wanted = { token, purpose: "email" } as const;
  return takeLink<void, "email-taken" | "other-account">(site.db, at, wanted, async (tx, link) => {
    if (link.readerId !== readerId) return refuse("other-account");
    const { email: oldEmail } = await accountOf(tx, readerId);
    const ruling = await updateEmail(tx, readerId, link.email);
    if (!ruling.ok) return ruling;
    const letter = addressChangedLetter({ siteName: site.name, url: site.origin });
    await postLetter(tx, `address-changed:${link.tokenHash.toString("hex")}`, oldEmail, letter);
    return ruling;
  });
}

interface Wanted {
  token: string;
  purpose: LinkPurpose;
}

/** Of two uses at once the second waits and is refused. A refusal of `work` leaves the link unused. */
function takeLink<Value, Refusal extends string>(
  db: Database,
  at: Date,
  { token, purpose }: Wanted,
  work: (tx: Tx, link: Link & { email: string }) => Promise<Ruling<Value, Refusal>>,
): Promise<Ruling<Value, Refusal | LinkRefusal>> {
  const hash = tokenHash(token);
  return db.transaction(async (tx) => {
    await lockLink(tx, hash);
    const link = ruleLink(await findLink(tx, hash), at);
    if (!link.ok) return link;
    const { email } = link.value;
    if (link.value.purpose !== purpose || email === null) return refuse("link-unknown");
    const ruling = await work(tx, { ...link.value, email });
    if (ruling.ok) await recordLinkUse(tx, at, hash);
    return ruling;
  });
}
