/** The Partner Program: checklist, application, review. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { ApplicationId } from "../../core/ids.ts";
import {
  type ApplicationRefusal,
  REFUSAL_REASONS,
  STATEMENT_CHARS_MAX,
} from "../../core/partners/application.ts";
import { dayOf } from "../../core/time.ts";
import { applicationId, day } from "../../store/columns.ts";
import { NotFound } from "../../web/departures.ts";
import { readForm, type Typed, untouched } from "../../web/form.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { ApplicationsPage } from "./applications-page.tsx";
import { applicantOf, apply, decide } from "./apply.ts";
import { audienceOf } from "./audience-store.ts";
import { isCountry } from "./countries.ts";
import { PartnerPage } from "./partner-page.tsx";
import { ReviewPage } from "./review-page.tsx";
import { applications, findApplication } from "./store.ts";

const APPLICATIONS_SHOWN = 200;

const reader = { config: { who: "reader" } } as const;
const reviewer = { config: { who: "reviewer" } } as const;

export function partnerRoutes(server: FastifyInstance, site: Site): void {
  server.get("/partner", reader, (request, reply) => show(site, request, reply, {}));
  server.post("/partner/applications", reader, (request, reply) => send(site, request, reply));
  server.get("/desk/applications", reviewer, async (request, reply) => {
    const rows = await applications(site.db, APPLICATIONS_SHOWN);
    const viewer = signedIn(request);
    return render(
      reply,
      <ApplicationsPage applications={rows} viewer={viewer} path={request.url} />,
    );
  });
  server.get<ById>("/desk/applications/:id", reviewer, (request, reply) =>
    review(site, request, reply, {}),
  );
  server.post<ById>("/desk/applications/:id/decision", reviewer, (request, reply) =>
    settle(site, request, reply),
  );
}

interface Shown {
  refusal?: ApplicationRefusal | undefined;
  typed?: Typed;
}

async function show(site: Site, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const viewer = signedIn(request);
  const now = site.clock();
  const applicant = await applicantOf(site.db, now, viewer.readerId);
  const mayTry = applicant.nextTryOn === null || dayOf(now) >= applicant.nextTryOn;
  const typed = shown.typed ?? untouched;
  return render(
    reply,
    <PartnerPage {...applicant} {...shown} {...{ viewer, mayTry, typed }} path="/partner" />,
  );
}

const ApplicationForm = z.object({
  country: z.string().refine(isCountry, "Choose the country your payouts go to."),
  bornOn: day.refine(
    (text) => !Number.isNaN(Date.parse(text)) && text > "1900-01-01",
    "Write the date of your birth, such as 1984-05-17.",
  ),
  statement: z.string().max(STATEMENT_CHARS_MAX, "At most 2,000 characters.").default(""),
});

async function send(site: Site, request: FastifyRequest, reply: FastifyReply) {
  const form = readForm(ApplicationForm, request.body);
  if (!form.ok) {
    const errors = { ...form.errors };
    if (errors.bornOn) errors.bornOn = "Write the date of your birth, such as 1984-05-17.";
    return show(site, request, reply.code(422), { typed: { ...form, errors } });
  }
  const ruling = await apply(site, { readerId: signedIn(request).readerId, ...form.value });
  if (ruling.ok) return reply.redirect("/partner", 303);
  const { country, bornOn, statement } = form.value;
  const typed = { values: { country, bornOn, statement }, errors: {} };
  return show(site, request, reply.code(422), { refusal: ruling.refusal, typed });
}

interface ById {
  Params: { id: string };
}

function idOf(request: FastifyRequest<ById>): ApplicationId {
  const id = applicationId.safeParse(request.params.id);
  if (!id.success) throw new NotFound();
  return id.data;
}

type Reviewed = Pick<Parameters<typeof ReviewPage>[0], "refusal" | "note">;

async function review(
  site: Site,
  request: FastifyRequest<ById>,
  reply: FastifyReply,
  shown: Reviewed,
) {
  const application = await findApplication(site.db, idOf(request));
  if (!application) throw new NotFound();
  const audience = await audienceOf(site.db, application.readerId);
  const viewer = signedIn(request);
  const path = `/desk/applications/${application.id}`;
  return render(reply, <ReviewPage {...{ application, audience, viewer, path }} {...shown} />);
}

const DecisionForm = z.object({
  accept: z.enum(["yes", "no"]),
  note: z.string().default(""),
});

async function settle(site: Site, request: FastifyRequest<ById>, reply: FastifyReply) {
  const { accept, note } = DecisionForm.parse(request.body);
  const ticked = Object.keys(request.body as Record<string, string>);
  const ruling = await decide(site, {
    applicationId: idOf(request),
    by: signedIn(request).readerId,
    accept: accept === "yes",
    reasons: REFUSAL_REASONS.filter((reason) => ticked.includes(`reason-${reason}`)),
    note,
  });
  if (!ruling) throw new NotFound();
  if (ruling.ok) return reply.redirect("/desk/applications", 303);
  return review(site, request, reply.code(422), { refusal: ruling.refusal, note });
}
