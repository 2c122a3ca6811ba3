/** Links in SQL. Sole writer of `link_token`. */
import { z } from "zod";
import type { LinkPurpose } from "../../../core/accounts/link.ts";
import type { ReaderId } from "../../../core/ids.ts";
import { instant, readerId } from "../../../store/columns.ts";
import { type Db, sql, type Tx } from "../../../store/db.ts";

export interface NewLink {
  tokenHash: Buffer;
  purpose: LinkPurpose;
  seconds: number;
  email?: string;
  readerId?: ReaderId;
  name?: string;
  passwordHash?: string | null;
}

export async function insertLink(tx: Tx, at: Date, link: NewLink): Promise<void> {
  const { tokenHash, purpose, seconds, email, name, passwordHash } = link;
  await tx.run(sql`
    insert into link_token
      (token_hash, purpose, email, reader_id, name, password_hash, made_at, expires_at)
    values (${tokenHash}, ${purpose}, ${email ?? null}, ${link.readerId ?? null}, ${name ?? null},
            ${passwordHash ?? null}, ${at}, ${new Date(at.getTime() + seconds * 1000)})`);
}

const Link = z.object({
  tokenHash: z.instanceof(Buffer),
  purpose: z.enum(["join", "sign-in", "operator", "email", "password"]),
  email: z.string().nullable(),
  readerId: readerId.nullable(),
  name: z.string().nullable(),
  passwordHash: z.string().nullable(),
  expiresAt: instant,
  usedAt: instant.nullable(),
});
export type Link = z.output<typeof Link>;

export function findLink(db: Db, tokenHash: Buffer): Promise<Link | null> {
  return db.maybe(sql.of(Link)`
    select token_hash, purpose, email, reader_id, name, password_hash, expires_at, used_at
      from link_token where token_hash = ${tokenHash}`);
}

/** Makes another use of this link wait until `tx` ends. A statement of its own, before it is read. */
export async function lockLink(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.run(sql`select from link_token where token_hash = ${tokenHash} for update`);
}

export async function recordLinkUse(tx: Tx, at: Date, tokenHash: Buffer): Promise<void> {
  await tx.run(sql`update link_token set used_at = ${at} where token_hash = ${tokenHash}`);
}

/** Those that were too old before then. */
export async function deleteOldLinks(db: Db, before: Date): Promise<void> {
  await db.run(sql`delete from link_token where expires_at < ${before}`);
}
