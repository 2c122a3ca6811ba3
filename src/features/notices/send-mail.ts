/** A letter goes out, once for its key; where there is no way out it is kept for the operator to read. */
import type { Database } from "../../store/db.ts";
import type { Mailer, Sending } from "./mailer.ts";
import { insertMail, lockMail, mailByKey, type NewMail, recordSending } from "./store.ts";

/** A failure that may pass: thrown after it is written down, so that the queue tries again. */
export class MailDelayed extends Error {}

/**
 * Running it again for the same key sends nothing more once it was taken or kept. One that stops
 * between the server's answer and our note of it is sent a second time, under the same message id.
 */
export async function sendMail(
  db: Database,
  at: Date,
  mailer: Mailer | null,
  mail: NewMail,
): Promise<void> {
  await insertMail(db, at, mail);
  const sending = await db.transaction(async (tx): Promise<Sending> => {
    await lockMail(tx, mail.key);
    const kept = await mailByKey(tx, mail.key);
    if (kept.state === "sent" || kept.state === "kept") return { ok: true };
    if (!mailer) {
      await recordSending(tx, at, kept.id, { state: "kept" });
      return { ok: true };
    }
    const sending = await mailer(kept);
    const outcome = sending.ok
      ? ({ state: "sent" } as const)
      : ({ state: "failed", failure: sending.why } as const);
    await recordSending(tx, at, kept.id, outcome);
    return sending;
  });
  if (!sending.ok && !sending.isFinal) throw new MailDelayed(sending.why);
}
