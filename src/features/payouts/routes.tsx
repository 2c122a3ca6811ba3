/** Payouts as their author meets them; the desk's are in `desk-routes.tsx`. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { sum } from "../../core/money.ts";
import { readForm, type Typed, untouched } from "../../web/form.ts";
import { money } from "../../web/parts/money.tsx";
import type { NoticeProps } from "../../web/parts/notice.tsx";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import type { Bank } from "../bank/bank.ts";
import { holdsOf } from "../earnings/holds/hold-store.ts";
import { settingOf } from "../membership/setting-store.ts";
import { ACCOUNT, ONBOARDING } from "./accounts/account-section.tsx";
import { type AccountRefusal, chooseAccount } from "./accounts/choose-account.ts";
import { openOnboarding } from "./accounts/open-onboarding.ts";
import { deskPayoutRoutes } from "./desk-routes.tsx";
import { dormanciesOf } from "./dormancy/dormancy-store.ts";
import { PAYOUTS, PayoutsPage } from "./payouts-page.tsx";
import { railsOffered } from "./rails.ts";
import { payoutMinimum, requestPayout, ruleRequest } from "./request-payout.ts";
import { accountSentences, failureSentence, requestSentence } from "./sentences.ts";
import { findPayee, type Payout, payoutsOf } from "./store.ts";
import { withholdingsOf } from "./withholding/withholding-store.ts";

export interface Room extends Site {
  bank: Bank;
}

const reader = { config: { who: "reader" } } as const;

export function payoutRoutes(server: FastifyInstance, room: Room): void {
  server.get(PAYOUTS, reader, (request, reply) => show(room, request, reply));
  server.post(PAYOUTS, reader, (request, reply) => ask(room, request, reply));
  server.post(ACCOUNT, reader, (request, reply) => choose(room, request, reply));
  server.post(ONBOARDING, reader, (request, reply) => onboard(room, request, reply));
  deskPayoutRoutes(server, room);
}

const Query = z.object({ done: z.string().optional() }).catch({});

interface Shown {
  refused?: NoticeProps;
  typed?: Typed;
}

async function show(
  { db, bank, clock }: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  { refused, typed = untouched }: Shown = {},
) {
  const viewer = signedIn(request);
  const { readerId } = viewer;
  const payee = await findPayee(db, readerId);
  const minimumMicros = await payoutMinimum(db, clock());
  const payouts = await payoutsOf(db, readerId);
  const { done } = Query.parse(request.query);
  const [current] = await withholdingsOf(db, readerId);
  const page = {
    ...{ viewer, payee, minimumMicros, payouts, typed },
    ruling: payee && ruleRequest(bank, payee, minimumMicros),
    holds: await holdsOf(db, readerId),
    asleepMicros: sum((await dormanciesOf(db, readerId)).map(({ micros }) => micros)),
    withholding: current?.endedAt === null ? current : null,
    rails: railsOffered(bank),
    notice: refused ?? doneNotice(done, payouts),
  };
  return render(reply, <PayoutsPage {...page} />);
}

function doneNotice(done: string | undefined, payouts: Payout[]): NoticeProps | null {
  if (done === "saved")
    return { title: "Saved", children: "Payouts go to this account from now on." };
  return done === "asked" ? askedNotice(payouts) : null;
}

async function ask(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { db, bank, clock } = room;
  const ruling = await requestPayout(db, bank, clock(), signedIn(request).readerId);
  if (ruling.ok) return reply.redirect(`${PAYOUTS}?done=asked`, 303);
  const micros = await payoutMinimum(db, clock());
  const { currency } = await settingOf(db);
  const children = requestSentence(ruling.refusal, { micros, currency });
  const refused = { tone: "refused", title: "Not sent", children } as const;
  return show(room, request, reply.code(422), { refused });
}

/** Accounts at Stripe are not typed: they come from Stripe's own page. */
const AccountForm = z.object({
  rail: z.enum(["test-bank", "bank-file"]),
  account: z.string().max(80).default(""),
  name: z.string().max(140, "At most 140 characters.").default(""),
});

async function choose(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { db, bank, clock } = room;
  const form = readForm(AccountForm, request.body);
  if (!form.ok) return show(room, request, reply.code(422), { typed: form });
  const choice = form.value;
  const partner = signedIn(request).readerId;
  const ruling = await chooseAccount(db, bank, clock(), { partner, choice });
  if (ruling.ok) return reply.redirect(`${PAYOUTS}?done=saved`, 303);
  const sentence = accountSentences[ruling.refusal];
  const errors = { [fieldOf(ruling.refusal)]: sentence };
  const refused = { tone: "refused", title: "Not saved", children: sentence } as const;
  return show(room, request, reply.code(422), { refused, typed: { values: choice, errors } });
}

const fieldOf = (refusal: AccountRefusal) => (refusal === "no-name" ? "name" : "account");

async function onboard(room: Room, request: FastifyRequest, reply: FastifyReply) {
  const { db, bank, clock, origin } = room;
  const wish = { partner: signedIn(request).readerId, returnUrl: `${origin}${PAYOUTS}` };
  const ruling = await openOnboarding(db, bank, clock(), wish);
  if (ruling.ok) return reply.redirect(ruling.value, 303);
  const children = accountSentences[ruling.refusal];
  const refused = { tone: "refused", title: "Not changed", children } as const;
  return show(room, request, reply.code(422), { refused });
}

/** What became of the payout that was just asked for. */
function askedNotice([newest]: Payout[]): NoticeProps | null {
  if (!newest) return null;
  const amount = money(newest);
  const { state, failure, payoutAccount, rail } = newest;
  if (state === "paid" || state === "sent") {
    return { title: `${amount} is sent`, children: `It goes to ${payoutAccount}.` };
  }
  if (state === "asked") {
    const children =
      rail === "bank-file"
        ? "It goes to your bank with our next file; this page shows when it is paid."
        : "The bank has not answered yet. We keep asking; it is sent once, and this page shows when it is.";
    return { title: `${amount} is with the bank`, children };
  }
  const children = failureSentence(failure ?? "");
  return { tone: "refused", title: `${amount} was not paid out`, children };
}
