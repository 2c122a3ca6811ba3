/** Accounts in SQL. Sole writer of `reader`, `session`, `link_token` and `attempt`. */
import { z } from "zod";
import { assert } from "../../core/assert.ts";
import type { ReaderId } from "../../core/ids.ts";
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
 * statement over primary and unique keys. A membership that has ended is good until its paid day.
 */
export async function findViewer(
  site: Pick<Site, "db" | "secret">,
  sessionHash: Buffer,
  at: Date,
): Promise<Viewer | null> {
  const row = await site.db.maybe(sql.of(ViewerRow)`
    select reader.id as reader_id, handle, name, role, picture_key,
           exists (select from membership
                    where membership.reader_id = reader.id and paid_until > ${dayOf(at)}) as is_member,
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
  return row && row.id;
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
