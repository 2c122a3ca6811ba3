/** A partner's payouts: what is theirs now, how to ask for it, what was sent. */

import { sum } from "../../core/money.ts";
import type { RailName } from "../../core/payouts/countries.ts";
import type { PayoutOrder, PayoutRefusal } from "../../core/payouts/request.ts";
import type { Ruling } from "../../core/ruling.ts";
import { dayStart } from "../../core/time.ts";
import type { Typed } from "../../web/form.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink, Submit } from "../../web/parts/button.tsx";
import { Day, monthName } from "../../web/parts/day.tsx";
import { Definitions } from "../../web/parts/definitions.tsx";
import { EmptyState } from "../../web/parts/empty-state.tsx";
import { Money, money } from "../../web/parts/money.tsx";
import { Notice, type NoticeProps } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { PLACES } from "../../web/parts/places.ts";
import { PostForm } from "../../web/parts/post-form.tsx";
import { Table } from "../../web/parts/table.tsx";
import { Unfold } from "../../web/parts/unfold.tsx";
import type { Viewer } from "../../web/viewer.ts";
import type { OwnHold } from "../earnings/holds/hold-store.ts";
import { countryName } from "../partners/countries.ts";
import { AccountSection } from "./accounts/account-section.tsx";
import { PayoutState } from "./payout-state.tsx";
import { failureSentence, requestSentence } from "./sentences.ts";
import type { PayeeStanding, Payout } from "./store.ts";
import type { Withholding } from "./withholding/withholding-store.ts";

export const PAYOUTS = "/me/payouts";

export interface PayoutsPageProps {
  viewer: Viewer;
  /** Null for who is no partner. */
  payee: PayeeStanding | null;
  /** What asking now would be answered. */
  ruling: Ruling<PayoutOrder, PayoutRefusal | "rail-closed"> | null;
  minimumMicros: bigint;
  payouts: Payout[];
  /** Shares that are earned and wait for their day. */
  holds: OwnHold[];
  /** What slept for want of any sign; asking for it wakes it. */
  asleepMicros: bigint;
  withholding: Withholding | null;
  rails: readonly RailName[];
  typed: Typed;
  notice: NoticeProps | null;
}

export function PayoutsPage(props: PayoutsPageProps) {
  const { viewer, payee, payouts, notice, rails, typed } = props;
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
          <AccountSection {...{ payee, rails, typed }} csrf={viewer.csrf ?? ""} />
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

function Balance(props: PayoutsPageProps & { payee: PayeeStanding }) {
  const { viewer, payee, ruling, minimumMicros, payouts, holds, asleepMicros } = props;
  const paid = payouts.filter(({ state }) => state === "paid");
  const heldMicros = sum(holds.map(({ micros }) => micros));
  const { currency } = payee;
  return (
    <section>
      <Definitions
        look="figures"
        items={[
          {
            term: "Balance",
            value: <Money micros={payee.payableMicros} currency={currency} exact />,
          },
          ...(heldMicros > 0n
            ? [
                {
                  term: "Earned, not yet payable",
                  value: <Money micros={heldMicros} currency={currency} exact />,
                },
              ]
            : []),
          {
            term: "Paid so far",
            value: <Money micros={sum(paid.map(({ micros }) => micros))} currency={currency} />,
          },
          { term: "Payouts start at", value: <Money micros={minimumMicros} currency={currency} /> },
        ]}
      />
      {ruling?.ok === true && (
        <Ask csrf={viewer.csrf} micros={ruling.value.micros} currency={currency} />
      )}
      {ruling?.ok === false && asleepMicros === 0n && (
        <p>{requestSentence(ruling.refusal, { micros: minimumMicros, currency })}</p>
      )}
      {asleepMicros > 0n && <Asleep csrf={viewer.csrf} micros={asleepMicros} currency={currency} />}
      <Holds holds={holds} currency={currency} />
      <Deductions {...props} payee={payee} />
    </section>
  );
}

interface AmountProps {
  csrf: string | undefined;
  micros: bigint;
  currency: string;
}

function Ask({ csrf, ...amount }: AmountProps) {
  return (
    <>
      <p>
        Balances that are large enough are sent once a month by themselves. You can also ask for
        yours now.
      </p>
      <PostForm action={PAYOUTS} csrf={csrf} look="bare">
        <Submit>Pay out {money(amount)}</Submit>
      </PostForm>
    </>
  );
}

function Asleep({ csrf, ...amount }: AmountProps) {
  return (
    <>
      <p>
        We had not heard of you for three years, so <Money {...amount} exact /> was set aside under
        your name. It is yours, and one word brings it back.
      </p>
      <PostForm action={PAYOUTS} csrf={csrf} look="bare">
        <Submit>Bring it back and pay it out</Submit>
      </PostForm>
    </>
  );
}

function Holds({ holds, currency }: { holds: OwnHold[]; currency: string }) {
  if (holds.length === 0) return null;
  return (
    <Unfold summary="What is not payable yet, and when it will be">
      <p>
        A part of your shares comes from members who are new. It waits until their payment is thirty
        days old, because a stolen card is found out by then.
      </p>
      <Table
        caption="Shares that wait"
        captionHidden
        ledger
        rows={holds}
        keyOf={({ month, untilOn }) => `${month} ${untilOn}`}
        columns={[
          { head: "Payable on", cell: ({ untilOn }) => <Day at={dayStart(untilOn)} /> },
          { head: "Earned in", cell: ({ month }) => monthName(month), minor: true },
          {
            head: "Amount",
            cell: ({ micros }) => <Money {...{ micros, currency }} exact />,
            numeric: true,
          },
        ]}
      />
    </Unfold>
  );
}

function Deductions({ payee, withholding }: PayoutsPageProps & { payee: PayeeStanding }) {
  return (
    <>
      {payee.owedMicros > 0n && (
        <p>
          Members’ payments that were already paid on to you were taken back, so{" "}
          <Money micros={payee.owedMicros} currency={payee.currency} exact /> of your next shares
          makes that good.
        </p>
      )}
      {withholding && withholding.rateBps > 0 && (
        <p>
          Of each payout {withholding.rateBps / 100} % is kept back for the tax authority of{" "}
          {countryName(withholding.authority)}, by your form {withholding.form} (
          {withholding.formRef}).
        </p>
      )}
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
        under={under}
      />
    </section>
  );
}

function under({ failure, withheldMicros, nettedMicros, authority, currency }: Payout) {
  const says = [
    ...(failure === null ? [] : [failureSentence(failure)]),
    ...(withheldMicros > 0n && authority
      ? [`Kept back for tax: ${money({ micros: withheldMicros, currency })} (${authority}).`]
      : []),
    ...(nettedMicros > 0n
      ? [`Made good of a payment taken back: ${money({ micros: nettedMicros, currency })}.`]
      : []),
  ];
  return says.length === 0 ? null : <p class="quiet small">{says.join(" ")}</p>;
}
