/** Membership: what it pays for, how to join, and for members how they stand. */
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink, Submit } from "../../web/parts/button.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Notice, type NoticeProps } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES, signInUrl } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import { Table } from "../../web/parts/table.tsx";
import { WithMargin } from "../../web/parts/with-margin.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { ChargesTable } from "./charges-table.tsx";
import { DuesTerms } from "./dues-terms.tsx";
import { JoinForm } from "./join-form.tsx";
import { MemberStanding } from "./member-standing.tsx";
import { DUES } from "./own-dues/dues-page.tsx";
import { monthlyPrice, percent, priceInWords } from "./price.ts";
import type { Offer, Standing } from "./standing.ts";
import { ownPage } from "./way-on.tsx";

const LEDE =
  "Members read everything here, and their dues pay the writers they read, by rules that anyone can check.";

export interface VisitorPageProps {
  offer: Offer;
  /** Where to go on to afterwards; "/" for nowhere. */
  to: string;
}

/** For whoever is not signed in: what is offered. */
export function VisitorPage({ offer, to }: VisitorPageProps) {
  const back = ownPage(to);
  return (
    <Page title="Membership" viewer={null} path={PLACES.membership} description={LEDE}>
      <PageHead title="Membership" lede={LEDE} />
      <WithMargin label="What dues do" margin={<DuesTerms {...offer} />}>
        <Table
          caption="Plans"
          captionHidden
          rows={offer.plans}
          keyOf={({ code }) => code}
          empty="No plan is offered at the moment."
          columns={[
            { head: "Plan", cell: ({ name }) => name },
            { head: "Price", cell: priceInWords, numeric: true },
            { head: "For a month", cell: monthlyPrice, numeric: true, minor: true },
            {
              head: "To writers",
              cell: ({ tier }) => percent(offer.dues.tiers[tier].poolBps),
              numeric: true,
            },
          ]}
        />
        <p class="actions">
          <ButtonLink href={`/join?to=${encodeURIComponent(back)}`}>Make an account</ButtonLink>
          <ButtonLink href={signInUrl(back)} look="text">
            Sign in
          </ButtonLink>
        </p>
        <p class="quiet">
          Reading what is open to everyone needs neither an account nor a membership.
        </p>
      </WithMargin>
    </Page>
  );
}

export interface MembershipPageProps {
  viewer: Viewer;
  offer: Offer;
  standing: Standing;
  now: Date;
  to: string;
  isTestBank: boolean;
  /** The card is typed on a page of the bank's. */
  isHosted: boolean;
  /** The handle of who brought the reader here; empty for nobody. */
  from: string;
  typed: Typed;
  /** What was just done or refused. */
  notice: NoticeProps | null;
}

export function MembershipPage(props: MembershipPageProps) {
  const { viewer, offer, standing, now, notice, isHosted } = props;
  const { membership, charges } = standing;
  return (
    <Page title="Membership" viewer={viewer} path={PLACES.membership}>
      <PageHead title="Membership" lede={membership ? undefined : LEDE} />
      <WithMargin label="What dues do" margin={<DuesTerms {...offer} />}>
        {notice && <Notice {...notice} />}
        <Pending {...props} />
        {membership ? (
          <MemberStanding
            {...{ now, isHosted }}
            standing={{ ...standing, membership }}
            csrf={viewer.csrf}
          />
        ) : (
          <Join {...props} />
        )}
        {membership && mustPay(membership) && <Join {...props} />}
        {charges.length > 0 && (
          <section class="rule">
            <ChargesTable charges={charges} />
            <p>
              <a href={DUES}>Where your dues went</a>, by writer and story
            </p>
          </section>
        )}
      </WithMargin>
    </Page>
  );
}

/** There is no card that could be charged, or the one there is was declined. */
function mustPay({ cardLast4, declines }: NonNullable<Standing["membership"]>): boolean {
  return cardLast4 === null || declines > 0;
}

function Join(props: MembershipPageProps) {
  const { viewer, offer, standing, to, isTestBank, isHosted, typed, from } = props;
  if (standing.pending !== null) return null;
  if (offer.plans.length === 0) {
    return <EmptyState>Plans will be here once the operator offers some.</EmptyState>;
  }
  const { csrf } = viewer;
  const { trialDays } = standing;
  return (
    <>
      {trialDays > 0 && <Trial days={trialDays} csrf={csrf} />}
      <JoinForm {...{ csrf, to, isTestBank, isHosted, typed, from }} plans={offer.plans} />
      <p class="quiet">
        Somebody gave you a membership? <a href="/membership/gifts">Redeem its code</a>, or give one
        yourself.
      </p>
    </>
  );
}

function Trial({ days, csrf }: { days: number; csrf: string }) {
  return (
    <section class="rule">
      <h2>Try it first</h2>
      <p>
        You can read everything for {days === 1 ? "a day" : `${days} days`} without paying and
        without a card. It ends by itself. Writers are paid from dues, so they get nothing of these
        days.
      </p>
      <PostForm action="/membership/trial" csrf={csrf} look="bare">
        <Submit look="frame">Begin the trial</Submit>
      </PostForm>
    </section>
  );
}

const PENDING: Record<NonNullable<Standing["pending"]>, { title: string; sentence: string }> = {
  join: {
    title: "Your payment is with the bank",
    sentence:
      "Its answer has not come yet. There is nothing for you to do: we keep asking, and you are charged once at most. It usually takes some minutes.",
  },
  gift: {
    title: "Your gift is with the bank",
    sentence:
      "Its answer has not come yet. There is nothing for you to do: we keep asking, and you are charged once at most. Its code will be here once it is paid.",
  },
  change: {
    title: "Your change of plan is with the bank",
    sentence: "Its answer has not come yet. Until it has, your plan stays as it was.",
  },
  hosted: {
    title: "Your payment has begun",
    sentence:
      "It is made on a page of the bank’s, and it has not told us yet that you paid. If you have, it takes some minutes.",
  },
  renewal: {
    title: "Your renewal is with the bank",
    sentence: "Its answer has not come yet. You stay a member meanwhile.",
  },
  refund: {
    title: "Your refund is with the bank",
    sentence:
      "Its answer has not come yet; we keep asking. You can become a member again once it has.",
  },
};

function Pending({ standing: { pending }, viewer, to }: MembershipPageProps) {
  if (pending === null) return null;
  const { title, sentence } = PENDING[pending];
  return (
    <Notice title={title}>
      <p>{sentence}</p>
      <p>
        <a href={ownPage(to)}>Look again</a>
      </p>
      {pending === "hosted" && (
        <div class="actions">
          <PostForm action="/membership/payment" csrf={viewer.csrf} look="bare">
            <input type="hidden" name="to" value={to} />
            <Submit>Go on to the payment</Submit>
          </PostForm>
          <PostForm action="/membership/payment/withdrawal" csrf={viewer.csrf} look="bare">
            <Submit look="text">Begin again</Submit>
          </PostForm>
        </div>
      )}
    </Notice>
  );
}
