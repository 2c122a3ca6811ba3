/** A partner's payouts: what is theirs now, how to ask for it, what was sent. */

import { sum } from "../../core/money.ts";
import type { Payee, PayoutOrder, PayoutRefusal } from "../../core/payouts/request.ts";
import type { Ruling } from "../../core/ruling.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink, Submit } from "../../web/parts/button.tsx";
import { Day } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Money, money } from "../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { PayoutState } from "./payout-state.tsx";
import { failureSentence, requestSentence } from "./sentences.ts";
import type { Payout } from "./store.ts";

export const PAYOUTS = "/me/payouts";

export interface PayoutsPageProps {
  viewer: Viewer;
  /** Null for who is no partner. */
  payee: Payee | null;
  /** What asking now would be answered. */
  ruling: Ruling<PayoutOrder, PayoutRefusal> | null;
  minimumMicros: bigint;
  payouts: Payout[];
  notice: NoticeProps | null;
}

export function PayoutsPage(props: PayoutsPageProps) {
  const { viewer, payee, payouts, notice } = props;
  return (
    <Page title="Payouts" viewer={viewer} path={PAYOUTS}>
      <PageHead
        title="Payouts"
        lede="What your stories have earned and what was sent to you. A balance too small to send is kept; nothing is ever forfeited."
      >
        <ButtonLink href={PLACES.statements} look="frame">
          Statements
        </ButtonLink>
      </PageHead>
      {notice && <Notice {...notice} />}
      {payee ? (
        <>
          <Balance {...props} payee={payee} />
          <History payouts={payouts} />
        </>
      ) : (
        <EmptyState begin={{ href: PLACES.partner, label: "The Partner Program" }}>
          Payouts will be here once you are a partner and members have read your stories.
        </EmptyState>
      )}
    </Page>
  );
}

function Balance({
  viewer,
  payee,
  ruling,
  minimumMicros,
  payouts,
}: PayoutsPageProps & { payee: Payee }) {
  const paid = payouts.filter(({ state }) => state === "paid");
  return (
    <section>
      <Definitions
        look="figures"
        items={[
          { term: "Balance", value: <Money micros={payee.payableMicros} exact /> },
          { term: "Paid so far", value: <Money micros={sum(paid.map(({ micros }) => micros))} /> },
          { term: "Payouts start at", value: <Money micros={minimumMicros} /> },
        ]}
      />
      {ruling?.ok === true && <Ask csrf={viewer.csrf} order={ruling.value} />}
      {ruling?.ok === false && <p>{requestSentence(ruling.refusal, minimumMicros)}</p>}
      <p class="quiet">
        {payee.payoutAccount === null ? (
          <>
            You have not told us where payouts go. <a href={PLACES.partner}>Name an account</a>
          </>
        ) : (
          <>
            Payouts go to {payee.payoutAccount}. <a href={PLACES.partner}>Change it</a>
          </>
        )}
      </p>
    </section>
  );
}

function Ask({ csrf, order }: { csrf: string; order: PayoutOrder }) {
  return (
    <>
      <p>
        Balances that are large enough are sent once a month by themselves. You can also ask for
        yours now.
      </p>
      <PostForm action={PAYOUTS} csrf={csrf} look="bare">
        <Submit>Pay out {money({ micros: order.micros })}</Submit>
      </PostForm>
    </>
  );
}

function History({ payouts }: { payouts: Payout[] }) {
  if (payouts.length === 0) return null;
  return (
    <section class="rule">
      <Table
        caption="What was sent"
        rows={payouts}
        keyOf={({ payoutId }) => payoutId}
        columns={[
          { head: "Asked", cell: ({ askedAt }) => <Day at={askedAt} /> },
          { head: "To", cell: ({ payoutAccount }) => payoutAccount, minor: true },
          { head: "State", cell: PayoutState },
          {
            head: "Amount",
            cell: ({ micros, currency }) => <Money micros={micros} currency={currency} />,
            numeric: true,
          },
        ]}
        under={({ failure }) =>
          failure === null ? null : <p class="quiet small">{failureSentence(failure)}</p>
        }
      />
    </section>
  );
}
