/** An author's own followers, and their appeals. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { decisionId } from "../../../store/columns.ts";
import { NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { followerCounts } from "../../integrity/store.ts";
import { appealsBy } from "../appeal-store.ts";
import { appealDecision } from "../appeals.ts";
import { decisionsAbout } from "../decision-store.ts";
import { FOLLOWERS } from "../places.ts";
import { FollowersPage, type FollowersPageProps } from "./followers-page.tsx";
import { tradedFollows, tradedKinds } from "./followers-store.ts";

const reader = { config: { who: "reader" } } as const;

export function ownRoutes(server: FastifyInstance, site: Site): void {
  server.get(FOLLOWERS, reader, (request, reply) => show(site, request, reply));
  server.post("/me/appeals", reader, async (request, reply) => {
    const form = AppealForm.safeParse(request.body);
    if (!form.success) throw new NotFound();
    const { decision, text } = form.data;
    const by = signedIn(request).readerId;
    const ruling = await appealDecision(site, { decisionId: decision, by, text });
    if (!ruling || (!ruling.ok && ruling.refusal === "not-yours")) throw new NotFound();
    if (ruling.ok) return reply.redirect(`${FOLLOWERS}#decision-${decision}`, 303);
    const sent = { decisionId: decision, text, refusal: ruling.refusal };
    return show(site, request, reply.code(422), sent);
  });
}

const AppealForm = z.object({ decision: decisionId, text: z.string().default("") });

async function show(
  { db, clock }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  sent?: FollowersPageProps["sent"],
) {
  const viewer = signedIn(request);
  const author = viewer.readerId;
  const page = {
    counts: await followerCounts(db, author),
    kinds: await tradedKinds(db, author),
    tradedFollows: await tradedFollows(db, author),
    decisions: await decisionsAbout(db, author),
    appeals: await appealsBy(db, author),
    ...{ now: clock(), viewer, sent },
  };
  return render(reply, <FollowersPage {...page} />);
}
