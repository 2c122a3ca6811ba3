/** Payouts as their author meets them, and as the operator does. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { rulePayout } from "../../core/payouts/request.ts";
import { enqueue } from "../../jobs/queue.ts";
import { findTaskUnderWay } from "../../jobs/standing.ts";
import { money } from "../../web/parts/money.tsx";
import type { NoticeProps } from "../../web/parts/notice.tsx";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import type { Bank } from "../bank/bank.ts";
import { DESK_PAYOUTS, DeskPayoutsPage } from "./desk-payouts-page.tsx";
import { PAYOUTS, PayoutsPage } from "./payouts-page.tsx";
import { payableNow, payoutsSince, unansweredPayouts } from "./ready-store.ts";
import { payoutMinimum, requestPayout } from "./request-payout.ts";
import { failureSentence, requestSentence } from "./sentences.ts";
import { findPayee, newestPayouts, type Payout, payoutsOf } from "./store.ts";

export interface Room extends Site {
  bank: Bank;
}

const BATCH = "pay-out";
const PAYOUTS_SHOWN = 50;

const reader = { config: { who: "reader" } } as const;
const operator = { config: { who: "operator" } } as const;

export function payoutRoutes(server: FastifyInstance, room: Room): void {
  server.get(PAYOUTS, reader, (request, reply) => show(room, request, reply));
  server.post(PAYOUTS, reader, (request, reply) => ask(room, request, reply));
  server.get(DESK_PAYOUTS, operator, (request, reply) => showDesk(room, request, reply));
  server.post(DESK_PAYOUTS, operator, async (_request, reply) => {
    const batch = await findTaskUnderWay(room.db, BATCH);
    if (!batch) await room.db.transaction((tx) => enqueue(tx, BATCH, {}, { key: BATCH }));
    return reply.redirect(DESK_PAYOUTS, 303);
  });
}

const Query = z.object({ done: z.string().optional() }).catch({});

async function show(
  { db, clock }: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: NoticeProps,
) {
  const viewer = signedIn(request);
  const payee = await findPayee(db, viewer.readerId);
  const minimumMicros = await payoutMinimum(db, clock());
  const ruling = payee && rulePayout(payee, minimumMicros);
  const payouts = await payoutsOf(db, viewer.readerId);
  const { done } = Query.parse(request.query);
  const notice = refused ?? (done === "asked" ? askedNotice(payouts) : null);
  const page = { viewer, payee, ruling, minimumMicros, payouts, notice };
  return render(reply, <PayoutsPage {...page} />);
}

async function ask(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { db, bank, clock } = room;
  const ruling = await requestPayout(db, bank, clock(), signedIn(request).readerId);
  if (ruling.ok) return reply.redirect(`${PAYOUTS}?done=asked`, 303);
  const children = requestSentence(ruling.refusal, await payoutMinimum(db, clock()));
  return show(room, request, reply.code(422), { tone: "refused", title: "Not sent", children });
}

/** What became of the payout that was just asked for. */
function askedNotice([newest]: Payout[]): NoticeProps | null {
  if (!newest) return null;
  const amount = money(newest);
  const { state, failure, payoutAccount } = newest;
  if (state === "paid" || state === "sent") {
    return { title: `${amount} is sent`, children: `It goes to ${payoutAccount}.` };
  }
  if (state === "asked") {
    const children =
      "The bank has not answered yet. We keep asking; it is sent once, and this page shows when it is.";
    return { title: `${amount} is with the bank`, children };
  }
  const children = failureSentence(failure ?? "");
  return { tone: "refused", title: `${amount} was not paid out`, children };
}

async function showDesk({ db, clock }: Room, request: FastifyRequest, reply: FastifyReply) {
  const viewer = signedIn(request);
  const minimumMicros = await payoutMinimum(db, clock());
  const task = await findTaskUnderWay(db, BATCH);
  const batch = task && { ...task, done: await payoutsSince(db, task.enqueuedAt) };
  const payable = await payableNow(db, minimumMicros);
  const unanswered = await unansweredPayouts(db);
  const payouts = await newestPayouts(db, PAYOUTS_SHOWN);
  const page = { viewer, minimumMicros, batch, payable, unanswered, payouts };
  return render(reply, <DeskPayoutsPage {...page} />);
}
