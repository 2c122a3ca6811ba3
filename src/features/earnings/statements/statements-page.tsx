/** All statements of a partner, a line each. */
import { sum } from "../../../core/money.ts";
import { Page } from "../../../web/page.tsx";
import { monthName } from "../../../web/parts/day.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { EstimateSection } from "../estimate/estimate-section.tsx";
import type { Estimate } from "../estimate/estimate-store.ts";
import type { Statement } from "./statement-store.ts";

export interface StatementsPageProps {
  statements: Statement[];
  /** Of the month that is not over, once it was reckoned. */
  estimate: Estimate | null;
  viewer: Viewer;
  path: string;
  /** Where the author's statements are. */
  base: string;
  /** Whose they are, when they are not the viewer's own. */
  of?: string;
}

export function StatementsPage(props: StatementsPageProps) {
  const { statements, estimate, viewer, path, base, of } = props;
  const total = sum(statements.map(({ micros }) => micros));
  return (
    <Page title="Statements" viewer={viewer} path={path}>
      {of ? (
        <PageHead title={`Statements of ${of}`} lede="As the author has them." />
      ) : (
        <PageHead
          title="Statements"
          lede="What your stories earned, month by month. Every number unfolds into the sum that made it."
        >
          <a class="button frame" href="/me/payouts">
            Payouts
          </a>
        </PageHead>
      )}
      {estimate && <EstimateSection estimate={estimate} />}
      {statements.length === 0 ? (
        <EmptyState begin={{ href: PLACES.guide, label: "How earnings are reckoned" }}>
          Your first statement will be here when a month is closed in which members read your
          stories.
        </EmptyState>
      ) : (
        <Table
          caption="Statements"
          captionHidden
          ledger
          rows={statements}
          keyOf={({ month }) => month}
          columns={[
            {
              head: "Month",
              cell: ({ month }) => <a href={`${base}/${month}`}>{monthName(month)}</a>,
            },
            { head: "Members", cell: ({ members }) => members, numeric: true, minor: true },
            { head: "Reads", cell: ({ reads }) => reads, numeric: true },
            { head: "Held", cell: held, numeric: true, minor: true },
            {
              head: "Earned",
              cell: ({ micros, currency }) => <Money micros={micros} currency={currency} exact />,
              numeric: true,
            },
          ]}
          foot={[
            {
              label: "Together",
              cells: ["", "", "", <Money key="sum" micros={total} exact />],
            },
          ]}
        />
      )}
    </Page>
  );
}

function held({ escrowMicros, currency }: Statement) {
  return escrowMicros === 0n ? "–" : <Money micros={escrowMicros} currency={currency} exact />;
}
