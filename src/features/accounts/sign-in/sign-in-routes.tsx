/** Signing in by password or by link, and signing out. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { readForm, typed, untouched } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import { clearSession, sessionHash, setSession } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { forgetTries } from "../attempts.ts";
import { callerOf, limitTries, toOf } from "../caller.ts";
import { emailField, passwordField, toField } from "../fields.ts";
import { SentPage } from "../join/join-page.tsx";
import { sendSignInLink } from "../links/send-link.ts";
import { endSession } from "../store.ts";
import { signIn } from "./sign-in.ts";
import { SignInPage } from "./sign-in-page.tsx";

const NO_MATCH =
  "This address and this password do not belong together. Try again, or ask for a link.";

const SignInForm = z.object({
  email: emailField,
  password: passwordField,
  by: z.string().default("password"),
  to: toField,
});

export function signInRoutes(server: FastifyInstance, site: Site): void {
  server.get("/sign-in", { config: { who: "anyone" } }, async (request, reply) => {
    const to = toOf(request);
    if (request.viewer) return reply.redirect(to, 303);
    return render(reply, <SignInPage typed={untouched} to={to} />);
  });

  server.post("/sign-in", { config: { who: "anyone" } }, async (request, reply) => {
    const form = readForm(SignInForm, request.body);
    if (!form.ok) return refused(form.errors);
    const { email, password, by, to } = form.value;
    if (by === "link" || password === "") {
      await limitTries(site, request, "link", email);
      await sendSignInLink(site, site.clock(), { email, to });
      return render(reply, <SentPage email={email} path="/sign-in" />);
    }

    const trial = await limitTries(site, request, "password", email);
    const caller = callerOf(request);
    const ruling = await signIn(site.db, site.clock(), { email, password, caller });
    if (!ruling.ok) return refused({ password: NO_MATCH });
    await forgetTries(site.db, trial);
    setSession(reply, ruling.value);
    return reply.redirect(to, 303);

    function refused(errors: Record<string, string>) {
      const again = typed(request.body, errors);
      const to = toField.parse(again.values.to);
      return render(reply.code(422), <SignInPage typed={again} to={to} />);
    }
  });

  server.post("/sign-out", { config: { who: "anyone" } }, async (request, reply) => {
    const hash = sessionHash(request);
    if (hash) await endSession(site.db, hash);
    clearSession(reply);
    return reply.redirect("/", 303);
  });
}
