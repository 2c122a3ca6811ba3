/** Where a member's dues went, month by month. */
import { sum } from "../../../core/money.ts";
import { Page } from "../../../web/page.tsx";
import { ButtonLink } from "../../../web/parts/button.tsx";
import { monthName } from "../../../web/parts/day.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { DuesMonth } from "./own-dues-store.ts";

export const DUES = "/me/dues";

export function duesUrl(month: string): string {
  return `${DUES}/${month}`;
}

/** What the platform keeps of a month's days. */
export function siteMicros({ accruedMicros, poolMicros, referralMicros }: DuesMonth): bigint {
  return accruedMicros - poolMicros - referralMicros;
}

export function DuesPage({ viewer, months }: { viewer: Viewer; months: readonly DuesMonth[] }) {
  return (
    <Page title="Your dues" viewer={viewer} path={DUES}>
      <PageHead
        kicker={<a href={PLACES.membership}>Membership</a>}
        title="Where your dues went"
        lede="What you paid, what the bank kept, and who got the rest. Nobody but you sees this page."
      >
        {months.length > 0 && (
          <ButtonLink href={`${DUES}.csv`} look="frame" small>
            Download as CSV
          </ButtonLink>
        )}
      </PageHead>
      {months.length === 0 ? (
        <EmptyState begin={{ href: PLACES.membership, label: "Membership" }}>
          Your dues will be here from the day after you become a member.
        </EmptyState>
      ) : (
        <Months months={months} />
      )}
      <p class="quiet">
        Dues are earned by the day, so a charge lies in two months or more. What a month’s days
        earned is divided when the month is closed. <a href={PLACES.guide}>The whole rule</a>
      </p>
    </Page>
  );
}

function Months({ months }: { months: readonly DuesMonth[] }) {
  const cell = (part: (month: DuesMonth) => bigint) => (month: DuesMonth) => (
    <Money micros={part(month)} currency={month.currency} exact />
  );
  const currency = months[0]?.currency ?? "";
  const total = (part: (month: DuesMonth) => bigint) => (
    <Money micros={sum(months.map(part))} currency={currency} exact />
  );
  return (
    <Table
      caption="Months, the newest first"
      captionHidden
      ledger
      rows={months}
      keyOf={({ month }) => month}
      columns={[
        { head: "Month", cell: ({ month }) => <a href={duesUrl(month)}>{monthName(month)}</a> },
        { head: "Charged", cell: cell(({ paidMicros }) => paidMicros), numeric: true },
        { head: "Fee", cell: cell(({ feeMicros }) => feeMicros), numeric: true, minor: true },
        { head: "Earned by its days", cell: cell((one) => one.accruedMicros), numeric: true },
        { head: "To writers", cell: cell(({ poolMicros }) => poolMicros), numeric: true },
        { head: "To the site", cell: cell(siteMicros), numeric: true, minor: true },
        { head: "State", cell: MonthState, minor: true },
      ]}
      foot={[
        {
          label: "Together",
          cells: [
            total(({ paidMicros }) => paidMicros),
            total(({ feeMicros }) => feeMicros),
            total(({ accruedMicros }) => accruedMicros),
            total(({ poolMicros }) => poolMicros),
            total(siteMicros),
            "",
          ],
        },
      ]}
    />
  );
}

function MonthState({ state }: DuesMonth) {
  if (state === "closed") return <State is="done">Divided</State>;
  return <State is="open">{state === "open" ? "Not divided yet" : "Being divided"}</State>;
}
