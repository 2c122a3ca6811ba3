/** The desk's page of policies: see them, publish the next. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { earliestEffect } from "../../core/earnings/publication.ts";
import { type Day, dayOf, monthOf } from "../../core/time.ts";
import { readForm, type Typed, typed, untouched } from "../../web/form.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { DESK_POLICIES, DeskPoliciesPage } from "./desk-policies-page.tsx";
import { BASES, publishVersion } from "./publish-version.ts";
import { policyOf, versions } from "./store.ts";

const operator = { config: { who: "operator" } } as const;

const Form = z.object({
  base: z.enum(BASES, "Choose what it is made from."),
  name: z.string().trim().default(""),
  effectiveFrom: z
    .string()
    .refine((text) => Number.isFinite(Date.parse(`${text}T00:00:00Z`)), "This is no date.")
    .transform((text): Day => dayOf(new Date(`${text}T00:00:00Z`))),
  json: z.string().default(""),
});

export function deskPolicyRoutes(server: FastifyInstance, site: Site): void {
  server.get(DESK_POLICIES, operator, (request, reply) => show(site, request, reply));
  server.post(DESK_POLICIES, operator, async (request, reply) => {
    const form = readForm(Form, request.body);
    if (!form.ok) return show(site, request, reply.code(422), { typed: form });
    const published = await publishVersion(site, form.value);
    if (published.ok) return reply.redirect(`/guide/versions/${published.policy.name}`, 303);
    const again = { typed: typed(request.body, {}), faults: published.faults };
    return show(site, request, reply.code(422), again);
  });
}

interface Again {
  typed?: Typed;
  faults?: readonly string[];
}

async function show(
  { db, clock }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed = untouched, faults = [] }: Again = {},
) {
  const all = await versions(db);
  const inForce = await policyOf(db, monthOf(clock()));
  return render(
    reply,
    <DeskPoliciesPage
      {...{ inForce, typed, faults }}
      versions={all}
      today={dayOf(clock())}
      earliest={earliestEffect(inForce.policy, clock())}
      json={JSON.stringify(inForce.policy, null, 2)}
      viewer={signedIn(request)}
    />,
  );
}
