/** Months and payouts as the overview lists them, each with the way to its own page. */
import { monthName } from "../../web/parts/day.tsx";
import { Money } from "../../web/parts/money.tsx";
import { authorUrl } from "../../web/parts/places.ts";
import { ProgressBar } from "../../web/parts/progress-bar.tsx";
import { Table } from "../../web/parts/table.tsx";
import type { Closing, OpenMonth } from "../earnings/closing/closing-store.ts";
import { MonthState } from "../earnings/closing/months-page.tsx";
import { PayoutState } from "../payouts/payout-state.tsx";
import type { NamedPayout } from "../payouts/store.ts";

const MONTHS_SHOWN = 6;

export function MonthsTable({ open, closings }: { open: OpenMonth[]; closings: Closing[] }) {
  const rows = [...open.map((month) => ({ ...month, state: "open" as const })), ...closings].slice(
    0,
    MONTHS_SHOWN,
  );
  return (
    <section class="rule">
      <Table
        caption="Months"
        rows={rows}
        keyOf={({ month }) => month}
        empty="The first month will be here once a member has paid dues."
        columns={[
          {
            head: "Month",
            cell: ({ month, state }) =>
              state === "open" ? (
                monthName(month)
              ) : (
                <a href={`/desk/months/${month}`}>{monthName(month)}</a>
              ),
          },
          { head: "State", cell: ({ state }) => <MonthState state={state} /> },
          { head: "Members", cell: ({ members }) => members, numeric: true, minor: true },
          {
            head: "Pool",
            cell: ({ poolMicros }) => <Money micros={poolMicros} />,
            numeric: true,
          },
        ]}
        under={(row) =>
          row.state === "closing" && "membersDone" in row ? (
            <ProgressBar
              label={`Closing ${monthName(row.month)}`}
              value={row.membersDone}
              max={row.members}
              unit="members"
            />
          ) : null
        }
      />
    </section>
  );
}

export function PayoutsTable({ payouts }: { payouts: NamedPayout[] }) {
  return (
    <section class="rule">
      <Table
        caption="The newest payouts"
        rows={payouts}
        keyOf={({ payoutId }) => payoutId}
        empty="The first payout will be here once a month is closed and somebody is owed enough."
        columns={[
          { head: "Partner", cell: ({ name, handle }) => <a href={authorUrl(handle)}>{name}</a> },
          { head: "State", cell: PayoutState },
          {
            head: "Amount",
            cell: ({ micros, currency }) => <Money micros={micros} currency={currency} />,
            numeric: true,
          },
        ]}
      />
    </section>
  );
}
