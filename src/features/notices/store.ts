/** Mail in SQL. Sole writer of `mail`. */
import { z } from "zod";
import { instant, whole } from "../../store/columns.ts";
import { type Db, sql, type Tx } from "../../store/db.ts";

export interface NewMail {
  /** What makes it once, however often its task runs. */
  key: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

const State = z.enum(["queued", "sent", "kept", "failed"]);
export type MailState = z.output<typeof State>;

const Mail = z.object({
  id: whole,
  key: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  state: State,
  failure: z.string().nullable(),
  queuedAt: instant,
  sentAt: instant.nullable(),
});
export type Mail = z.output<typeof Mail>;

/** Nothing happens when there is one with its key. */
export async function insertMail(db: Db, at: Date, mail: NewMail): Promise<void> {
  await db.run(sql`
    insert into mail (key, recipient, subject, text, html, queued_at)
    values (${mail.key}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}, ${at})
    on conflict (key) do nothing`);
}

/** Makes another sending of this mail wait until `tx` ends. A statement of its own, before it is read. */
export async function lockMail(tx: Tx, key: string): Promise<void> {
  await tx.run(sql`select from mail where key = ${key} for update`);
}

export function mailByKey(db: Db, key: string): Promise<Mail> {
  return db.one(sql.of(Mail)`
    select id, key, recipient, subject, text, html, state, failure, queued_at, sent_at
      from mail where key = ${key}`);
}

export function findMail(db: Db, id: number): Promise<Mail | null> {
  return db.maybe(sql.of(Mail)`
    select id, key, recipient, subject, text, html, state, failure, queued_at, sent_at
      from mail where id = ${id}`);
}

/** `failure` says why it could not be sent. */
export async function recordSending(
  tx: Tx,
  at: Date,
  id: number,
  { state, failure = null }: { state: MailState; failure?: string | null },
): Promise<void> {
  const sentAt = state === "sent" ? at : null;
  await tx.run(sql`
    update mail set state = ${state}, failure = ${failure}, sent_at = ${sentAt} where id = ${id}`);
}

const MailLine = z.object({
  id: whole,
  recipient: z.string(),
  subject: z.string(),
  state: State,
  queuedAt: instant,
});
export type MailLine = z.output<typeof MailLine>;

/** The newest first, those before the mail with id `before`; at most `limit`. */
export function mailLines(db: Db, before: number | null, limit: number): Promise<MailLine[]> {
  return db.many(sql.of(MailLine)`
    select id, recipient, subject, state, queued_at
      from mail
     where ${before}::bigint is null or id < ${before}
     order by id desc
     limit ${limit}`);
}
