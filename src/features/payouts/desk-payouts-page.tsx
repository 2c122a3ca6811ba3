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
import { PLACES } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import { ProgressBar } from "../../web/parts/progress-bar.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { BatchesTable } from "./batches/batch-page.tsx";
import type { Batch, BatchSummary } from "./batches/batch-store.ts";
import { FILES } from "./files/files-page.tsx";
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
  /** The task that is queued or running. */
  task: TaskUnderWay | null;
  /** The batch it is at. */
  open: Batch | null;
  batches: BatchSummary[];
  /** Payments that wait for a file. */
  inFiles: number;
  payouts: NamedPayout[];
}

export function DeskPayoutsPage(props: DeskPayoutsPageProps) {
  const { viewer, payable, minimumMicros, unanswered, payouts, batches, inFiles } = props;
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
            value: <Money micros={payable.owedMicros} currency={payable.currency} />,
            note: count(payable.partners, "partner"),
          },
          {
            term: "Ready to go out",
            value: <Money micros={payable.readyMicros} currency={payable.currency} />,
            note: `${count(payable.readyPartners, "partner")} with ${money({ micros: minimumMicros, currency: payable.currency })} or more and an account`,
          },
          {
            term: "With the bank",
            value: <Money micros={unanswered.micros} currency={payable.currency} />,
            note: `${count(unanswered.count, "payout")} without an answer yet`,
          },
        ]}
      />
      <Now {...props} />
      <p>
        <a href={FILES}>Payments by file</a>
        {inFiles > 0 && <span class="quiet">, {count(inFiles, "payment")} waiting for a file</span>}
      </p>
      {batches.length > 0 && <BatchesTable batches={batches} currency={payable.currency} />}
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

function Now({ viewer, payable, task, open, batches }: DeskPayoutsPageProps) {
  const current = batches.find(({ id }) => id === open?.id);
  if (task) return <UnderWay task={task} current={current} />;
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
  task: TaskUnderWay;
  current: BatchSummary | undefined;
}

function UnderWay({ task: { state, runAt, lastError }, current }: UnderWayProps) {
  const again = (
    <p>
      <a href={DESK_PAYOUTS}>Look again</a>
      {current && (
        <>
          {" "}
          or <a href={`${DESK_PAYOUTS}/${current.id}`}>see each partner’s turn</a>
        </>
      )}
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
        {state === "running" && current && (
          <ProgressBar
            label="Had their turn"
            value={current.done}
            max={current.partners}
            unit="partners"
          />
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
        {
          head: "Partner",
          cell: ({ name, handle }) => <a href={`${DESK_PAYOUTS}/partners/${handle}`}>{name}</a>,
        },
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
