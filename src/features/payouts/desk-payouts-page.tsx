/** Payouts at the desk: what partners are owed, who is paid next, what was sent last. */

import type { TaskUnderWay } from "../../jobs/standing.ts";
import { Page } from "../../web/page.tsx";
import { Submit } from "../../web/parts/button.tsx";
import { Moment } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { DeskTabs } from "../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Money, money } from "../../web/parts/money.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { authorUrl, PLACES } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import { ProgressBar } from "../../web/parts/progress-bar.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { PayoutState } from "./payout-state.tsx";
import type { Payable, Waiting } from "./ready-store.ts";
import { failureSentence } from "./sentences.ts";
import type { NamedPayout } from "./store.ts";

export const DESK_PAYOUTS = "/desk/payouts";

export interface DeskPayoutsPageProps {
  viewer: Viewer;
  payable: Payable;
  minimumMicros: bigint;
  unanswered: Waiting;
  /** The batch that is queued or running, and how many it has paid so far. */
  batch: (TaskUnderWay & { done: number }) | null;
  payouts: NamedPayout[];
}

export function DeskPayoutsPage(props: DeskPayoutsPageProps) {
  const { viewer, payable, minimumMicros, unanswered, payouts } = props;
  return (
    <Page title="Payouts" viewer={viewer} path={DESK_PAYOUTS}>
      <PageHead
        kicker={<a href={PLACES.desk}>Desk</a>}
        title="Payouts"
        lede="What partners are owed, and what was sent to them. Once a month it goes out by itself."
      />
      <DeskTabs viewer={viewer} current={DESK_PAYOUTS} />
      <Definitions
        look="figures"
        items={[
          {
            term: "Owed to partners",
            value: <Money micros={payable.owedMicros} />,
            note: count(payable.partners, "partner"),
          },
          {
            term: "Ready to go out",
            value: <Money micros={payable.readyMicros} />,
            note: `${count(payable.readyPartners, "partner")} with ${money({ micros: minimumMicros })} or more and an account`,
          },
          {
            term: "With the bank",
            value: <Money micros={unanswered.micros} />,
            note: `${count(unanswered.count, "payout")} without an answer yet`,
          },
        ]}
      />
      <Batch {...props} />
      <section class="rule">
        {payouts.length === 0 ? (
          <EmptyState>
            Payouts will be here once a month is closed and somebody is owed enough.
          </EmptyState>
        ) : (
          <PayoutsTable payouts={payouts} />
        )}
      </section>
    </Page>
  );
}

function Batch({ viewer, payable, batch }: DeskPayoutsPageProps) {
  if (batch) return <UnderWay batch={batch} left={payable.readyPartners} />;
  if (payable.readyPartners === 0) {
    return <p class="quiet">Nobody can be paid at the moment, so there is nothing to send.</p>;
  }
  return (
    <PostForm action={DESK_PAYOUTS} csrf={viewer.csrf} look="bare">
      <Submit>Pay out now</Submit>
    </PostForm>
  );
}

interface UnderWayProps {
  batch: NonNullable<DeskPayoutsPageProps["batch"]>;
  left: number;
}

function UnderWay({ batch: { state, runAt, lastError, done }, left }: UnderWayProps) {
  const again = (
    <p>
      <a href={DESK_PAYOUTS}>Look again</a>
    </p>
  );
  if (state === "retrying") {
    return (
      <Notice tone="refused" title="The batch stopped on the way">
        <p>
          What was sent is sent once. It goes on by itself on <Moment at={runAt} />.
        </p>
        {lastError && <p class="small">{lastError}</p>}
        {again}
      </Notice>
    );
  }
  return (
    <Notice title={state === "waiting" ? "The batch is about to begin" : "Payouts are going out"}>
      <div class="stack">
        {state === "running" && (
          <ProgressBar label="Sent to the bank" value={done} max={done + left} unit="partners" />
        )}
        {again}
      </div>
    </Notice>
  );
}

function PayoutsTable({ payouts }: { payouts: NamedPayout[] }) {
  return (
    <Table
      caption="The newest payouts"
      rows={payouts}
      keyOf={({ payoutId }) => payoutId}
      columns={[
        { head: "Partner", cell: ({ name, handle }) => <a href={authorUrl(handle)}>{name}</a> },
        { head: "Asked", cell: ({ askedAt }) => <Moment at={askedAt} />, minor: true },
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
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
