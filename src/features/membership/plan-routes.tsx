/** Another plan: what each would mean, and taking it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { readForm, type Typed, untouched } from "../../web/form.ts";
import type { NoticeProps } from "../../web/parts/notice.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import { needed } from "./card-fields.ts";
import { changePlan, changeTo } from "./change-plan.ts";
import { PLAN, PlanPage } from "./plan-page.tsx";
import type { Room } from "./routes.tsx";
import { planSentences } from "./sentences.ts";
import { standingOf } from "./standing.ts";
import { plansOffered } from "./store.ts";

const reader = { config: { who: "reader" } } as const;

export function planRoutes(server: FastifyInstance, room: Room): void {
  server.get(PLAN, reader, (request, reply) => show(room, request, reply));
  server.post(PLAN, reader, (request, reply) => change(room, request, reply));
}

/** Whoever has no plan to change is sent to where one begins. */
async function show(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { typed = untouched, notice = null }: { typed?: Typed; notice?: NoticeProps | null } = {},
) {
  const { db, clock } = room;
  const viewer = signedIn(request);
  const { membership } = await standingOf(db, clock(), viewer.readerId);
  if (!membership || membership.cardLast4 === null) return reply.redirect(PLACES.membership, 303);
  const choices = [];
  for (const plan of await plansOffered(db)) {
    const ruling = await changeTo(db, clock(), membership, plan.code);
    if (ruling.ok) choices.push({ plan, change: ruling.value });
  }
  const { plan: present, nextPlan: next, paidUntil } = membership;
  const page = { viewer, present, next, paidUntil, choices, typed, notice };
  return render(reply, <PlanPage {...page} />);
}

const PlanForm = z.object({ plan: needed("Choose a plan.") });

async function change(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const form = readForm(PlanForm, request.body);
  if (!form.ok) return show(room, request, reply.code(422), { typed: form });
  const { db, bank, clock } = room;
  const wish = { readerId: signedIn(request).readerId, planCode: form.value.plan };
  const ruling = await changePlan(db, bank, clock(), wish);
  if (ruling.ok) return reply.redirect("/membership?done=changed", 303);
  if (ruling.refusal === "payment-pending") return reply.redirect(PLACES.membership, 303);
  const children = planSentences[ruling.refusal];
  const notice = { tone: "refused", title: "Not changed", children } as const;
  const typed = { values: { plan: form.value.plan }, errors: {} };
  return show(room, request, reply.code(422), { notice, typed });
}
