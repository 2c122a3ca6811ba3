/** One's own account again, with what was refused. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { typed } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { accountOf } from "../store.ts";
import { type MeForm, MePage } from "./me-page.tsx";

/** The page again, with the sentences at the fields of the form that was sent. */
export async function showRefused(
  { db }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  [form, errors]: [MeForm, Record<string, string>],
): Promise<FastifyReply> {
  const viewer = signedIn(request);
  const account = await accountOf(db, viewer.readerId);
  const refused = { form, typed: typed(request.body, errors) };
  return render(reply.code(422), <MePage viewer={viewer} account={account} refused={refused} />);
}
