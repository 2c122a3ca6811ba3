/** Charges at the desk: the newest, or one reader's, and giving a part of one back. */
import { dayAfter, dayStart } from "../../../core/time.ts";
import type { Typed } from "../../../web/form.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day } from "../../../web/parts/day.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Money, money } from "../../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { authorUrl, PLACES } from "../../../web/parts/places.ts";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { newestDisputes } from "../disputes/dispute-store.ts";
import type { DeskCharge } from "./desk-dues-store.ts";
import { DESK_DUES, DuesTabs } from "./desk-tabs.tsx";

type Disputes = Awaited<ReturnType<typeof newestDisputes>>;

export interface ChargesPageProps {
  viewer: Viewer;
  /** Of one reader; null for all. */
  handle: string | null;
  charges: readonly DeskCharge[];
  disputes: Disputes;
  /** The refund that was refused, and what was typed. */
  refused: { chargeId: number; typed: Typed } | null;
  notice: NoticeProps | null;
}

export function ChargesPage(props: ChargesPageProps) {
  const { viewer, handle, charges, disputes, notice } = props;
  return (
    <Page title="Charges" viewer={viewer} path={DESK_DUES}>
      <PageHead
        kicker={<a href={PLACES.desk}>Desk</a>}
        title="Charges"
        lede="What members paid, and what went back. Giving back takes from everyone what they have of the charge."
      />
      <DuesTabs viewer={viewer} current={DESK_DUES} />
      {notice && <Notice {...notice} />}
      {disputes.length > 0 && <DisputeTable disputes={disputes} />}
      {charges.length === 0 ? (
        <EmptyState>
          {handle === null
            ? "Charges will be here once somebody joins."
            : `@${handle} was never charged.`}
        </EmptyState>
      ) : (
        <ChargeTable {...props} />
      )}
      {handle !== null && (
        <p>
          <a href={DESK_DUES}>The charges of all members</a>
        </p>
      )}
    </Page>
  );
}

function ChargeTable({ viewer, charges, refused }: ChargesPageProps) {
  return (
    <Table
      caption="Charges, the newest first"
      captionHidden
      rows={charges}
      keyOf={({ chargeId }) => chargeId}
      columns={[
        { head: "Member", cell: (one) => <Member {...one} /> },
        { head: "Charged", cell: ({ chargedAt }) => <Day at={chargedAt} />, minor: true },
        { head: "For", cell: Span, minor: true },
        { head: "Paid", cell: amount((one) => one.cashMicros), numeric: true },
        { head: "Given back", cell: amount((one) => one.backMicros), numeric: true },
      ]}
      under={(charge) => (
        <GiveBack
          charge={charge}
          csrf={viewer.csrf}
          typed={refused?.chargeId === charge.chargeId ? refused.typed : null}
        />
      )}
    />
  );
}

const amount = (part: (charge: DeskCharge) => bigint) => (charge: DeskCharge) => (
  <Money micros={part(charge)} currency={charge.currency} />
);

function Member({ handle, name }: { handle: string; name: string }) {
  return <a href={`${DESK_DUES}?reader=${encodeURIComponent(handle)}`}>{name}</a>;
}

function Span({ planName, spanFrom, spanTo, held }: DeskCharge) {
  if (held === "gift") return <>{planName}, a gift that waits</>;
  return (
    <>
      {planName}, <Day at={dayStart(spanFrom)} /> to <Day at={dayStart(dayAfter(spanTo, -1))} />
    </>
  );
}

interface GiveBackProps {
  charge: DeskCharge;
  csrf: string;
  typed: Typed | null;
}

function GiveBack({ charge, csrf, typed }: GiveBackProps) {
  const { chargeId, cashMicros, backMicros, currency, isRefunding, held, handle, bankRef } = charge;
  const left = cashMicros - backMicros;
  if (charge.returnedMicros > 0n) {
    const owed = money({ micros: charge.returnedMicros, currency });
    return (
      <p class="held small">
        The card’s bank sent {owed} back. It is owed to {handle} still: pay it another way.
      </p>
    );
  }
  if (held === "dispute") return <p class="held small">Disputed: its bank decides.</p>;
  if (isRefunding) return <p class="quiet small">A refund is with the bank.</p>;
  if (left === 0n) return <p class="quiet small">All of it went back.</p>;
  return (
    <Unfold summary="Give back" open={typed !== null}>
      <PostForm action={`${DESK_DUES}/${chargeId}/refund`} csrf={csrf}>
        <TextField
          name="amount"
          id={`amount-${chargeId}`}
          label="Amount"
          hint={`Up to ${money({ micros: left, currency })}. The whole ends what it paid for.`}
          inputMode="decimal"
          value={typed?.values.amount}
          error={typed?.errors.amount}
        />
        <p class="actions">
          <Submit look="frame">Give it back to {handle}</Submit>
        </p>
        <p class="quiet small">The bank calls this charge {bankRef}.</p>
      </PostForm>
    </Unfold>
  );
}

function DisputeTable({ disputes }: { disputes: Disputes }) {
  return (
    <Table
      caption="Disputes"
      rows={disputes}
      keyOf={({ disputeId }) => disputeId}
      columns={[
        { head: "Member", cell: ({ handle, name }) => <a href={authorUrl(handle)}>{name}</a> },
        { head: "Opened", cell: ({ openedAt }) => <Day at={openedAt} />, minor: true },
        { head: "State", cell: DisputeState },
        {
          head: "Amount",
          cell: ({ micros, currency }) => <Money micros={micros} currency={currency} />,
          numeric: true,
        },
        {
          head: "Fee",
          cell: ({ feeMicros, currency }) => <Money micros={feeMicros} currency={currency} />,
          numeric: true,
          minor: true,
        },
      ]}
    />
  );
}

function DisputeState({ state }: Disputes[number]) {
  if (state === "open") return <State is="open">With the bank</State>;
  return state === "won" ? <State is="done">Ours</State> : <State is="stopped">Lost</State>;
}
