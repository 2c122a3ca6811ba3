/** The outbox, for the operator alone: letters hold links that sign people in. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { NotFound } from "../../web/departures.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { MailPage, OUTBOX, OutboxPage } from "./mail-page.tsx";
import { findMail, mailLines } from "./store.ts";

const PAGE_LINES = 30;

const Id = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const Query = z.object({ before: Id.optional() }).catch({});

export function noticeRoutes(server: FastifyInstance, { db }: Site): void {
  server.get(OUTBOX, { config: { who: "operator" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const { before = null } = Query.parse(request.query);
    const asked = await mailLines(db, before, PAGE_LINES + 1);
    const lines = asked.slice(0, PAGE_LINES);
    const older = asked.length > PAGE_LINES ? `${OUTBOX}?before=${lines.at(-1)?.id}` : null;
    const newer = before === null ? null : OUTBOX;
    return render(reply, <OutboxPage {...{ viewer, lines, newer, older }} />);
  });

  server.get<{ Params: { id: string } }>(
    `${OUTBOX}/:id`,
    { config: { who: "operator" } },
    async (request, reply) => {
      const id = Id.safeParse(request.params.id);
      const mail = id.success ? await findMail(db, id.data) : null;
      if (!mail) throw new NotFound();
      return render(reply, <MailPage viewer={signedIn(request)} mail={mail} />);
    },
  );
}
