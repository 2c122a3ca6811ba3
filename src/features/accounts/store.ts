/** Accounts in SQL. Sole writer of `reader` and `session`. */
import { z } from "zod";
import { assert } from "../../core/assert.ts";
import type { ReaderId } from "../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../core/ruling.ts";
import { DAY_MS, dayOf } from "../../core/time.ts";
import { instant, readerId, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";
import { csrfToken, SESSION_DAYS } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import type { Viewer } from "../../web/viewer.ts";

const Role = z.enum(["reader", "reviewer", "operator"]);

const ViewerRow = z.object({
  readerId,
  handle: z.string(),
  name: z.string(),
  role: Role,
  pictureKey: z.string().nullable(),
  isMember: z.boolean(),
  isPartner: z.boolean(),
});

/**
 * Whose session it is, or null when it is over. Asked with every request of a session, so it is one
 * statement over primary and unique keys. `is_member` in the schema is the one definition of a member.
 */
export async function findViewer(
  site: Pick<Site, "db" | "secret">,
  sessionHash: Buffer,
  at: Date,
): Promise<Viewer | null> {
  const row = await site.db.maybe(sql.of(ViewerRow)`
    select reader.id as reader_id, handle, name, role, picture_key,
           is_member(reader.id, ${dayOf(at)}::date) as is_member,
           exists (select from partner
                    where partner.reader_id = reader.id and partner.state = 'active') as is_partner
      from session join reader on reader.id = session.reader_id
     where token_hash = ${sessionHash} and expires_at > ${at}`);
  return row && { ...row, csrf: csrfToken(site.secret, sessionHash) };
}

export interface NewReader {
  handle: string;
  name: string;
  /** In small letters. */
  email: string;
  role?: Viewer["role"];
  passwordHash?: string | null;
  bio?: string;
  pictureKey?: string | null;
}

/** A handle or an address that is taken is a fault here; `insertReaderIfFree` asks. */
export async function insertReader(tx: Tx, at: Date, reader: NewReader): Promise<ReaderId> {
  const id = await insertReaderIfFree(tx, at, reader);
  assert(id !== null, `neither @${reader.handle} nor its address is taken`);
  return id;
}

/** Null when the handle or the address is taken. */
export async function insertReaderIfFree(
  tx: Tx,
  at: Date,
  reader: NewReader,
): Promise<ReaderId | null> {
  const { handle, name, email, role = "reader", bio = "" } = reader;
  const row = await tx.maybe(sql.of(z.object({ id: readerId }))`
    insert into reader (handle, name, email, role, bio, password_hash, picture_key, joined_at)
    values (${handle}, ${name}, ${email}, ${role}, ${bio},
            ${reader.passwordHash ?? null}, ${reader.pictureKey ?? null}, ${at})
    on conflict do nothing
    returning id`);
  return row?.id ?? null;
}

const Account = z.object({
  readerId,
  handle: z.string(),
  name: z.string(),
  email: z.string(),
  bio: z.string(),
  pictureKey: z.string().nullable(),
  passwordHash: z.string().nullable(),
  role: Role,
});
export type Account = z.output<typeof Account>;

export function accountOf(db: Db, reader: ReaderId): Promise<Account> {
  return db.one(sql.of(Account)`
    select id as reader_id, handle, name, email, bio, picture_key, password_hash, role
      from reader where id = ${reader}`);
}

export function findAccount(db: Db, email: string): Promise<Account | null> {
  return db.maybe(sql.of(Account)`
    select id as reader_id, handle, name, email, bio, picture_key, password_hash, role
      from reader where email = ${email}`);
}

/** Makes other changes of this account wait until `tx` ends. */
export async function lockReader(tx: Tx, reader: ReaderId): Promise<void> {
  await tx.run(sql`select from reader where id = ${reader} for update`);
}

/** A refusal spoils `tx`: what else it wrote is not kept. */
export function updateProfile(
  tx: Tx,
  reader: ReaderId,
  { handle, name, bio }: { handle: string; name: string; bio: string },
): Promise<Ruling<void, "handle-taken">> {
  const statement = sql`
    update reader set handle = ${handle}, name = ${name}, bio = ${bio} where id = ${reader}`;
  return unlessTaken(tx.run(statement), "handle-taken");
}

/** A refusal spoils `tx`: what else it wrote is not kept. */
export function updateEmail(
  tx: Tx,
  reader: ReaderId,
  email: string,
): Promise<Ruling<void, "email-taken">> {
  return unlessTaken(
    tx.run(sql`update reader set email = ${email} where id = ${reader}`),
    "email-taken",
  );
}

const UNIQUE_VIOLATION = "23505";

async function unlessTaken<Refusal extends string>(
  writing: Promise<number>,
  refusal: Refusal,
): Promise<Ruling<void, Refusal>> {
  try {
    await writing;
    return allow(undefined);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) {
      return refuse(refusal);
    }
    throw error;
  }
}

