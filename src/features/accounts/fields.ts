/** The fields that forms about accounts share, with the sentence for each fault. */
import { z } from "zod";
import {
  HANDLE_LENGTH_MAX,
  HANDLE_LENGTH_MIN,
  type HandleRefusal,
  ruleHandle,
} from "../../core/accounts/handle.ts";
import type { LinkRefusal } from "../../core/accounts/link.ts";
import {
  PASSWORD_LENGTH_MAX,
  PASSWORD_LENGTH_MIN,
  type PasswordRefusal,
} from "../../core/accounts/password.ts";
import { ownPath } from "../../web/own-path.ts";

const NAME_LENGTH_MAX = 80;
const EMAIL_LENGTH_MAX = 254;
const BIO_LENGTH_MAX = 400;

/** Control characters, and those that turn the direction of the text after them. */
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

export const nameField = z
  .string("Tell us the name to show.")
  .transform((text) => text.replace(UNSEEN, " ").replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .regex(/[\p{L}\p{N}]/u, "Tell us the name to show.")
      .max(NAME_LENGTH_MAX, `A name has at most ${NAME_LENGTH_MAX} characters.`),
  );

export const emailField = z
  .string("Type an e-mail address.")
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .email("That does not look like an e-mail address. One looks like ann@example.org.")
      .max(EMAIL_LENGTH_MAX, `An address has at most ${EMAIL_LENGTH_MAX} characters.`),
  );

export const bioField = z
  .string()
  .default("")
  .transform((text) => text.replaceAll("\r\n", "\n").trim())
  .pipe(z.string().max(BIO_LENGTH_MAX, `This has room for ${BIO_LENGTH_MAX} characters.`));

export const handleField = z.string("Choose a handle.").transform((text, context) => {
  const ruling = ruleHandle(text);
  if (ruling.ok) return ruling.value;
  context.addIssue(HANDLE_SENTENCES[ruling.refusal]);
  return z.NEVER;
});

/** As typed; `rulePassword` judges it when the name and the address are known. */
export const passwordField = z.string().default("");

/** A path of this site to go to afterwards. */
export const toField = z.string().default("/").transform(ownPath);

export const HANDLE_SENTENCES: Record<HandleRefusal | "handle-taken", string> = {
  "handle-length": `A handle has ${HANDLE_LENGTH_MIN} to ${HANDLE_LENGTH_MAX} characters.`,
  "handle-letters":
    "A handle is made of the letters a to z, digits and underscores, with at least one letter.",
  "handle-reserved": "This handle is kept for the site itself. Choose another.",
  "handle-taken": "Somebody has this handle already. Choose another.",
};

export const PASSWORD_SENTENCES: Record<PasswordRefusal | "password-wrong", string> = {
  "password-short": `A password has at least ${PASSWORD_LENGTH_MIN} characters.`,
  "password-long": `A password has at most ${PASSWORD_LENGTH_MAX} characters.`,
  "password-common":
    "This is among the first passwords that are tried. Three or four unrelated words make a good one.",
  "password-about-you":
    "This has your name or your address in it, which is easy to guess. Choose something else.",
  "password-wrong": "This is not your present password.",
};

export const LINK_SENTENCES: Record<
  LinkRefusal | "other-account" | "email-taken" | "operator-exists",
  string
> = {
  "link-unknown": "This link does not lead anywhere. It may have been cut off on its way to you.",
  "link-used": "This link was used already. Each works once.",
  "link-expired": "This link is too old to be used.",
  "other-account":
    "This link is for another account. Sign in to that one first, then open the link again.",
  "email-taken": "An account with this address exists already.",
  "operator-exists": "This site has its operator already.",
};
