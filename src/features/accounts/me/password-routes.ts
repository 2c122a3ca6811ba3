/** Setting one's password, and the link for whoever forgot it. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { rulePassword } from "../../../core/accounts/password.ts";
import { readForm } from "../../../web/form.ts";
import { setSession, signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { forgetTries } from "../attempts.ts";
import { callerOf, limitTries } from "../caller.ts";
import { PASSWORD_SENTENCES, passwordField } from "../fields.ts";
import { sendPasswordLink } from "../links/send-link.ts";
import { changePassword } from "../passwords/change-password.ts";
import { hashPassword } from "../passwords/hash.ts";
import { accountOf } from "../store.ts";
import { showRefused } from "./show-refused.tsx";

const PasswordForm = z.object({ current: passwordField, password: passwordField });

export function passwordRoutes(server: FastifyInstance, site: Site): void {
  const { db, clock } = site;

  server.post("/me/password", { config: { who: "reader" } }, async (request, reply) => {
    const { readerId } = signedIn(request);
    const form = readForm(PasswordForm, request.body);
    if (!form.ok) return showRefused(site, request, reply, ["password", form.errors]);
    const account = await accountOf(db, readerId);
    const password = rulePassword(form.value.password, account);
    if (!password.ok) {
      const errors = { password: PASSWORD_SENTENCES[password.refusal] };
      return showRefused(site, request, reply, ["password", errors]);
    }
    const trial = await limitTries(site, request, "password", account.email);
    const ruling = await changePassword(site, clock(), {
      readerId,
      current: form.value.current,
      passwordHash: await hashPassword(password.value),
      caller: callerOf(request),
    });
    if (!ruling.ok) {
      const errors = { current: PASSWORD_SENTENCES[ruling.refusal] };
      return showRefused(site, request, reply, ["password", errors]);
    }
    await forgetTries(db, trial);
    setSession(reply, ruling.value);
    return reply.redirect("/me?done=password", 303);
  });

  server.post("/me/password/link", { config: { who: "reader" } }, async (request, reply) => {
    const { email } = await accountOf(db, signedIn(request).readerId);
    await limitTries(site, request, "link", email);
    await sendPasswordLink(site, clock(), email);
    return reply.redirect("/me?done=password-sent", 303);
  });
}
