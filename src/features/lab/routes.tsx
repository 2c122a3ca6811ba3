/** The lab at the desk. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { assert } from "../../core/assert.ts";
import { parseMonth } from "../../core/time.ts";
import { NotFound } from "../../web/departures.ts";
import { readForm, type Typed, typed, untouched } from "../../web/form.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { LAB, LabPage } from "./lab-page.tsx";
import { runCsv } from "./run-csv.ts";
import { askForRun, ruleNames } from "./run-lab.ts";
import { RunPage } from "./run-page.tsx";
import { authorsById, currencyOf, findRun, recordedMonths, runs } from "./store.ts";

const operator = { config: { who: "operator" } } as const;
const RUNS_SHOWN = 20;

interface ById {
  Params: { id: string };
}

const Form = z.object({ month: z.string(), left: z.string(), right: z.string() });

export function labRoutes(server: FastifyInstance, site: Site): void {
  const show = async (request: FastifyRequest, reply: FastifyReply, typed: Typed = untouched) => {
    const { db } = site;
    const [months, rules] = [await recordedMonths(db), await ruleNames(db)];
    const page = { months, rules, runs: await runs(db, RUNS_SHOWN) };
    return render(reply, <LabPage {...{ ...page, typed }} viewer={signedIn(request)} />);
  };
  server.get(LAB, operator, (request, reply) => show(request, reply));
  server.post(LAB, operator, async (request, reply) => {
    const asked = await ask(site, request);
    if (typeof asked === "number") return reply.redirect(`${LAB}/${asked}`, 303);
    return show(request, reply.code(422), asked);
  });
  server.get<ById>(`${LAB}/:id/authors.csv`, operator, async (request, reply) => {
    const { run, result, authors } = await runOf(site, request.params.id);
    if (!result) throw new NotFound();
    return reply
      .type("text/csv; charset=utf-8")
      .header("content-disposition", `attachment; filename="lab-${run.id}.csv"`)
      .send(runCsv(run, result, authors));
  });
  server.get<ById>(`${LAB}/:id`, operator, async (request, reply) => {
    const page = await runOf(site, request.params.id);
    return render(reply, <RunPage {...page} viewer={signedIn(request)} />);
  });
}

/** The id of the run, or the form with what is wrong. */
async function ask(site: Site, request: FastifyRequest): Promise<number | Typed> {
  const form = readForm(Form, request.body);
  if (!form.ok) return form;
  const { left, right } = form.value;
  const month = parseMonth(form.value.month);
  const [months, rules] = [await recordedMonths(site.db), await ruleNames(site.db)];
  const errors: Record<string, string> = {};
  if (!month.ok || !months.includes(month.value)) errors.month = "This month is not recorded.";
  if (!rules.includes(left)) errors.left = "There is no such rule.";
  if (!rules.includes(right)) errors.right = "There is no such rule.";
  if (left === right) errors.right = "Choose two different rules.";
  if (Object.keys(errors).length > 0) return typed(request.body, errors);
  assert(month.ok, "a month that is recorded is a month");
  const { readerId: askedBy } = signedIn(request);
  return askForRun(site, { month: month.value, leftRule: left, rightRule: right, askedBy });
}

async function runOf({ db }: Site, text: string) {
  const found = /^\d{1,15}$/.test(text) ? await findRun(db, Number(text)) : null;
  if (!found) throw new NotFound();
  const { result, ...run } = found;
  const authors = await authorsById(db, result?.authors.map(({ author }) => author) ?? []);
  return { run, result, authors, currency: await currencyOf(db, run.month) };
}
