/** Membership: what it pays for, how to join, and for members how they stand. */
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink } from "../../web/parts/button.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Notice, type NoticeProps } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES, signInUrl } from "../../web/parts/places.ts";
import { Table } from "../../web/parts/table.tsx";
import { WithMargin } from "../../web/parts/with-margin.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { ChargesTable } from "./charges-table.tsx";
import { DuesTerms } from "./dues-terms.tsx";
import { JoinForm } from "./join-form.tsx";
import { MemberStanding } from "./member-standing.tsx";
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
  typed: Typed;
  /** What was just done or refused. */
  notice: NoticeProps | null;
}

export function MembershipPage(props: MembershipPageProps) {
  const { viewer, offer, standing, now, notice } = props;
  const { membership, charges } = standing;
  return (
    <Page title="Membership" viewer={viewer} path={PLACES.membership}>
      <PageHead title="Membership" lede={membership ? undefined : LEDE} />
      <WithMargin label="What dues do" margin={<DuesTerms {...offer} />}>
        {notice && <Notice {...notice} />}
        <Pending {...props} />
        {membership ? (
          <MemberStanding standing={{ ...standing, membership }} csrf={viewer.csrf} now={now} />
        ) : (
          <Join {...props} />
        )}
        {charges.length > 0 && (
          <section class="rule">
            <ChargesTable charges={charges} />
          </section>
        )}
      </WithMargin>
    </Page>
  );
}

function Join({ viewer, offer, standing, to, isTestBank, typed }: MembershipPageProps) {
  if (standing.pending !== null) return null;
  if (offer.plans.length === 0) {
    return <EmptyState>Plans will be here once the operator offers some.</EmptyState>;
  }
  const { csrf } = viewer;
  return <JoinForm {...{ csrf, to, isTestBank, typed }} plans={offer.plans} />;
}

const PENDING: Record<NonNullable<Standing["pending"]>, { title: string; sentence: string }> = {
  payment: {
    title: "Your payment is with the bank",
    sentence:
      "Its answer has not come yet. There is nothing for you to do: we keep asking, and you are charged once at most. It usually takes some minutes.",
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

function Pending({ standing: { pending }, to }: MembershipPageProps) {
  if (pending === null) return null;
  const { title, sentence } = PENDING[pending];
  return (
    <Notice title={title}>
      <p>{sentence}</p>
      <p>
        <a href={ownPage(to)}>Look again</a>
      </p>
    </Notice>
  );
}
