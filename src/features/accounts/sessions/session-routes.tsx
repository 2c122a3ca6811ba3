/** The list of devices, and signing them out. */
import type { FastifyInstance } from "fastify";
import { NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { sessionHash, signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { endSessionOf, endSessions, sessionsOf } from "../store.ts";
import { SessionsPage } from "./sessions-page.tsx";

export function sessionRoutes(server: FastifyInstance, { db, clock }: Site): void {
  server.get("/me/sessions", { config: { who: "reader" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const hash = sessionHash(request) ?? Buffer.alloc(0);
    const sessions = await sessionsOf(db, clock(), viewer.readerId, hash);
    return render(reply, <SessionsPage viewer={viewer} sessions={sessions} />);
  });

  server.post("/me/sessions/end", { config: { who: "reader" } }, async (request, reply) => {
    await endSessions(db, signedIn(request).readerId, sessionHash(request));
    return reply.redirect("/me/sessions", 303);
  });

  server.post<{ Params: { id: string } }>(
    "/me/sessions/:id/end",
    { config: { who: "reader" } },
    async (request, reply) => {
      const { id } = request.params;
      if (!/^\d{1,15}$/.test(id)) throw new NotFound();
      const ended = await endSessionOf(db, signedIn(request).readerId, Number(id));
      if (ended === 0) throw new NotFound();
      return reply.redirect("/me/sessions", 303);
    },
  );
}
