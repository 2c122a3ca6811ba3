/** Statements: a partner's own, and for the operator anybody's. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type Month, parseMonth } from "../../../core/time.ts";
import { readerId } from "../../../store/columns.ts";
import { sql } from "../../../store/db.ts";
import { NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { findEstimate } from "../estimate/estimate-store.ts";
import { ReceiptPage } from "./receipt-page.tsx";
import {
  type Author,
  findDocument,
  READERS_SHOWN_MIN,
  type StatementDocument,
} from "./statement-document.ts";
import { statementCsv, statementJson } from "./statement-export.ts";
import { StatementPage } from "./statement-page.tsx";
import { statementsOf } from "./statement-store.ts";
import { StatementsPage } from "./statements-page.tsx";
import { readerParts } from "./story-receipt.ts";

/** Whose statements a route shows, and where they are. */
type Whose = (site: Site, request: FastifyRequest) => Promise<{ author: Author; base: string }>;

const OWN = "/me/statements";

const own: Whose = async (_, request) => ({ author: signedIn(request), base: OWN });

const Person = z.object({ readerId, handle: z.string(), name: z.string() });

const anybodys: Whose = async ({ db }, request) => {
  const { handle } = z.object({ handle: z.string() }).parse(request.params);
  const author = await db.maybe(sql.of(Person)`
    select id as reader_id, handle, name from reader where handle = ${handle}`);
  if (!author) throw new NotFound();
  return { author, base: `/desk/statements/${handle}` };
};

export function statementRoutes(server: FastifyInstance, site: Site): void {
  mount(server, site, { at: OWN, who: "reader", whose: own });
  mount(server, site, { at: "/desk/statements/:handle", who: "operator", whose: anybodys });
}

interface Mounted {
  at: string;
  who: "reader" | "operator";
  whose: Whose;
}

function mount(server: FastifyInstance, site: Site, { at, who, whose }: Mounted): void {
  const options = { config: { who } } as const;
  server.get(at, options, async (request, reply) => {
    const { author, base } = await whose(site, request);
    const statements = await statementsOf(site.db, author.readerId);
    const estimate = await findEstimate(site.db, author.readerId);
    const of = base === OWN ? {} : { of: author.name };
    const page = {
      statements,
      estimate,
      base,
      ...of,
      viewer: signedIn(request),
      path: request.url,
    };
    return render(reply, <StatementsPage {...page} />);
  });
  server.get(`${at}/:month`, options, async (request, reply) => {
    const { document, base } = await documentOf(site, request, whose);
    const page = { document, base, viewer: signedIn(request), path: request.url };
    return render(reply, <StatementPage {...page} />);
  });
  server.get(`${at}/:month/statement.csv`, options, async (request, reply) => {
    const { document } = await documentOf(site, request, whose);
    return download(reply, document, ["text/csv", "csv", statementCsv]);
  });
  server.get(`${at}/:month/statement.json`, options, async (request, reply) => {
    const { document } = await documentOf(site, request, whose);
    return download(reply, document, ["application/json", "json", statementJson]);
  });
  server.get(`${at}/:month/:key`, options, (request, reply) =>
    showReceipt(site, request, reply, whose),
  );
}

function download(
  reply: FastifyReply,
  document: StatementDocument,
  [type, ending, write]: [string, string, (document: StatementDocument) => string],
) {
  const name = `statement-${document.author.handle}-${document.statement.month}.${ending}`;
  return reply
    .type(`${type}; charset=utf-8`)
    .header("content-disposition", `attachment; filename="${name}"`)
    .send(write(document));
}

function monthOfUrl(request: FastifyRequest): Month {
  const month = parseMonth(z.object({ month: z.string() }).parse(request.params).month);
  if (!month.ok) throw new NotFound();
  return month.value;
}

async function documentOf(site: Site, request: FastifyRequest, whose: Whose) {
  const { author, base } = await whose(site, request);
  const document = await findDocument(site.db, author, monthOfUrl(request));
  if (!document) throw new NotFound();
  return { document, base };
}

async function showReceipt(site: Site, request: FastifyRequest, reply: FastifyReply, whose: Whose) {
  const { key } = z.object({ key: z.string() }).parse(request.params);
  const { document, base } = await documentOf(site, request, whose);
  const line = document.lines.find((one) => one.key === key);
  if (!line) throw new NotFound();
  const { statement } = document;
  const few = line.members < READERS_SHOWN_MIN;
  const parts = few ? [] : await readerParts(site.db, statement.month, line.storyId);
  const page = { statement, line, parts, base, viewer: signedIn(request), path: request.url };
  return render(reply, <ReceiptPage {...page} />);
}
