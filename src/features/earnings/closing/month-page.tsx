/** One month at the desk: what came in, what it was divided into, and every partner's part. */
import { Page } from "../../../web/page.tsx";
import { Day, monthName } from "../../../web/parts/day.tsx";
import { Definitions } from "../../../web/parts/definitions.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { MonthStatement } from "../statements/statement-store.ts";
import type { Closing } from "./closing-store.ts";
import { MonthState } from "./months-page.tsx";

export interface MonthPageProps {
  closing: Closing;
  statements: MonthStatement[];
  viewer: Viewer;
  path: string;
}

export function MonthPage({ closing, statements, viewer, path }: MonthPageProps) {
  const { month, currency, sharedMicros } = closing;
  return (
    <Page title={monthName(month)} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href="/desk/months">Months</a>}
        title={monthName(month)}
        lede={
          <>
            <MonthState state={closing.state} />
            {closing.closedAt && (
              <>
                {" "}
                on <Day at={closing.closedAt} />
              </>
            )}
            , under <a href={PLACES.guide}>{closing.policyVersion}</a>.
          </>
        }
      />
      <Definitions items={totals(closing)} />
      <Table
        caption="Partners"
        ledger
        rows={statements}
        keyOf={({ authorId }) => authorId}
        empty="No partner was read for money in this month."
        columns={[
          {
            head: "Partner",
            cell: ({ handle, name }) => (
              <a href={`/desk/statements/${handle}/${closing.month}`}>{name}</a>
            ),
          },
          { head: "Members", cell: ({ members }) => members, numeric: true },
          { head: "Reads", cell: ({ reads }) => reads, numeric: true },
          {
            head: "Earned",
            cell: ({ micros }) => <Money micros={micros} currency={currency} exact />,
            numeric: true,
          },
        ]}
        foot={[
          {
            label: "Together",
            cells: ["", "", <Money key="sum" micros={sharedMicros} currency={currency} exact />],
          },
        ]}
      />
      {closing.outputSha256 && (
        <p class="quiet small">
          Fingerprint of its {closing.lines} lines:{" "}
          <code>{closing.outputSha256.toString("hex")}</code>. Anyone with the database can compute
          it again: <code>earnest audit {month}</code>
        </p>
      )}
    </Page>
  );
}

function totals({
  members,
  currency,
  poolMicros,
  sharedMicros,
  escrowMicros,
  unclaimedMicros,
}: Closing) {
  const money = (micros: bigint) => <Money micros={micros} currency={currency} exact />;
  return [
    { term: "Members with dues", value: members },
    {
      term: "Their pools",
      value: money(poolMicros),
      note: "the authors’ part of their dues, and what was carried",
    },
    { term: "To authors", value: money(sharedMicros) },
    { term: "Of it held", value: money(escrowMicros) },
    {
      term: "Not claimed by any reading",
      value: money(unclaimedMicros),
      note: "waits for the same member, then goes to the commons",
    },
  ];
}
