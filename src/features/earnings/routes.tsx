/** Months, statements and receipts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type CloseRefusal, ruleClose } from "../../core/earnings/close.ts";
import { type Month, parseMonth } from "../../core/time.ts";
import { enqueue } from "../../jobs/queue.ts";
import { NotFound } from "../../web/departures.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { closings, findClosing, firstOpenMonth, openMonths } from "./closing/closing-store.ts";
import { MonthPage } from "./closing/month-page.tsx";
import { MonthsPage } from "./closing/months-page.tsx";
import { statementRoutes } from "./statements/statement-routes.tsx";
import { monthStatements } from "./statements/statement-store.ts";

const operator = { config: { who: "operator" } } as const;

interface ByMonth {
  Params: { month: string };
}

export function earningsRoutes(server: FastifyInstance, site: Site): void {
  statementRoutes(server, site);
  server.get("/desk/months", operator, (request, reply) => showMonths(site, request, reply));
  server.get<ByMonth>("/desk/months/:month", operator, async (request, reply) => {
    const month = monthOfUrl(request.params.month);
    const closing = await findClosing(site.db, month);
    if (!closing) return reply.redirect("/desk/months", 303);
    const statements = await monthStatements(site.db, month);
    const viewer = signedIn(request);
    return render(reply, <MonthPage {...{ closing, statements, viewer }} path={request.url} />);
  });
  server.post<ByMonth>("/desk/months/:month/close", operator, (request, reply) =>
    beginClose(site, request, reply),
  );
}

function monthOfUrl(text: string): Month {
  const month = parseMonth(text);
  if (!month.ok) throw new NotFound();
  return month.value;
}

async function showMonths(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal?: CloseRefusal,
) {
  const viewer = signedIn(request);
  const open = await openMonths(site.db, site.clock());
  const all = await closings(site.db);
  return render(
    reply,
    <MonthsPage {...{ open, viewer, refusal }} closings={all} path={request.url} />,
  );
}

/** The close itself is a task: it may take longer than a request should. */
async function beginClose(site: Site, request: FastifyRequest<ByMonth>, reply: FastifyReply) {
  const { db, clock } = site;
  const month = monthOfUrl(request.params.month);
  const closing = await findClosing(db, month);
  const firstOpen = await firstOpenMonth(db);
  const ruling = ruleClose({ month, state: closing?.state ?? "open", firstOpen }, clock());
  if (!ruling.ok) return showMonths(site, request, reply.code(422), ruling.refusal);
  await db.transaction((tx) => enqueue(tx, "close-month", { month }, { key: `close:${month}` }));
  return reply.redirect("/desk/months", 303);
}
