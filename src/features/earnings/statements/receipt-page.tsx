/** The receipt of one story in one month: every reader's sum, and that they add up. */

import { PARTS, partsOf } from "../../../core/earnings/parts.ts";
import type { Bonus } from "../../../core/earnings/receipt.ts";
import { type Micros, sum } from "../../../core/money.ts";
import { Page } from "../../../web/page.tsx";
import { duration, monthName } from "../../../web/parts/day.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PLACES } from "../../../web/parts/places.ts";
import { Receipt, type ReceiptLine } from "../../../web/parts/receipt.tsx";
import { Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { partNames } from "./part-names.ts";
import { READERS_SHOWN_MIN } from "./statement-document.ts";
import type { Statement, StatementLine } from "./statement-store.ts";
import type { ReaderPart } from "./story-receipt.ts";

export interface ReceiptPageProps {
  statement: Statement;
  line: StatementLine;
  parts: ReaderPart[];
  viewer: Viewer;
  path: string;
  /** Where the author's statements are. */
  base: string;
}

export function ReceiptPage({ statement, line, parts, viewer, path, base }: ReceiptPageProps) {
  const { month } = statement;
  const few = line.members < READERS_SHOWN_MIN;
  return (
    <Page title={`Receipt: ${line.title}`} viewer={viewer} path={path}>
      <PageHead
        kicker={<a href={`${base}/${month}`}>{monthName(month)}</a>}
        title={line.title}
        lede="Each reader’s pool is divided over what that reader read; this is what came to this story."
      />
      {few ? <Few {...{ line, statement }} /> : <Readers {...{ line, parts, statement }} />}
      <p class="quiet">
        The words and the formula are in <a href={PLACES.guide}>the guide</a>. All divisions round
        down; the micros left over go to the largest remainders.
      </p>
    </Page>
  );
}

function Few({ line, statement }: Pick<ReceiptPageProps, "line" | "statement">) {
  return (
    <Notice title={line.members === 1 ? "One reader" : `${line.members} readers`}>
      With fewer than three readers a receipt for each would tell you who they are, so only their
      sum is shown: {duration(line.seconds)} in{" "}
      {line.reads === 1 ? "one read" : `${line.reads} reads`}, and{" "}
      <Money micros={line.micros} currency={statement.currency} exact />.
    </Notice>
  );
}

function Readers({
  line,
  parts,
  statement,
}: Pick<ReceiptPageProps, "line" | "parts" | "statement">) {
  const { currency } = statement;
  const shown = sum(parts.map(({ story }) => story.share.micros));
  const others = line.members - parts.length;
  const foot = [
    ...(others > 0 ? [row(`${others} more readers`, line.micros - shown, currency)] : []),
    row("Together", line.micros, currency),
  ];
  return (
    <Table
      caption="Readers"
      captionHidden
      ledger
      rows={parts.map((part, index) => ({ part, number: index + 1 }))}
      keyOf={({ number }) => number}
      columns={[
        { head: "Reader", cell: ({ number }) => `Reader ${number}` },
        {
          head: "Counted",
          cell: ({ part }) => duration(part.story.countedSeconds),
          numeric: true,
        },
        {
          head: "Bonuses",
          cell: ({ part }) => percent(part.author.bonusBps),
          numeric: true,
          minor: true,
        },
        {
          head: "Of their pool",
          cell: ({ part }) => portion(part.story.share.micros, part.poolMicros),
          numeric: true,
          minor: true,
        },
        {
          head: "Earned",
          cell: ({ part }) => <Money micros={part.story.share.micros} currency={currency} exact />,
          numeric: true,
        },
      ]}
      under={({ part }) => <Sum part={part} currency={currency} />}
      foot={foot}
    />
  );
}

function row(label: string, micros: Micros, currency: string) {
  return { label, cells: ["", "", "", <Money key={label} {...{ micros, currency }} exact />] };
}

/** The whole way from a reader's pool to this line. */
function Sum({ part, currency }: { part: ReaderPart; currency: string }) {
  const { poolMicros, weightSum, author, story } = part;
  const lines: ReceiptLine[] = [
    {
      label: "This reader’s pool",
      amount: <Money micros={poolMicros} currency={currency} exact />,
    },
    {
      label: "Seconds that count on this story",
      note: `${story.seconds} s in ${count(story.readDays.length, "read")}, at most ${story.capSeconds} s`,
      amount: `${story.countedSeconds} s`,
    },
    {
      label: "Weight of a second",
      note: `${count(story.readDays.length, "read")} on ${count(story.viewDays.length, "day")} opened`,
      amount: percent(story.secondBps),
    },
    {
      label: "Your stories’ seconds, weighed",
      amount: author.reading.toLocaleString("en-GB"),
    },
    ...bonusLines(author.bonuses),
    {
      label: "Your weight",
      note: `× ${percent(10_000 + author.bonusBps)}`,
      amount: author.weight.toLocaleString("en-GB"),
    },
    { label: "Everybody this reader read", amount: weightSum.toLocaleString("en-GB") },
    {
      label: "Your share of the pool",
      note: author.share.roundingMicros > 0n ? "with one micro of rounding" : undefined,
      amount: <Money micros={author.share.micros} currency={currency} exact />,
    },
  ];
  const total = {
    label: "Of that, to this story",
    amount: <Money micros={story.share.micros} currency={currency} exact />,
  };
  return (
    <Unfold summary="The sum">
      <div class="stack">
        <Receipt caption="From a reader’s dues to this line" lines={lines} total={total} />
        <Parts part={part} currency={currency} />
      </div>
    </Unfold>
  );
}

const BONUSES = PARTS.filter((part) => part !== "reading");

function bonusLines(bonuses: Record<Bonus, number>): ReceiptLine[] {
  return BONUSES.filter((bonus) => bonuses[bonus] > 0).map((bonus) => ({
    label: partNames[bonus],
    amount: `+ ${percent(bonuses[bonus])}`,
  }));
}

/** What of the line each bonus made; what is left is reading. */
function Parts({ part: { author, story }, currency }: { part: ReaderPart; currency: string }) {
  const parts = partsOf(story.share.micros, author.bonuses, author.bonusBps);
  const lines = PARTS.map((part, index) => ({ part, micros: parts[index] ?? 0n }))
    .filter(({ micros }) => micros > 0n)
    .map(({ part, micros }) => ({
      label: partNames[part],
      amount: <Money micros={micros} currency={currency} exact />,
    }));
  const amount = <Money micros={story.share.micros} currency={currency} exact />;
  return (
    <Receipt
      caption="What of it each bonus made"
      lines={lines}
      total={{ label: "This line", amount }}
    />
  );
}

/** Basis points: `2500` is "25 %". */
function percent(bps: number): string {
  return `${bps / 100} %`;
}

function portion(micros: Micros, pool: Micros): string {
  return pool === 0n ? "–" : `${Number((micros * 1000n) / pool) / 10} %`;
}

function count(many: number, what: string): string {
  return many === 1 ? `1 ${what}` : `${many} ${what}s`;
}
