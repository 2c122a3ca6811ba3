/** Membership: plans, joining, trials, cancelling, refunds; the pages under it have routes of their own. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { present } from "../../core/assert.ts";
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
import { cardFields, needed } from "./card-fields.ts";
import { invitationRoutes } from "./conversion/invitation-routes.tsx";
import { deskDuesRoutes } from "./desk/desk-dues-routes.tsx";
import { doneNotice } from "./done-notice.tsx";
import { giftRoutes } from "./gifts/gift-routes.tsx";
import { type JoinRefusal, joinMembership } from "./join-membership.ts";
import { MembershipPage, VisitorPage } from "./membership-page.tsx";
import {
  openCheckout,
  resumeCheckout,
  returnFromCheckout,
  withdrawCheckout,
} from "./open-checkout.ts";
import { ownDuesRoutes } from "./own-dues/dues-routes.tsx";
import { planRoutes } from "./plan-routes.tsx";
import { refundCharge } from "./refund-charge.ts";
import {
  alreadyMember,
  joinSentences,
  noCard,
  notAMember,
  refundSentences,
  trialSentences,
} from "./sentences.ts";
import { offerOf, standingOf } from "./standing.ts";
import { startTrial } from "./start-trial.ts";
import { cardTokenOf, findOpenMembership } from "./store.ts";
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
    const isCard = ruling.refusal === "no-card";
    const said = isCard
      ? { title: "Not renewed", children: noCard }
      : { title: "Not a member", children: notAMember };
    return refused(room, request, reply, said);
  });
  server.post("/membership/trial", reader, async (request, reply) => {
    const ruling = await startTrial(db, clock(), signedIn(request).readerId);
    if (ruling.ok) return reply.redirect("/membership?done=trial", 303);
    const children = trialSentences[ruling.refusal];
    return refused(room, request, reply, { title: "No trial", children });
  });
  server.post("/membership/refund", reader, (request, reply) => refund(room, request, reply));
  checkoutRoutes(server, room);
  planRoutes(server, room);
  invitationRoutes(server, room);
  giftRoutes(server, room);
  ownDuesRoutes(server, room);
  deskDuesRoutes(server, room);
}

/** Paying on pages of the bank's. */
function checkoutRoutes(server: FastifyInstance, room: Room): void {
  const { db, clock } = room;
  server.get("/membership/return", reader, async (request, reply) => {
    const to = toOf(request);
    const ruling = await returnFromCheckout(db, room.bank, clock(), signedIn(request).readerId);
    if (ruling?.ok) return reply.redirect(to === PLACES.home ? "/membership?done=joined" : to, 303);
    if (!ruling || ruling.refusal === "payment-pending") return reply.redirect(ownPage(to), 303);
    const { sentence } = joinSentences[ruling.refusal];
    return refused(room, request, reply, { title: "Not joined", children: sentence });
  });
  server.post("/membership/payment", reader, async (request, reply) => {
    const { to } = KeptFields.parse(request.body ?? {});
    const page =
      room.bank.hosted &&
      (await resumeCheckout(db, hostedOf(room, to), signedIn(request).readerId));
    return reply.redirect(page?.ok ? page.value.url : ownPage(to), 303);
  });
  server.post("/membership/payment/withdrawal", reader, async (request, reply) => {
    await withdrawCheckout(db, room.bank, clock(), signedIn(request).readerId);
    return reply.redirect(PLACES.membership, 303);
  });
  server.post("/membership/card", reader, async (request, reply) => {
    const open = await findOpenMembership(db, signedIn(request).readerId);
    const token = open && (await cardTokenOf(db, open.membershipId));
    const returnUrl = `${room.origin}${PLACES.membership}`;
    const page =
      token && room.bank.hosted ? await room.bank.hosted.portal({ token, returnUrl }) : null;
    if (page?.state === "page") return reply.redirect(page.url, 303);
    const children =
      "The bank does not answer at the moment. Your card is as it was; try again later.";
    return refused(room, request, reply, { title: "Not changed", children });
  });
}

/** Where the bank's page sends the reader afterwards. Only asked for where the bank has pages. */
function hostedOf({ bank, origin }: Room, to: string) {
  const hosted = present(bank.hosted, "the bank has pages of its own");
  return { hosted, returnUrl: `${origin}/membership/return?to=${encodeURIComponent(to)}` };
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
  const isHosted = bank.hosted !== undefined;
  const from = From.parse({ ...asObject(request.query), ...asObject(request.body) }).from;
  const page = { viewer, offer, standing, now, to, isTestBank, isHosted, from, typed, notice };
  return render(reply, <MembershipPage {...page} />);
}

function refused(room: Room, request: FastifyRequest, reply: FastifyReply, said: NoticeProps) {
  return show(room, request, reply.code(422), { notice: { tone: "refused", ...said } });
}

const coupon = z.string().max(60, "There is no coupon with so long a code.").default("");
const from = z.string().max(80).catch("").default("");
const From = z.object({ from });
const asObject = (what: unknown) => (typeof what === "object" && what !== null ? what : {});
const WithoutCard = z.object({ plan: needed("Choose a plan."), coupon, from, to: toField });
const JoinForm = z.object({ ...WithoutCard.shape, ...cardFields });

const kept = z.string().optional().catch(undefined);
/** What is sent back into the form: nothing of the card. */
const KeptFields = z.object({ plan: kept, coupon: kept, to: toField });

async function join(room: Room, request: FastifyRequest, reply: FastifyReply) {
  if (room.bank.hosted) return joinHosted(room, request, reply);
  const { readerId, handle } = signedIn(request);
  const form = readForm(JoinForm, request.body);
  if (!form.ok) return again(room, request, reply, form.errors);
  const trial = await limitTries(room, request, "card", handle);
  const { plan: planCode, coupon, from, card: number, expiry, cvc, to } = form.value;
  const wish = { readerId, planCode, coupon, from, card: { number, expiry, cvc } };
  const ruling = await joinMembership(room.db, room.bank, room.clock(), wish);
  if (!ruling.ok) return notJoined(room, request, reply, { refusal: ruling.refusal, to });
  await forgetTries(room.db, trial);
  return reply.redirect(to === PLACES.home ? "/membership?done=joined" : to, 303);
}

async function joinHosted(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { readerId, handle } = signedIn(request);
  const form = readForm(WithoutCard, request.body);
  if (!form.ok) return again(room, request, reply, form.errors);
  await limitTries(room, request, "card", handle);
  const { plan: planCode, coupon, from, to } = form.value;
  const wish = { readerId, planCode, coupon, from };
  const ruling = await openCheckout(room.db, hostedOf(room, to), room.clock(), wish);
  if (ruling.ok) return reply.redirect(ruling.value.url, 303);
  return notJoined(room, request, reply, { refusal: ruling.refusal, to });
}

function notJoined(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { refusal, to }: { refusal: JoinRefusal; to: string },
) {
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
  const { to, ...fields } = KeptFields.parse(request.body ?? {});
  const values = Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
  const typed = { values, errors };
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
