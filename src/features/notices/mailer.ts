/** The way out by SMTP. */
import { createHash } from "node:crypto";
import type { Transporter } from "nodemailer";
import type { Mail } from "./store.ts";

export interface MailSettings {
  /** "smtp://name:password@host:587"; null where the site sends no mail. */
  smtpUrl: string | null;
  /** "Earnest <noreply@example.org>". */
  from: string;
}

/** `isFinal`: it will not be taken another time either. */
export type Sending = { ok: true } | { ok: false; why: string; isFinal: boolean };

export type Mailer = (mail: Mail) => Promise<Sending>;

const PATIENCE_MS = 20_000;
const REASON_LENGTH_MAX = 500;

/** The library is loaded with the first mail. */
export function smtpMailer(url: string, from: string): Mailer {
  let opened: Promise<Transporter> | null = null;
  return async (mail) => {
    opened ??= open(url);
    const { recipient: to, subject, text, html } = mail;
    const message = { from, to, subject, text, html, messageId: messageId(mail.key, from) };
    try {
      await (await opened).sendMail(message);
      return { ok: true };
    } catch (error) {
      if (error instanceof Error) return failureOf(error);
      throw error;
    }
  };
}

async function open(url: string): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  return createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Servers say 5xx for what they will never take, 4xx for what they may take later (RFC 5321 §4.2.1). */
function failureOf(error: Error & { responseCode?: unknown }): Sending {
  const { responseCode } = error;
  const isFinal = typeof responseCode === "number" && responseCode >= 500;
  return { ok: false, why: error.message.slice(0, REASON_LENGTH_MAX), isFinal };
}

/** The same for a mail that is sent twice, so that a mailbox can tell. */
function messageId(key: string, from: string): string {
  const host = /@([^\s>]+)/.exec(from)?.[1] ?? "localhost";
  return `<${createHash("sha256").update(key).digest("hex").slice(0, 32)}@${host}>`;
}
