/** The currency, the prices of the plans, and what else is decided about dues. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { parseAmount } from "../../../core/currency.ts";
import { type Typed, typed as typedOf, untouched } from "../../../web/form.ts";
import type { NoticeProps } from "../../../web/parts/notice.tsx";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Room } from "../routes.tsx";
import { settingOf } from "../setting-store.ts";
import { plansOffered } from "../store.ts";
import { changePlans, type PlansRefusal } from "./change-plans.ts";
import { DESK_PLANS } from "./desk-tabs.tsx";
import { PlansPage } from "./plans-page.tsx";

const operator = { config: { who: "operator" } } as const;

export function planSettingRoutes(server: FastifyInstance, room: Room): void {
  server.get(DESK_PLANS, operator, (request, reply) => show(room, request, reply));
  server.post(DESK_PLANS, operator, (request, reply) => save(room, request, reply));
}

const Query = z.object({ done: z.literal("saved").optional() }).catch({});

async function show(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Typed = untouched,
) {
  const { db } = room;
  const wasSaved = Query.parse(request.query).done === "saved";
  const notice: NoticeProps | null = wasSaved ? { title: "Saved" } : null;
  const page = { viewer: signedIn(request), typed, notice };
  const plans = await plansOffered(db);
  return render(reply, <PlansPage {...page} plans={plans} setting={await settingOf(db)} />);
}

const CURRENCY_SENTENCES: Record<PlansRefusal, string> = {
  "no-such-currency": "This is no currency that we know. Type three letters, such as EUR.",
  "three-digits":
    "Currencies with three digits after the point cannot be charged exactly, so they are not offered.",
  "currency-in-use": "Members have been charged already, so the currency stays as it is.",
};

const DAYS = "Type a number of days from 0 to 90.";
const Setting = z.object({
  currency: z
    .string("Type three letters, such as EUR.")
    .transform((text) => text.trim().toUpperCase()),
  trial: z
    .string(DAYS)
    .trim()
    .regex(/^\d{1,2}$/, DAYS)
    .transform(Number)
    .pipe(z.int().max(90, DAYS)),
  shortfall: z.enum(["partner-owes", "platform-bears"], "Choose one of the two."),
});

async function save(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { db } = room;
  const errors: Record<string, string> = {};
  const read = Setting.safeParse(request.body);
  for (const issue of read.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message;
  const { values } = typedOf(request.body, {});
  const prices = new Map<string, bigint>();
  const currency = read.data?.currency ?? "USD";
  for (const { code } of await plansOffered(db)) {
    const micros = parseAmount(values[code] ?? "", currency);
    if (micros === null) errors[code] = `Type a price above zero in ${currency}.`;
    else prices.set(code, micros);
  }
  if (!read.success || Object.keys(errors).length > 0) {
    return show(room, request, reply.code(422), { values, errors });
  }
  const { trial: trialDays, shortfall } = read.data;
  const ruling = await changePlans(db, { setting: { currency, trialDays, shortfall }, prices });
  if (ruling.ok) return reply.redirect(`${DESK_PLANS}?done=saved`, 303);
  const refused = { currency: CURRENCY_SENTENCES[ruling.refusal] };
  return show(room, request, reply.code(422), { values, errors: refused });
}
