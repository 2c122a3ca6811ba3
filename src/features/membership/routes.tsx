/** Membership: plans, joining, cancelling, refunds. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { chargeId } from "../../store/columns.ts";
import { readForm, type Typed, untouched } from "../../web/form.ts";
import type { NoticeProps } from "../../web/parts/notice.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { forgetTries } from "../accounts/attempts.ts";
import { limitTries, toOf } from "../accounts/caller.ts";
import { toField } from "../accounts/fields.ts";
import type { Bank } from "../bank/bank.ts";
import { cancelMembership, resumeMembership } from "./cancel-membership.ts";
import { doneNotice } from "./done-notice.tsx";
import { joinMembership } from "./join-membership.ts";
import { MembershipPage, VisitorPage } from "./membership-page.tsx";
import { refundCharge } from "./refund-charge.ts";
import { alreadyMember, joinSentences, notAMember, refundSentences } from "./sentences.ts";
import { offerOf, standingOf } from "./standing.ts";
import { ownPage, WayOn } from "./way-on.tsx";

export interface Room extends Site {
  bank: Bank;
}

const anyone = { config: { who: "anyone" } } as const;
const reader = { config: { who: "reader" } } as const;

export function membershipRoutes(server: FastifyInstance, room: Room): void {
  const { db, clock } = room;
  server.get("/membership", anyone, (request, reply) => show(room, request, reply));
  server.post("/membership", reader, (request, reply) => join(room, request, reply));
  server.post("/membership/cancellation", reader, async (request, reply) => {
    const ruling = await cancelMembership(db, clock(), signedIn(request).readerId);
    if (ruling.ok) return reply.redirect("/membership?done=cancelled", 303);
    return refused(room, request, reply, { title: "Not a member", children: notAMember });
  });
  server.post("/membership/resumption", reader, async (request, reply) => {
    const ruling = await resumeMembership(db, clock(), signedIn(request).readerId);
    if (ruling.ok) return reply.redirect("/membership?done=resumed", 303);
    return refused(room, request, reply, { title: "Not a member", children: notAMember });
  });
  server.post("/membership/refund", reader, (request, reply) => refund(room, request, reply));
}

interface Shown {
  typed?: Typed;
  to?: string;
  notice?: NoticeProps;
}

async function show(room: Room, request: FastifyRequest, reply: FastifyReply, shown: Shown = {}) {
  const { db, clock, bank } = room;
  const { viewer } = request;
  const now = clock();
  const offer = await offerOf(db, now);
  const to = shown.to ?? toOf(request);
  if (!viewer) return render(reply, <VisitorPage offer={offer} to={to} />);
  const standing = await standingOf(db, now, viewer.readerId);
  const notice = shown.notice ?? doneNotice(request.query, standing);
  const typed = shown.typed ?? untouched;
  const isTestBank = bank.isTest === true;
  const page = { viewer, offer, standing, now, to, isTestBank, typed, notice };
  return render(reply, <MembershipPage {...page} />);
}

function refused(room: Room, request: FastifyRequest, reply: FastifyReply, said: NoticeProps) {
  return show(room, request, reply.code(422), { notice: { tone: "refused", ...said } });
}

const needed = (sentence: string) => z.string(sentence).trim().min(1, sentence).max(40, sentence);

const JoinForm = z.object({
  plan: needed("Choose a plan."),
  card: needed("Type the number on the card."),
  expiry: needed("Type the month and the year as on the card, such as 05/29."),
  cvc: needed("Type the three digits on the back of the card."),
  to: toField,
});

/** What is sent back into the form: nothing of the card. */
const KeptFields = z.object({ plan: z.string().optional().catch(undefined), to: toField });

async function join(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { readerId, handle } = signedIn(request);
  const form = readForm(JoinForm, request.body);
  if (!form.ok) return again(room, request, reply, form.errors);
  const trial = await limitTries(room, request, "card", handle);
  const { plan: planCode, card: number, expiry, cvc, to } = form.value;
  const wish = { readerId, planCode, card: { number, expiry, cvc } };
  const ruling = await joinMembership(room.db, room.bank, room.clock(), wish);
  if (ruling.ok) {
    await forgetTries(room.db, trial);
    return reply.redirect(to === PLACES.home ? "/membership?done=joined" : to, 303);
  }
  const { refusal } = ruling;
  if (refusal === "payment-pending") return reply.redirect(ownPage(to), 303);
  if (refusal === "already-member") {
    const notice = { title: alreadyMember, children: <WayOn to={to} /> };
    return show(room, request, reply.code(422), { notice });
  }
  const { at, sentence } = joinSentences[refusal];
  return again(room, request, reply, { [at]: sentence });
}

/** The form once more, with a sentence at each field and what was typed, except the card. */
function again(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  errors: Record<string, string>,
) {
  const { plan, to } = KeptFields.parse(request.body ?? {});
  const typed = { values: plan === undefined ? {} : { plan }, errors };
  const notice = errors._ && { tone: "refused" as const, title: "Not joined", children: errors._ };
  return show(room, request, reply.code(422), { typed, to, ...(notice ? { notice } : {}) });
}

const RefundForm = z.object({ charge: chargeId });

async function refund(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const form = RefundForm.safeParse(request.body);
  if (!form.success) return notRefunded(refundSentences["no-such-charge"]);
  const wish = { readerId: signedIn(request).readerId, chargeId: form.data.charge };
  const ruling = await refundCharge(room.db, room.bank, room.clock(), wish);
  if (ruling.ok) return reply.redirect("/membership?done=refunded", 303);
  return notRefunded(refundSentences[ruling.refusal]);

  function notRefunded(children: string) {
    return refused(room, request, reply, { title: "Not given back", children });
  }
}
