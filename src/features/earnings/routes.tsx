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
import { ReceiptPage } from "./statements/receipt-page.tsx";
import { StatementPage } from "./statements/statement-page.tsx";
import { monthStatements, statementLines, statementsOf } from "./statements/statement-store.ts";
import { StatementsPage } from "./statements/statements-page.tsx";
import { READERS_SHOWN_MIN, readerParts } from "./statements/story-receipt.ts";

const reader = { config: { who: "reader" } } as const;
const operator = { config: { who: "operator" } } as const;

interface ByMonth {
  Params: { month: string };
}
interface ByStory {
  Params: { month: string; key: string };
}

export function earningsRoutes(server: FastifyInstance, site: Site): void {
  server.get("/me/statements", reader, async (request, reply) => {
    const viewer = signedIn(request);
    const statements = await statementsOf(site.db, viewer.readerId);
    return render(reply, <StatementsPage {...{ statements, viewer }} path={request.url} />);
  });
  server.get<ByMonth>("/me/statements/:month", reader, (request, reply) =>
    showStatement(site, request, reply),
  );
  server.get<ByStory>("/me/statements/:month/:key", reader, (request, reply) =>
    showReceipt(site, request, reply),
  );
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

async function ownStatement(site: Site, request: FastifyRequest, text: string) {
  const viewer = signedIn(request);
  const month = monthOfUrl(text);
  const statements = await statementsOf(site.db, viewer.readerId);
  const statement = statements.find((one) => one.month === month);
  if (!statement) throw new NotFound();
  const lines = await statementLines(site.db, viewer.readerId, month);
  return { viewer, statement, lines };
}

async function showStatement(site: Site, request: FastifyRequest<ByMonth>, reply: FastifyReply) {
  const own = await ownStatement(site, request, request.params.month);
  return render(reply, <StatementPage {...own} path={request.url} />);
}

async function showReceipt(site: Site, request: FastifyRequest<ByStory>, reply: FastifyReply) {
  const { key } = request.params;
  const { viewer, statement, lines } = await ownStatement(site, request, request.params.month);
  const line = lines.find((one) => one.key === key);
  if (!line) throw new NotFound();
  const few = line.members < READERS_SHOWN_MIN;
  const parts = few ? [] : await readerParts(site.db, statement.month, line.storyId);
  return render(reply, <ReceiptPage {...{ viewer, statement, line, parts }} path={request.url} />);
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
