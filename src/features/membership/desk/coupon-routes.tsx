/** Coupons: making them and withdrawing them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { PERCENT_OFF_MAX } from "../../../core/membership/discount.ts";
import { whole } from "../../../store/columns.ts";
import { NotFound } from "../../../web/departures.ts";
import { readForm, type Typed, typed as typedOf, untouched } from "../../../web/form.ts";
import type { NoticeProps } from "../../../web/parts/notice.tsx";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import { coupons, insertCoupon, recordWithdrawn } from "../coupons/coupon-store.ts";
import type { Room } from "../routes.tsx";
import { CouponsPage } from "./coupons-page.tsx";
import { DESK_COUPONS } from "./desk-tabs.tsx";

const operator = { config: { who: "operator" } } as const;

interface ById {
  Params: { id: string };
}

export function couponRoutes(server: FastifyInstance, room: Room): void {
  server.get(DESK_COUPONS, operator, (request, reply) => show(room, request, reply));
  server.post(DESK_COUPONS, operator, (request, reply) => make(room, request, reply));
  server.post<ById>(`${DESK_COUPONS}/:id/withdrawal`, operator, async (request, reply) => {
    const id = whole.safeParse(request.params.id);
    if (!id.success) throw new NotFound();
    await room.db.transaction((tx) => recordWithdrawn(tx, room.clock(), id.data));
    return reply.redirect(DESK_COUPONS, 303);
  });
}

interface Shown {
  typed?: Typed;
  notice?: NoticeProps;
}

async function show(room: Room, request: FastifyRequest, reply: FastifyReply, shown: Shown = {}) {
  const { typed = untouched, notice = null } = shown;
  const all = await coupons(room.db);
  const viewer = signedIn(request);
  return render(reply, <CouponsPage {...{ viewer, typed, notice }} coupons={all} />);
}

const count = (max: number, sentence: string) =>
  z
    .string(sentence)
    .trim()
    .regex(/^\d{1,6}$/, sentence)
    .transform(Number)
    .pipe(z.int(sentence).min(1, sentence).max(max, sentence));

const CODE = "A code has four to 24 letters, digits and dashes.";
const USES = "Type a number, or nothing.";
const DATE = "Choose a day, or leave it empty.";
const CouponForm = z.object({
  code: z
    .string(CODE)
    .transform((text) => text.trim().toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9-]{4,24}$/, CODE)),
  percent: count(PERCENT_OFF_MAX, `Type a number from 1 to ${PERCENT_OFF_MAX}.`),
  charges: count(24, "Type a number from 1 to 24."),
  uses: z
    .string(USES)
    .trim()
    .regex(/^\d{0,6}$/, USES)
    .transform((text) => (text === "" ? null : Number(text)))
    .refine((number) => number !== 0, USES),
  last: z
    .string(DATE)
    .trim()
    .refine((text) => text === "" || z.iso.date().safeParse(text).success, DATE)
    .transform((text) => (text === "" ? null : text)),
});

async function make(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const body = { uses: "", last: "", ...bodyOf(request) };
  const form = readForm(CouponForm, body);
  if (!form.ok) return show(room, request, reply.code(422), { typed: form });
  const { code, percent: percentOff, charges, uses: usesMax, last: lastDay } = form.value;
  const madeBy = signedIn(request).readerId;
  const coupon = { code, percentOff, charges, usesMax, lastDay, madeBy };
  if (await room.db.transaction((tx) => insertCoupon(tx, room.clock(), coupon))) {
    return reply.redirect(DESK_COUPONS, 303);
  }
  const errors = { code: "There is a coupon with this code already. Choose another." };
  return show(room, request, reply.code(422), { typed: typedOf(body, errors) });
}

function bodyOf({ body }: FastifyRequest): object {
  return typeof body === "object" && body !== null ? body : {};
}
