/** One's own profile and address. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { readForm } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { limitTries } from "../caller.ts";
import { bioField, emailField, HANDLE_SENTENCES, handleField, nameField } from "../fields.ts";
import { sendAddressLink } from "../links/send-link.ts";
import { accountOf } from "../store.ts";
import { changeProfile } from "./change-profile.ts";
import { MePage } from "./me-page.tsx";
import { showRefused } from "./show-refused.tsx";

const ProfileForm = z.object({ name: nameField, handle: handleField, bio: bioField });
const AddressForm = z.object({ email: emailField });
const DoneQuery = z.object({ done: z.string().optional().catch(undefined) });

export function meRoutes(server: FastifyInstance, site: Site): void {
  const { db, clock } = site;

  server.get("/me", { config: { who: "reader" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const account = await accountOf(db, viewer.readerId);
    const { done = "" } = DoneQuery.parse(request.query);
    return render(reply, <MePage viewer={viewer} account={account} done={done} />);
  });

  server.post("/me", { config: { who: "reader" } }, async (request, reply) => {
    const form = readForm(ProfileForm, request.body);
    if (!form.ok) return showRefused(site, request, reply, ["profile", form.errors]);
    const ruling = await changeProfile(db, signedIn(request).readerId, form.value);
    if (ruling.ok) return reply.redirect("/me?done=profile", 303);
    const errors = { handle: HANDLE_SENTENCES[ruling.refusal] };
    return showRefused(site, request, reply, ["profile", errors]);
  });

  server.post("/me/email", { config: { who: "reader" } }, async (request, reply) => {
    const { readerId } = signedIn(request);
    const form = readForm(AddressForm, request.body);
    if (!form.ok) return showRefused(site, request, reply, ["email", form.errors]);
    const { email } = form.value;
    const account = await accountOf(db, readerId);
    if (email === account.email) {
      const errors = { email: "This is your address already." };
      return showRefused(site, request, reply, ["email", errors]);
    }
    await limitTries(site, request, "link", account.email);
    await limitTries(site, request, "link", email);
    await sendAddressLink(site, clock(), { readerId, email });
    return reply.redirect("/me?done=email-sent", 303);
  });
}
