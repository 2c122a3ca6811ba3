/** The tasks that write to people. */
import { z } from "zod";
import type { Task } from "../../jobs/worker.ts";
import { readerId, whole } from "../../store/columns.ts";
import { letterOf } from "../../web/letter.tsx";
import type { Site } from "../../web/site.ts";
import { accountOf } from "../accounts/store.ts";
import { type MailSettings, smtpMailer } from "./mailer.ts";
import { sendMail } from "./send-mail.ts";

const MailPayload = z.object({
  key: z.string().min(1),
  to: z.email(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

const EndedPayload = z.object({ readerId, membershipId: whole });

/** Without `smtpUrl` every letter is kept for the operator to read. */
export function noticeTasks({ smtpUrl, from }: MailSettings): Record<string, Task<Site>> {
  const mailer = smtpUrl === null ? null : smtpMailer(smtpUrl, from);
  return {
    "send-mail": ({ db, clock }, payload) =>
      sendMail(db, clock(), mailer, MailPayload.parse(payload)),

    "membership-ended": async (site, payload) => {
      const { readerId, membershipId } = EndedPayload.parse(payload);
      const { email } = await accountOf(site.db, readerId);
      const mail = { key: `membership-ended:${membershipId}`, to: email, ...endedLetter(site) };
      await sendMail(site.db, site.clock(), mailer, mail);
    },
  };
}

function endedLetter({ name, origin }: Site) {
  return letterOf(`Your membership at ${name} has ended`, [
    `Your card was declined when your membership at ${name} was to be renewed, so it has ended and nothing was charged.`,
    "Your account, your lists and what you have written stay as they are. You can become a member again at any time.",
    { label: "Become a member again", href: `${origin}/membership` },
  ]);
}
