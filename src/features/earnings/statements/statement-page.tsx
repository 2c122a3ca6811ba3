/** One month's statement: a table that adds up, each line unfolding into how it came about. */
import { sum } from "../../../core/money.ts";
import { type Month, monthAfter } from "../../../core/time.ts";
import { Page } from "../../../web/page.tsx";
import { Day, duration, monthName } from "../../../web/parts/day.tsx";
import { Definitions } from "../../../web/parts/definitions.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { storyUrl } from "../../stories/story-url.ts";
import type { Statement, StatementLine } from "./statement-store.ts";

export interface StatementPageProps {
  statement: Statement;
  lines: StatementLine[];
  viewer: Viewer;
  path: string;
}

export function StatementPage({ statement, lines, viewer, path }: StatementPageProps) {
  const { month, micros, escrowMicros, members, reads, currency } = statement;
  const seconds = lines.reduce((total, line) => total + line.seconds, 0);
  return (
    <Page title={`Statement for ${monthName(month)}`} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href={PLACES.statements}>Statements</a>}
        title={monthName(month)}
        lede={
          <>
            {viewer.name}, closed on <Day at={statement.closedAt} /> under the rules{" "}
            <a href={PLACES.guide}>{statement.policyVersion}</a>.
          </>
        }
      />
      <Definitions
        look="figures"
        items={[
          { term: "Earned", value: <Money micros={micros} currency={currency} /> },
          { term: "Members who read you", value: members },
          { term: "Reads", value: reads, note: "half a minute or more on a day" },
          { term: "Time they gave", value: duration(seconds) },
        ]}
      />
      <Lines statement={statement} lines={lines} viewer={viewer} />
      {escrowMicros > 0n && (
        <p>
          Of this, <Money micros={escrowMicros} currency={currency} exact /> is held until a
          reviewer has decided. It is set aside, not taken.
        </p>
      )}
      <p class="quiet">
        It can be paid out since the month was closed: <a href="/me/payouts">payouts</a>. What is
        below the minimum stays yours and rolls over to {monthName(monthAfter(month as Month))}.
      </p>
    </Page>
  );
}

function Lines({ statement, lines, viewer }: Omit<StatementPageProps, "path">) {
  const { month, currency } = statement;
  return (
    <Table
      caption={`Stories in ${monthName(month)}`}
      captionHidden
      ledger
      rows={lines}
      keyOf={({ key }) => key}
      columns={[
        {
          head: "Story",
          cell: (line) => <a href={storyUrl(viewer.handle, line)}>{line.title}</a>,
        },
        { head: "Members", cell: ({ members }) => members, numeric: true, minor: true },
        { head: "Reads", cell: ({ reads }) => reads, numeric: true },
        { head: "Time", cell: ({ seconds }) => duration(seconds), numeric: true, minor: true },
        {
          head: "Earned",
          cell: ({ micros }) => <Money micros={micros} currency={currency} exact />,
          numeric: true,
        },
      ]}
      under={(line) => <LineReceipt line={line} statement={statement} />}
      foot={[
        {
          label: "Together",
          cells: [
            "",
            sum(lines.map(({ reads }) => BigInt(reads))).toString(),
            "",
            <Money key="sum" micros={statement.micros} currency={currency} exact />,
          ],
        },
      ]}
    />
  );
}

/** A line in words; the sum of every reader is a page of its own. */
function LineReceipt({ line, statement }: { line: StatementLine; statement: Statement }) {
  const { members, reads, seconds, micros, key } = line;
  const { currency, month } = statement;
  return (
    <Unfold summary="How this came about">
      <p>
        {members === 1 ? "One member" : `${members} members`} gave this story {duration(seconds)} in{" "}
        {reads === 1 ? "one read" : `${reads} reads`}. From each of them it got its part of that
        member’s own pool, by the time they gave it beside everything else they read. Together that
        is <Money micros={micros} currency={currency} exact />.
      </p>
      <p>
        <a href={`/me/statements/${month}/${key}`}>The sum, reader by reader</a>
      </p>
    </Unfold>
  );
}
