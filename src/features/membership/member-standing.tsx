/** A membership as its member sees it: what is paid until when, and how to end it or go on. */
import { nextTry } from "../../core/membership/dunning.ts";
import { REFUND_DAYS, type Refund } from "../../core/membership/refund.ts";
import { type Day as DayText, dayAfter, dayOf, dayStart } from "../../core/time.ts";
import { ButtonLink, Submit } from "../../web/parts/button.tsx";
import { Day } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { money } from "../../web/parts/money.tsx";
import { PostForm } from "../../web/parts/post-form.tsx";
import { Unfold } from "../../web/parts/unfold.tsx";
import type { Charge } from "./charge-store.ts";
import { priceInWords } from "./price.ts";
import { refundSentences } from "./sentences.ts";
import type { Standing } from "./standing.ts";

export interface MemberStandingProps {
  standing: Standing & { membership: NonNullable<Standing["membership"]> };
  csrf: string;
  now: Date;
  /** The card is kept on pages of the bank's. */
  isHosted: boolean;
}

export function MemberStanding({ standing, csrf, now, isHosted }: MemberStandingProps) {
  const { membership } = standing;
  const { plan, paidUntil, cancelledAt, cardLast4, startedAt, nextPlan } = membership;
  return (
    <>
      <Definitions
        items={[
          {
            term: "Plan",
            value: plan.name,
            note: nextPlan
              ? `then ${nextPlan.name}, ${priceInWords(nextPlan)}`
              : priceInWords(plan),
          },
          {
            term: "Paid to the end of",
            value: <LastDay of={paidUntil} />,
            note: afterwards(standing),
          },
          {
            term: "Card",
            value: cardLast4 ? <span class="numeric">ending {cardLast4}</span> : "none",
          },
          { term: "Member since", value: <Day at={startedAt} /> },
        ]}
      />
      {cardLast4 !== null && (
        <p class="actions">
          <ButtonLink href="/membership/plan" look="text">
            Another plan
          </ButtonLink>
          <ButtonLink href="/membership/gifts" look="text">
            Give a membership
          </ButtonLink>
        </p>
      )}
      {cardLast4 !== null && isHosted && <ChangeCard csrf={csrf} />}
      {cardLast4 === null ? (
        <NoCard origin={membership.origin} />
      ) : cancelledAt ? (
        <Resume csrf={csrf} />
      ) : (
        <Cancel csrf={csrf} paidUntil={paidUntil} isPastDue={membership.declines > 0} />
      )}
      <MoneyBack {...{ standing, csrf, now, isHosted }} />
    </>
  );
}

/** What comes after the paid days. */
function afterwards({ membership, pending }: MemberStandingProps["standing"]) {
  const { cancelledAt, declinedAt, declines } = membership;
  if (cancelledAt) return "It ends with that day and is not renewed.";
  if (pending === "renewal") return "Its renewal is with the bank.";
  const next = declinedAt && nextTry(dayOf(declinedAt), declines);
  if (!next) return "It renews on that day.";
  return (
    <>
      The bank declined its renewal, and nothing was charged. We try again on{" "}
      <Day at={dayStart(next)} />.
    </>
  );
}

function NoCard({ origin }: { origin: "charge" | "trial" | "gift" }) {
  return (
    <p>
      {origin === "trial" ? "This is your trial" : "These days were given to you"}, and nothing is
      charged when it ends. To go on afterwards, choose a plan below: its days begin when these end.
    </p>
  );
}

function ChangeCard({ csrf }: { csrf: string }) {
  return (
    <PostForm action="/membership/card" csrf={csrf} look="bare">
      <Submit look="frame">Change the card</Submit>
    </PostForm>
  );
}

/** `paidUntil` is the first day that is not paid; people count the last that is. */
function LastDay({ of }: { of: DayText }) {
  return <Day at={dayStart(dayAfter(of, -1))} />;
}

interface CancelProps {
  csrf: string;
  paidUntil: DayText;
  isPastDue: boolean;
}

function Cancel({ csrf, paidUntil, isPastDue }: CancelProps) {
  return (
    <section>
      <p>
        If you cancel, you {isPastDue ? "are" : "stay"} a member to the end of{" "}
        <LastDay of={paidUntil} /> and are not charged again.
      </p>
      <PostForm action="/membership/cancellation" csrf={csrf} look="bare">
        <Submit look="frame">Cancel the membership</Submit>
      </PostForm>
    </section>
  );
}

function Resume({ csrf }: { csrf: string }) {
  return (
    <section>
      <p>You have cancelled. Nothing is charged any more unless you take that back.</p>
      <PostForm action="/membership/resumption" csrf={csrf} look="bare">
        <Submit look="frame">Go on as a member</Submit>
      </PostForm>
    </section>
  );
}

function MoneyBack({ standing: { refundable }, csrf, now }: MemberStandingProps) {
  if (!refundable) return null;
  const { charge, ruling } = refundable;
  return (
    <section class="rule">
      <h2>Money back</h2>
      {ruling.ok ? (
        <Refundable charge={charge} refund={ruling.value} csrf={csrf} now={now} />
      ) : (
        <p class="quiet">{refundSentences[ruling.refusal]}</p>
      )}
    </section>
  );
}

interface RefundableProps {
  charge: Charge;
  refund: Refund;
  csrf: string;
  now: Date;
}

function Refundable({ charge, refund, csrf, now }: RefundableProps) {
  const { micros, fromDay } = refund;
  const back = money({ micros, currency: charge.currency });
  return (
    <>
      <p>
        Within {REFUND_DAYS} days of a charge you can have the days back that you have not used. Of
        the {money({ micros: charge.cashMicros, currency: charge.currency })} charged on{" "}
        <Day at={charge.chargedAt} /> that is {back} now.
      </p>
      <Unfold summary={`Ask for ${back} back`}>
        <p>
          It goes to the card that was charged, and your membership ends{" "}
          {fromDay <= dayOf(now) ? (
            "at once"
          ) : (
            <>
              with <LastDay of={fromDay} />
            </>
          )}
          . What you read stays counted for its writers.
        </p>
        <PostForm action="/membership/refund" csrf={csrf} look="bare">
          <input type="hidden" name="charge" value={charge.chargeId} />
          <Submit look="frame">Give {back} back and end the membership</Submit>
        </PostForm>
      </Unfold>
    </>
  );
}
