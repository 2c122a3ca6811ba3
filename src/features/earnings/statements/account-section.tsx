/** The account of a month on its statement: what rolled over, came and went, and what stands behind it. */
import type { Movement } from "../../../core/earnings/account.ts";
import { dayStart } from "../../../core/time.ts";
import { Day, monthName } from "../../../web/parts/day.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Receipt } from "../../../web/parts/receipt.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { StatementDocument } from "./statement-document.ts";

const NAMES: Record<Movement, string> = {
  earned: "Earned",
  escrowReleased: "Released by a review",
  granted: "Grants from the commons",
  refunded: "Taken back with members’ payments",
  withheld: "Kept back for tax",
  paid: "Paid to you",
  payoutFees: "Fees of payouts",
  other: "Corrections",
};

export function AccountSection({ document }: { document: StatementDocument }) {
  const { account, statement, holds } = document;
  const { currency, month } = statement;
  const amount = (micros: bigint) => <Money micros={micros} currency={currency} exact />;
  const movements = Object.entries(NAMES)
    .map(([name, label]) => ({ label, micros: account.movements[name as Movement] }))
    .filter(({ micros }) => micros !== 0n);
  const waiting = holds.filter(({ releasedAt }) => releasedAt === null);
  return (
    <section class="rule">
      <h2>Your account in {monthName(month)}</h2>
      <Receipt
        caption="What is yours, from the month’s first day to its last"
        lines={[
          { label: "Rolled over from before", amount: amount(account.beforeMicros) },
          ...movements.map(({ label, micros }) => ({ label, amount: amount(micros) })),
        ]}
        total={{ label: "Rolls over", amount: amount(account.afterMicros) }}
      />
      {waiting.length > 0 && (
        <Unfold summary="What of it is not payable yet">
          <p>
            It comes from members who are new, and waits until their payment is thirty days old.
          </p>
          <Receipt
            caption="Payable on"
            lines={waiting.map(({ untilOn, micros }) => ({
              label: <Day at={dayStart(untilOn)} />,
              amount: amount(micros),
            }))}
            total={{ label: "Together", amount: amount(sumOf(waiting)) }}
          />
        </Unfold>
      )}
      <Payments document={document} />
      <TakenBack document={document} />
    </section>
  );
}

const sumOf = (rows: readonly { micros: bigint }[]) =>
  rows.reduce((total, { micros }) => total + micros, 0n);

function Payments({ document: { payments, statement } }: { document: StatementDocument }) {
  if (payments.length === 0) return null;
  const { currency } = statement;
  return (
    <Unfold summary="The payouts behind it">
      <Table
        caption="Payouts asked for in this month"
        captionHidden
        rows={payments}
        keyOf={({ key }) => key}
        columns={[
          { head: "Payout", cell: ({ key }) => key },
          { head: "Asked", cell: ({ at }) => <Day at={at} /> },
          { head: "State", cell: ({ state }) => state },
          { head: "At the bank", cell: ({ ref }) => ref ?? "–", minor: true },
          {
            head: "Kept back",
            cell: (row) => <Money micros={row.withheldMicros} currency={currency} />,
            numeric: true,
            minor: true,
          },
          {
            head: "Amount",
            cell: ({ micros }) => <Money micros={micros} currency={currency} />,
            numeric: true,
          },
        ]}
      />
    </Unfold>
  );
}

const KINDS: Record<string, string> = {
  "refund-asked": "A member was given money back",
  "refund-refused": "A refund did not happen after all",
  "dispute-lost": "A card’s holder disputed a payment",
};

function TakenBack({ document: { takenBack, statement } }: { document: StatementDocument }) {
  if (takenBack.length === 0) return null;
  return (
    <Unfold summary="What was taken back, and why">
      <Table
        caption="Taken back in this month"
        captionHidden
        ledger
        rows={takenBack.map((row, index) => ({ ...row, index }))}
        keyOf={({ index }) => index}
        columns={[
          { head: "Why", cell: ({ kind }) => KINDS[kind] ?? kind },
          { head: "When", cell: ({ at }) => <Day at={at} /> },
          {
            head: "Amount",
            cell: ({ micros }) => <Money micros={micros} currency={statement.currency} exact />,
            numeric: true,
          },
        ]}
      />
    </Unfold>
  );
}
