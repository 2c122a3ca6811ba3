/** Cases at the desk, and an author's own followers. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { CaseId, ReaderId } from "../../core/ids.ts";
import { DECISIONS } from "../../core/integrity/cases/decision.ts";
import { CASE_KINDS } from "../../core/integrity/cases/snapshot.ts";
import { CHANNELS } from "../../core/integrity/channels.ts";
import { appealId, caseId } from "../../store/columns.ts";
import { NotFound } from "../../web/departures.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { latestRun } from "../integrity/store.ts";
import { settingOf } from "../membership/setting-store.ts";
import { appealsOf, findAppeal } from "./appeal-store.ts";
import { answerAppeal } from "./appeals.ts";
import { CasesPage } from "./cases-page.tsx";
import { decideCase, reverseDecision, secondDecision } from "./decide-case.ts";
import { decisionsOf } from "./decision-store.ts";
import { caseLines, decisionsByChannel, LISTS, waitingCases } from "./list-store.ts";
import { stakeOf } from "./money-store.ts";
import { ownRoutes } from "./own/own-routes.tsx";
import { CasePage } from "./page/case-page.tsx";
import { CASES, caseUrl } from "./places.ts";
import {
  answerSentences,
  decisionSentences,
  reversalSentences,
  secondSentences,
} from "./refusals.ts";
import { filesOf, findCase, findFile, peopleOf } from "./store.ts";

const reviewer = { config: { who: "reviewer" } } as const;

interface ById {
  Params: { id: string };
}

export function caseRoutes(server: FastifyInstance, site: Site): void {
  server.get(CASES, reviewer, (request, reply) => list(site, request, reply));
  server.get<ById>(`${CASES}/:id`, reviewer, (request, reply) => {
    const { file } = FileQuery.parse(request.query);
    return show(site, request, reply, { id: idOf(request), file });
  });
  server.get<ById>(`${CASES}/:id/evidence.json`, reviewer, async (request, reply) => {
    const { file: number } = FileQuery.parse(request.query);
    const file = await findFile(site.db, idOf(request), number);
    if (!file) throw new NotFound();
    return reply.type("application/json; charset=utf-8").send(file.text);
  });
  server.post<ById>(`${CASES}/:id/decision`, reviewer, (request, reply) =>
    decide(site, request, reply),
  );
  server.post<ById>(`${CASES}/:id/second`, reviewer, (request, reply) =>
    second(site, request, reply),
  );
  server.post<ById>(`${CASES}/:id/reversal`, reviewer, (request, reply) =>
    reverse(site, request, reply),
  );
  server.post<ById>(`${CASES}/appeals/:id`, reviewer, (request, reply) =>
    answer(site, request, reply),
  );
  ownRoutes(server, site);
}

const PAGE = 50;
const nullable = <Kind,>(kind: z.ZodType<Kind>) => kind.nullable().catch(null);
const ListQuery = z.object({
  list: z.enum(LISTS).catch("open"),
  kind: nullable(z.enum(CASE_KINDS)),
  channel: nullable(z.enum(CHANNELS)),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

async function list({ db }: Site, request: FastifyRequest, reply: FastifyReply) {
  const { page, ...filter } = ListQuery.parse(request.query);
  const asked = { limit: PAGE + 1, offset: (page - 1) * PAGE };
  const found = await caseLines(db, filter, asked);
  const cases = found.slice(0, PAGE);
  const [waiting, went] = [await waitingCases(db), await decisionsByChannel(db)];
  const lastRunAt = (await latestRun(db))?.endedAt ?? null;
  const { currency } = await settingOf(db);
  const shown = { cases, filter, waiting, went, lastRunAt, currency, page };
  return render(
    reply,
    <CasesPage {...shown} hasMore={found.length > PAGE} viewer={signedIn(request)} />,
  );
}

const FileQuery = z.object({ file: z.coerce.number().int().min(1).nullable().catch(null) });

function idOf(request: FastifyRequest<ById>): CaseId {
  const id = caseId.safeParse(request.params.id);
  if (!id.success) throw new NotFound();
  return id.data;
}

interface Shown {
  id: CaseId;
  file?: number | null;
  refused?: string;
  typed?: Record<string, string>;
}

async function show(site: Site, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { db } = site;
  const { id, file: number = null, refused, typed } = shown;
  const here = await findCase(db, id);
  const file = here && (await findFile(db, id, number));
  if (!here || !file) throw new NotFound();
  const { accounts, members } = file.evidence;
  const ids = [...new Set([...accounts, ...members.map((member) => member.id)])];
  const page = {
    ...{ here, file, refused, typed },
    files: await filesOf(db, id),
    people: await peopleOf(db, ids),
    stake: await stakeOf(db, accounts, file.money.currency),
    decisions: await decisionsOf(db, id),
    appeals: await appealsOf(db, id),
  };
  return render(reply, <CasePage {...page} viewer={signedIn(request)} />);
}

const DecisionForm = z.looseObject({
  file: z.coerce.number().int().min(1),
  kind: z.enum(DECISIONS).nullable().catch(null),
  reason: z.string().default(""),
});

async function decide(site: Site, request: FastifyRequest<ById>, reply: FastifyReply) {
  const id = idOf(request);
  const { file: fileNumber, kind, reason } = DecisionForm.parse(request.body);
  const typed = textsOf(request.body);
  const refused = (sentence: string) =>
    show(site, request, reply.code(422), { id, refused: sentence, typed });
  if (!kind) return refused("Choose what should follow. Nothing was decided.");
  const accounts = await tickedAccounts(site, id, typed);
  const by = signedIn(request).readerId;
  const ruling = await decideCase(site, { caseId: id, fileNumber, kind, by, reason, accounts });
  if (!ruling) throw new NotFound();
  if (!ruling.ok) return refused(decisionSentences[ruling.refusal]);
  return reply.redirect(caseUrl(id), 303);
}

function textsOf(body: unknown): Record<string, string> {
  const entries = Object.entries(z.record(z.string(), z.unknown()).catch({}).parse(body));
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/** Those ticked among the accounts shown, and all others when that is ticked; a single account is meant by itself. */
async function tickedAccounts(
  { db }: Site,
  id: CaseId,
  typed: Record<string, string>,
): Promise<ReaderId[]> {
  const file = await findFile(db, id);
  if (!file) return [];
  const { accounts, members } = file.evidence;
  const shown = new Set(members.map((member) => member.id));
  const people = await peopleOf(db, accounts);
  return [...people.values()]
    .filter(({ id: account }) => {
      if (accounts.length === 1) return true;
      return typed[shown.has(account) ? `account-${account}` : "others"] === "on";
    })
    .map(({ id: account }) => account);
}

