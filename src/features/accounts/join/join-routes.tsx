/** Joining by a link that is sent to the address. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { LINK_SECONDS } from "../../../core/accounts/link.ts";
import { rulePassword } from "../../../core/accounts/password.ts";
import { readForm, typed, untouched } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import type { Site } from "../../../web/site.ts";
import { limitTries, toOf } from "../caller.ts";
import { emailField, nameField, PASSWORD_SENTENCES, passwordField, toField } from "../fields.ts";
import { sendJoinLink } from "../links/send-link.ts";
import { hashPassword } from "../passwords/hash.ts";
import { JoinPage, SentPage } from "./join-page.tsx";

/** Shows, when the link is opened, that this browser asked for it. */
export const ASKED_COOKIE = "__Host-asked";

const JoinForm = z.object({
  name: nameField,
  email: emailField,
  password: passwordField,
  to: toField,
});

export function joinRoutes(server: FastifyInstance, site: Site): void {
  server.get("/join", { config: { who: "anyone" } }, async (request, reply) => {
    const to = toOf(request);
    if (request.viewer) return reply.redirect(to, 303);
    return render(reply, <JoinPage typed={untouched} to={to} />);
  });

  server.post("/join", { config: { who: "anyone" } }, async (request, reply) => {
    const form = readForm(JoinForm, request.body);
    if (!form.ok) return refused(form.errors);
    const { name, email, password, to } = form.value;
    const ruling = password ? rulePassword(password, { name, email }) : null;
    if (ruling && !ruling.ok) return refused({ password: PASSWORD_SENTENCES[ruling.refusal] });

    await limitTries(site, request, "link", email);
    const passwordHash = ruling && (await hashPassword(ruling.value));
    const proof = await sendJoinLink(site, site.clock(), { name, email, passwordHash, to });
    reply.setCookie(ASKED_COOKIE, proof, {
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "lax",
      maxAge: LINK_SECONDS,
    });
    return render(reply, <SentPage email={email} path="/join" />);

    function refused(errors: Record<string, string>) {
      const again = typed(request.body, errors);
      return render(
        reply.code(422),
        <JoinPage typed={again} to={toField.parse(again.values.to)} />,
      );
    }
  });
}