/** Null for no picture. */
export async function updatePicture(tx: Tx, reader: ReaderId, key: string | null): Promise<void> {
  await tx.run(sql`update reader set picture_key = ${key} where id = ${reader}`);
}

export async function updatePassword(tx: Tx, reader: ReaderId, hash: string): Promise<void> {
  await tx.run(sql`update reader set password_hash = ${hash} where id = ${reader}`);
}

export async function updateRole(tx: Tx, reader: ReaderId, role: Viewer["role"]): Promise<void> {
  await tx.run(sql`update reader set role = ${role} where id = ${reader}`);
}

export async function hasOperator(db: Db): Promise<boolean> {
  const { found } = await db.one(sql.of(z.object({ found: z.boolean() }))`
    select exists (select from reader where role = 'operator') as found`);
  return found;
}

/** One at a time may become the first operator. A statement of its own, before any read. */
export async function lockOperator(tx: Tx): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('operator'))`);
}

/** The tags of every kept page that shows this person; their own stories have their author's tag. */
export async function pagesShowing(db: Db, reader: ReaderId): Promise<string[]> {
  const rows = await db.many(sql.of(z.object({ tag: z.string() }))`
    select 'topic:' || unnest(tags) as tag from story
     where author_id = ${reader} and state = 'published'
    union
    select 'story:' || story_id from response where author_id = ${reader}`);
  return [`author:${reader}`, "feed", ...rows.map(({ tag }) => tag)];
}

const AGENT_LENGTH_MAX = 300;

export async function insertSession(
  tx: Tx,
  at: Date,
  session: { readerId: ReaderId; tokenHash: Buffer; agent: string },
): Promise<void> {
  const expiresAt = new Date(at.getTime() + SESSION_DAYS * DAY_MS);
  await tx.run(sql`
    insert into session (token_hash, reader_id, agent, opened_at, expires_at)
    values (${session.tokenHash}, ${session.readerId},
            ${session.agent.slice(0, AGENT_LENGTH_MAX)}, ${at}, ${expiresAt})`);
}

const Session = z.object({ id: whole, agent: z.string(), openedAt: instant, isThis: z.boolean() });
export type Session = z.output<typeof Session>;

/** A reader's open sessions, the newest first. `tokenHash` says which is the one that asks. */
export function sessionsOf(
  db: Db,
  at: Date,
  reader: ReaderId,
  tokenHash: Buffer,
): Promise<Session[]> {
  return db.many(sql.of(Session)`
    select id, agent, opened_at, token_hash = ${tokenHash} as is_this
      from session
     where reader_id = ${reader} and expires_at > ${at}
     order by opened_at desc, id desc`);
}

/** Nothing happens when it is over already. */
export async function endSession(db: Db, tokenHash: Buffer): Promise<void> {
  await db.run(sql`delete from session where token_hash = ${tokenHash}`);
}

/** Only the reader's own; the number that ended. */
export function endSessionOf(db: Db, reader: ReaderId, session: number): Promise<number> {
  return db.run(sql`delete from session where id = ${session} and reader_id = ${reader}`);
}

/** All of a reader's sessions, but the one with `tokenHash`. */
export async function endSessions(
  db: Db,
  reader: ReaderId,
  tokenHash: Buffer | null,
): Promise<void> {
  await db.run(sql`
    delete from session where reader_id = ${reader} and token_hash is distinct from ${tokenHash}`);
}

/** Those that were over before then. */
export async function deleteOldSessions(db: Db, before: Date): Promise<void> {
  await db.run(sql`delete from session where expires_at < ${before}`);
}