const SecondForm = z.object({ agrees: z.enum(["yes", "no"]) });

async function second(site: Site, request: FastifyRequest<ById>, reply: FastifyReply) {
  const id = idOf(request);
  const agrees = SecondForm.parse(request.body).agrees === "yes";
  const ruling = await secondDecision(site, { caseId: id, by: signedIn(request).readerId, agrees });
  if (!ruling) throw new NotFound();
  if (ruling.ok) return reply.redirect(caseUrl(id), 303);
  return show(site, request, reply.code(422), { id, refused: secondSentences[ruling.refusal] });
}

const ReasonForm = z.object({ reason: z.string().default("") });

async function reverse(site: Site, request: FastifyRequest<ById>, reply: FastifyReply) {
  const id = idOf(request);
  const { reason } = ReasonForm.parse(request.body);
  const by = signedIn(request).readerId;
  const ruling = await reverseDecision(site, { caseId: id, by, reason });
  if (!ruling) throw new NotFound();
  if (ruling.ok) return reply.redirect(caseUrl(id), 303);
  return show(site, request, reply.code(422), { id, refused: reversalSentences[ruling.refusal] });
}

const AnswerForm = z.object({ grants: z.enum(["yes", "no"]), answer: z.string().default("") });

async function answer(site: Site, request: FastifyRequest<ById>, reply: FastifyReply) {
  const asked = appealId.safeParse(request.params.id);
  const appeal = asked.success ? await findAppeal(site.db, asked.data) : null;
  if (!appeal) throw new NotFound();
  const { grants, answer: text } = AnswerForm.parse(request.body);
  const by = signedIn(request).readerId;
  const wish = { appealId: appeal.id, by, grants: grants === "yes", answer: text };
  const ruling = await answerAppeal(site, wish);
  if (!ruling) throw new NotFound();
  if (ruling.ok) return reply.redirect(caseUrl(appeal.caseId), 303);
  const refused = answerSentences[ruling.refusal];
  return show(site, request, reply.code(422), { id: appeal.caseId, refused });
}
