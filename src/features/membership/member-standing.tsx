/** A membership as its member sees it: what is paid until when, and how to end it or go on. */
import { REFUND_DAYS, type Refund } from "../../core/membership/refund.ts";
import { type Day as DayText, dayAfter, dayOf, dayStart } from "../../core/time.ts";
import { Submit } from "../../web/parts/button.tsx";
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
}

export function MemberStanding({ standing, csrf, now }: MemberStandingProps) {
  const { membership, pending } = standing;
  const { plan, paidUntil, cancelledAt, cardLast4, startedAt } = membership;
  const renews = pending === "renewal" ? "Its renewal is with the bank." : "It renews on that day.";
  return (
    <>
      <Definitions
        items={[
          { term: "Plan", value: plan.name, note: priceInWords(plan) },
          {
            term: "Paid to the end of",
            value: <LastDay of={paidUntil} />,
            note: cancelledAt ? "It ends with that day and is not renewed." : renews,
          },
          { term: "Card", value: <span class="numeric">ending {cardLast4}</span> },
          { term: "Member since", value: <Day at={startedAt} /> },
        ]}
      />
      {cancelledAt ? <Resume csrf={csrf} /> : <Cancel csrf={csrf} paidUntil={paidUntil} />}
      <MoneyBack {...{ standing, csrf, now }} />
    </>
  );
}

/** `paidUntil` is the first day that is not paid; people count the last that is. */
function LastDay({ of }: { of: DayText }) {
  return <Day at={dayStart(dayAfter(of, -1))} />;
}

function Cancel({ csrf, paidUntil }: { csrf: string; paidUntil: DayText }) {
  return (
    <section>
      <p>
        If you cancel, you stay a member to the end of <LastDay of={paidUntil} /> and are not
        charged again.
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
