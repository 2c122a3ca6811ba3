/** Dues at the desk: charges and what is given back of them, coupons, plans. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { parseAmount } from "../../../core/currency.ts";
import { chargeId } from "../../../store/columns.ts";
import { NotFound } from "../../../web/departures.ts";
import { type Typed, typed as typedOf } from "../../../web/form.ts";
import { money } from "../../../web/parts/money.tsx";
import type { NoticeProps } from "../../../web/parts/notice.tsx";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import { newestDisputes } from "../disputes/dispute-store.ts";
import { refundPart } from "../refund-part.ts";
import type { Room } from "../routes.tsx";
import { partSentences } from "../sentences.ts";
import { settingOf } from "../setting-store.ts";
import { ChargesPage } from "./charges-page.tsx";
import { couponRoutes } from "./coupon-routes.tsx";
import { newestCharges } from "./desk-dues-store.ts";
import { DESK_DUES } from "./desk-tabs.tsx";
import { planSettingRoutes } from "./plan-setting-routes.tsx";

const operator = { config: { who: "operator" } } as const;

const CHARGES_SHOWN = 100;
const DISPUTES_SHOWN = 20;

interface ByCharge {
  Params: { id: string };
}

export function deskDuesRoutes(server: FastifyInstance, room: Room): void {
  server.get(DESK_DUES, operator, (request, reply) => show(room, request, reply));
  server.post<ByCharge>(`${DESK_DUES}/:id/refund`, operator, (request, reply) =>
    giveBack(room, request, reply),
  );
  couponRoutes(server, room);
  planSettingRoutes(server, room);
}

const Query = z.object({ reader: z.string().max(80).optional() }).catch({});

interface Shown {
  refused?: { chargeId: number; typed: Typed };
  notice?: NoticeProps;
}

async function show(room: Room, request: FastifyRequest, reply: FastifyReply, shown: Shown = {}) {
  const { db } = room;
  const viewer = signedIn(request);
  const handle = Query.parse(request.query).reader?.toLowerCase() ?? null;
  const charges = await newestCharges(db, handle, CHARGES_SHOWN);
  const disputes = await newestDisputes(db, DISPUTES_SHOWN);
  const { refused = null, notice = null } = shown;
  const page = { viewer, handle, charges, disputes, refused, notice };
  return render(reply, <ChargesPage {...page} />);
}

const Refund = z.object({ amount: z.string().default("") });

async function giveBack(room: Room, request: FastifyRequest<ByCharge>, reply: FastifyReply) {
  const { db, bank, clock } = room;
  const id = chargeId.safeParse(request.params.id);
  if (!id.success) throw new NotFound();
  const { currency } = await settingOf(db);
  const micros = parseAmount(Refund.parse(request.body).amount, currency) ?? 0n;
  const wish = { chargeId: id.data, micros, operatorId: signedIn(request).readerId };
  const ruling = await refundPart(db, bank, clock(), wish);
  if (ruling.ok) {
    const back = money({ micros: ruling.value.micros, currency });
    const isPaid = ruling.value.state === "paid";
    const title = isPaid ? `${back} is given back` : `${back} is with the bank`;
    return show(room, request, reply, { notice: { title } });
  }
  const amount = partSentences[ruling.refusal];
  const refused = { chargeId: id.data, typed: typedOf(request.body, { amount }) };
  const notice = { tone: "refused", title: "Not given back", children: amount } as const;
  return show(room, request, reply.code(422), { refused, notice });
}
