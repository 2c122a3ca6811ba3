/** One month's statement: a table that adds up, each line unfolding into how it came about. */
import { type Month, monthAfter } from "../../../core/time.ts";
import { Page } from "../../../web/page.tsx";
import { Day, duration, monthName } from "../../../web/parts/day.tsx";
import { Definitions } from "../../../web/parts/definitions.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { Receipt } from "../../../web/parts/receipt.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { storyUrl } from "../../stories/story-url.ts";
import { AccountSection } from "./account-section.tsx";
import { partNames } from "./part-names.ts";
import { partTotals, type StatementDocument, type StoryLine } from "./statement-document.ts";

export interface StatementPageProps {
  document: StatementDocument;
  viewer: Viewer;
  path: string;
  /** Where the author's statements are. */
  base: string;
}

export function StatementPage({ document, viewer, path, base }: StatementPageProps) {
  const { author, statement, lines } = document;
  const { month, micros, escrowMicros, members, reads, currency } = statement;
  const seconds = lines.reduce((total, line) => total + line.seconds, 0);
  return (
    <Page title={`Statement for ${monthName(month)}`} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href={base}>Statements</a>}
        title={monthName(month)}
        lede={
          <>
            {author.name}, closed on <Day at={statement.closedAt} /> under the rules{" "}
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
      <Lines document={document} base={base} />
      <Parts document={document} />
      {escrowMicros > 0n && (
        <p>
          Of this, <Money micros={escrowMicros} currency={currency} exact /> is held until a
          reviewer has decided. It is set aside, not taken.
        </p>
      )}
      <AccountSection document={document} />
      <p class="quiet">
        What is payable is sent once a month or when it is asked for:{" "}
        <a href="/me/payouts">payouts</a>. What is below the minimum stays yours and rolls over to{" "}
        {monthName(monthAfter(month as Month))}.
      </p>
      <p class="quiet">
        This statement as <a href={`${base}/${month}/statement.csv`}>CSV</a>, as{" "}
        <a href={`${base}/${month}/statement.json`}>JSON</a>, or on paper: it prints as it stands.
      </p>
    </Page>
  );
}

function Lines({ document, base }: { document: StatementDocument; base: string }) {
  const { author, statement, lines } = document;
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
          cell: (line) => <a href={storyUrl(author.handle, line)}>{line.title}</a>,
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
      under={(line) => <LineReceipt {...{ line, month, currency, base }} />}
      foot={[
        {
          label: "Together",
          cells: [
            "",
            String(lines.reduce((total, { reads }) => total + reads, 0)),
            "",
            <Money key="sum" micros={statement.micros} currency={currency} exact />,
          ],
        },
      ]}
    />
  );
}

interface LineReceiptProps {
  line: StoryLine;
  month: string;
  currency: string;
  base: string;
}

/** A line in words and by its parts; the sum of every reader is a page of its own. */
function LineReceipt({ line, month, currency, base }: LineReceiptProps) {
  const { members, reads, seconds, micros, key, parts } = line;
  const amount = <Money micros={micros} currency={currency} exact />;
  return (
    <Unfold summary="How this came about">
      <p>
        {members === 1 ? "One member" : `${members} members`} gave this story {duration(seconds)} in{" "}
        {reads === 1 ? "one read" : `${reads} reads`}. From each of them it got its part of that
        member’s own pool, by the time they gave it beside everything else they read. Together that
        is {amount}.
      </p>
      {parts && parts.length > 0 && (
        <Receipt
          caption="What reading made of it, and what each bonus"
          lines={parts.map((part) => partLine(part, currency))}
          total={{ label: "This line", amount }}
        />
      )}
      <p>
        <a href={`${base}/${month}/${key}`}>The sum, reader by reader</a>
      </p>
    </Unfold>
  );
}

function partLine(
  { part, micros }: { part: keyof typeof partNames; micros: bigint },
  currency: string,
) {
  return { label: partNames[part], amount: <Money micros={micros} currency={currency} exact /> };
}

/** The whole statement by its parts. */
function Parts({ document: { statement, lines, isParted } }: { document: StatementDocument }) {
  const { currency, micros } = statement;
  if (!isParted) {
    return (
      <p class="quiet">
        What each bonus made of this is being worked out and will stand here soon.
      </p>
    );
  }
  const { parts, fewMicros } = partTotals(lines);
  const few = {
    label: "Stories with fewer than three readers",
    note: "their parts would tell who read them",
    amount: <Money micros={fewMicros} currency={currency} exact />,
  };
  return (
    <Receipt
      caption="What reading made of it, and what each bonus"
      lines={[...parts.map((part) => partLine(part, currency)), ...(fewMicros > 0n ? [few] : [])]}
      total={{ label: "Earned", amount: <Money micros={micros} currency={currency} exact /> }}
    />
  );
}
