/** The desk's page of held responses. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { VERDICTS } from "../../../core/responses/holding.ts";
import { NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { decideHeld } from "./decide-held.ts";
import { HELD, HeldPage, type HeldPageProps } from "./held-page.tsx";
import { heldDecided, heldWaiting } from "./held-store.ts";

const WAITING_SHOWN = 100;
const DECIDED_SHOWN = 20;

const reviewer = { config: { who: "reviewer" } } as const;

interface ByKey {
  Params: { key: string };
}

export function heldRoutes(server: FastifyInstance, site: Site): void {
  server.get(HELD, reviewer, (request, reply) => show(site, request, reply, undefined));
  server.post<ByKey>(`${HELD}/:key/decision`, reviewer, (request, reply) =>
    decide(site, request, reply),
  );
}

async function show(
  { db }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  refused: HeldPageProps["refused"],
) {
  const waiting = await heldWaiting(db, WAITING_SHOWN);
  const decided = await heldDecided(db, DECIDED_SHOWN);
  const viewer = signedIn(request);
  return render(reply, <HeldPage {...{ viewer, waiting, decided, refused }} />);
}

const DecisionForm = z.object({
  verdict: z.enum(VERDICTS),
  reason: z.string().catch(""),
  seen: z.coerce.number().int().catch(-1),
});

async function decide(site: Site, request: FastifyRequest<ByKey>, reply: FastifyReply) {
  const form = DecisionForm.safeParse(request.body);
  if (!form.success) throw new NotFound();
  const { verdict, reason, seen: decisionsSeen } = form.data;
  const { key } = request.params;
  const by = signedIn(request).readerId;
  const ruling = await decideHeld(site, { key, by, verdict, reason, decisionsSeen });
  if (!ruling) throw new NotFound();
  if (ruling.ok) return reply.redirect(HELD, 303);
  const { refusal } = ruling;
  return show(site, request, reply.code(422), { key, refusal, reason });
}
