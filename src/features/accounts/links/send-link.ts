/** Sending links that join, sign in, or prove an address. */
import { createHmac } from "node:crypto";
import { LINK_SECONDS } from "../../../core/accounts/link.ts";
import type { ReaderId } from "../../../core/ids.ts";
import type { Tx } from "../../../store/db.ts";
import { type Letter, postLetter } from "../../../web/letter.tsx";
import { newToken, tokenHash } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { findAccount } from "../store.ts";
import {
  alreadyJoinedLetter,
  joinLetter,
  newAddressLetter,
  noAccountLetter,
  passwordLetter,
  type Sender,
  signInLetter,
} from "./letters.ts";
import { insertLink, type NewLink } from "./store.ts";

export interface Joining {
  name: string;
  email: string;
  passwordHash: string | null;
  /** Where to go after it, a path of this site. */
  to: string;
}

/**
 * A link that makes the account; one that signs in when there is an account already. Resolves to
 * what the asking browser keeps to show later that it was the one that asked.
 */
export function sendJoinLink(site: Site, at: Date, joining: Joining): Promise<string> {
  const { name, email, passwordHash, to } = joining;
  return site.db.transaction(async (tx) => {
    const known = (await findAccount(tx, email)) !== null;
    const link = known
      ? ({ purpose: "sign-in", email } as const)
      : ({ purpose: "join", email, name, passwordHash } as const);
    const hash = await send({ site, tx, at, to }, link, known ? alreadyJoinedLetter : joinLetter);
    return browserProof(site.secret, hash);
  });
}

/** To an address without an account goes a letter that says so. */
export function sendSignInLink(
  site: Site,
  at: Date,
  { email, to }: { email: string; to: string },
): Promise<void> {
  return site.db.transaction(async (tx) => {
    if (await findAccount(tx, email)) {
      await send({ site, tx, at, to }, { purpose: "sign-in", email }, signInLetter);
      return;
    }
    const letter = noAccountLetter({ siteName: site.name, url: `${site.origin}/join` });
    await postLetter(tx, `no-account:${newToken()}`, email, letter);
  });
}

/** For one who is signed in and has forgotten their password. */
export function sendPasswordLink(site: Site, at: Date, email: string): Promise<void> {
  return site.db.transaction(async (tx) => {
    await send({ site, tx, at, to: "/" }, { purpose: "password", email }, passwordLetter);
  });
}

/** To the new address; it becomes the account's when the link is used. */
export function sendAddressLink(
  site: Site,
  at: Date,
  { readerId, email }: { readerId: ReaderId; email: string },
): Promise<void> {
  return site.db.transaction(async (tx) => {
    await send({ site, tx, at, to: "/" }, { purpose: "email", email, readerId }, newAddressLetter);
  });
}

/** Shows that a browser is the one that asked for the link; the link cannot be made from it. */
export function browserProof(secret: Buffer, linkHash: Buffer): string {
  return createHmac("sha256", secret).update("asked").update(linkHash).digest("base64url");
}

interface Sending {
  site: Site;
  tx: Tx;
  at: Date;
  to: string;
}

async function send(
  { site, tx, at, to }: Sending,
  link: Omit<NewLink, "tokenHash" | "seconds" | "email"> & { email: string },
  letter: (sender: Sender) => Letter,
): Promise<Buffer> {
  const token = newToken();
  const hash = tokenHash(token);
  await insertLink(tx, at, { ...link, tokenHash: hash, seconds: LINK_SECONDS });
  const query = to === "/" ? "" : `?to=${encodeURIComponent(to)}`;
  const sender = { siteName: site.name, url: `${site.origin}/links/${token}${query}` };
  await postLetter(tx, `link:${hash.toString("hex")}`, link.email, letter(sender));
  return hash;
}
