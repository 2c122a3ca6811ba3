/** Gifts: buying one, and redeeming its code. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { readForm, type Typed, untouched } from "../../../web/form.ts";
import type { NoticeProps } from "../../../web/parts/notice.tsx";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import { forgetTries } from "../../accounts/attempts.ts";
import { limitTries } from "../../accounts/caller.ts";
import { cardFields, needed } from "../card-fields.ts";
import type { Room } from "../routes.tsx";
import { buyGiftSentences, giftPending, giftSentences } from "../sentences.ts";
import { plansOffered } from "../store.ts";
import { buyGift } from "./buy-gift.ts";
import { giftsOf } from "./gift-store.ts";
import { GIFTS, GiftsPage } from "./gifts-page.tsx";
import { redeemGift } from "./redeem-gift.ts";

const reader = { config: { who: "reader" } } as const;

export function giftRoutes(server: FastifyInstance, room: Room): void {
  server.get(GIFTS, reader, (request, reply) => show(room, request, reply));
  server.post(GIFTS, reader, (request, reply) => buy(room, request, reply));
  server.post(`${GIFTS}/redemption`, reader, (request, reply) => redeem(room, request, reply));
}

interface Shown {
  typed?: Typed;
  notice?: NoticeProps;
}

const Query = z.object({ done: z.literal("bought").optional() }).catch({});

const BOUGHT: NoticeProps = {
  title: "Bought",
  children: "Its code is in the list. Whoever redeems it first has the membership.",
};

async function show(room: Room, request: FastifyRequest, reply: FastifyReply, shown: Shown = {}) {
  const { db, bank } = room;
  const viewer = signedIn(request);
  const plans = await plansOffered(db);
  const gifts = await giftsOf(db, viewer.readerId);
  const wasBought = Query.parse(request.query).done === "bought" && gifts.length > 0;
  const notice = shown.notice ?? (wasBought ? BOUGHT : null);
  const { typed = untouched } = shown;
  const isTestBank = bank.isTest === true;
  const isHosted = bank.hosted !== undefined;
  const page = { viewer, plans, gifts, isTestBank, isHosted, typed, notice };
  return render(reply, <GiftsPage {...page} />);
}

const GiftForm = z.object({ plan: needed("Choose a plan."), ...cardFields });

async function buy(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { readerId: giverId, handle } = signedIn(request);
  const form = readForm(GiftForm, request.body);
  if (!form.ok) return again(form.errors);
  const trial = await limitTries(room, request, "card", handle);
  const { plan: planCode, card: number, expiry, cvc } = form.value;
  const wish = { giverId, planCode, card: { number, expiry, cvc } };
  const ruling = await buyGift(room.db, room.bank, room.clock(), wish);
  if (ruling.ok) {
    await forgetTries(room.db, trial);
    return reply.redirect(`${GIFTS}?done=bought`, 303);
  }
  if (ruling.refusal === "payment-pending") {
    const notice = { title: "With the bank", children: giftPending };
    return show(room, request, reply.code(422), { notice });
  }
  const { at, sentence } = buyGiftSentences[ruling.refusal];
  return again({ [at]: sentence });

  /** What was typed of the card is never sent back. */
  function again(errors: Record<string, string>) {
    const { plan } = Kept.parse(request.body ?? {});
    const typed = { values: plan === undefined ? {} : { plan }, errors };
    const notice =
      errors._ && ({ tone: "refused", title: "Not bought", children: errors._ } as const);
    return show(room, request, reply.code(422), { typed, ...(notice ? { notice } : {}) });
  }
}

const Kept = z.object({ plan: z.string().optional().catch(undefined) });

const CodeForm = z.object({ code: needed("Type the code that you were given.") });

async function redeem(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { readerId, handle } = signedIn(request);
  const form = readForm(CodeForm, request.body);
  if (!form.ok) return show(room, request, reply.code(422), { typed: form });
  const trial = await limitTries(room, request, "card", handle);
  const { code } = form.value;
  const ruling = await redeemGift(room.db, room.clock(), { readerId, code });
  if (!ruling.ok) {
    const typed = { values: { code }, errors: { code: giftSentences[ruling.refusal] } };
    return show(room, request, reply.code(422), { typed });
  }
  await forgetTries(room.db, trial);
  return reply.redirect("/membership?done=redeemed", 303);
}
