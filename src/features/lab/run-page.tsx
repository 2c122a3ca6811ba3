/** One run: totals of both rules, who moves most and why, every author before and after. */
import type { Comparison, Mover, Side } from "../../core/earnings/presets/comparison.ts";
import { Page } from "../../web/page.tsx";
import { ButtonLink } from "../../web/parts/button.tsx";
import { monthName } from "../../web/parts/day.tsx";
import { Money, money } from "../../web/parts/money.tsx";
import { Notice } from "../../web/parts/notice.tsx";
import { PageHead } from "../../web/parts/page-head.tsx";
import { authorUrl } from "../../web/parts/places.ts";
import { Table } from "../../web/parts/table.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { LAB, RunState } from "./lab-page.tsx";
import { percent, reasonSentence } from "./reason-sentence.ts";
import { SlopeChart } from "./slope-chart.tsx";
import type { LabAuthor, Run } from "./store.ts";

/** Rows shown; the CSV has all. */
const ROWS_MAX = 200;
const SLOPES_MAX = 10;

export interface RunPageProps {
  run: Run;
  result: Comparison | null;
  authors: ReadonlyMap<number, LabAuthor>;
  currency: string;
  viewer: Viewer;
}

export function RunPage(props: RunPageProps) {
  const { run, result, viewer } = props;
  const title = `${run.leftRule} and ${run.rightRule}`;
  return (
    <Page title={title} viewer={viewer} path={`${LAB}/${run.id}`}>
      <PageHead
        kicker={<a href={LAB}>Lab</a>}
        title={title}
        lede={
          <>
            {monthName(run.month)} divided by both. <RunState state={run.state} />.
          </>
        }
      />
      {run.state === "failed" && (
        <Notice tone="refused" title="Not possible">
          {run.trouble}
        </Notice>
      )}
      {run.state === "waiting" && (
        <p>It is worked out in the background. Load this page again in a moment.</p>
      )}
      {result && <Result {...props} result={result} />}
    </Page>
  );
}

function Result({ run, result, authors, currency }: RunPageProps & { result: Comparison }) {
  const nameOf = ({ author }: Mover) => authors.get(author)?.name ?? `author ${author}`;
  const figure = (micros: bigint) => money({ micros, currency });
  return (
    <>
      <TotalsTable {...result} currency={currency} />
      <section>
        <h2>Who moves most</h2>
        <SlopeChart
          title={`The largest moves from ${run.leftRule} to ${run.rightRule}`}
          beforeLabel={run.leftRule}
          afterLabel={run.rightRule}
          slopes={result.authors.slice(0, SLOPES_MAX).map((mover) => ({
            label: nameOf(mover),
            before: Number(mover.leftMicros),
            after: Number(mover.rightMicros),
            beforeFigure: figure(mover.leftMicros),
            afterFigure: figure(mover.rightMicros),
          }))}
        />
        <MoversTable {...{ run, result, authors, currency }} />
      </section>
      <p class="actions">
        <ButtonLink href={`${LAB}/${run.id}/authors.csv`} look="frame">
          All authors as CSV
        </ButtonLink>
      </p>
    </>
  );
}

function TotalsTable({
  left,
  right,
  currency,
}: Pick<Comparison, "left" | "right"> & { currency: string }) {
  const amount = (of: (side: Side) => bigint) => (side: Side) => (
    <Money micros={of(side)} currency={currency} exact />
  );
  const rows: { name: string; cell: (side: Side) => preact.ComponentChildren }[] = [
    { name: "To authors out of the pools", cell: amount((side) => side.sharedMicros) },
    { name: "Of it to held accounts", cell: amount((side) => side.heldMicros) },
    { name: "Beside the pools", cell: amount((side) => side.onTopMicros) },
    { name: "Claimed by nothing", cell: amount((side) => side.unclaimedMicros) },
    { name: "Gini coefficient", cell: ({ giniBps }) => (giniBps / 10_000).toFixed(3) },
    { name: "The ten who have most", cell: ({ topTenBps }) => percent(topTenBps) },
  ];
  return (
    <Table
      caption="Totals"
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { head: "What", cell: ({ name }) => name },
        { head: left.rule, cell: ({ cell }) => cell(left), numeric: true },
        { head: right.rule, cell: ({ cell }) => cell(right), numeric: true },
      ]}
    />
  );
}

function MoversTable({
  run,
  result,
  authors,
  currency,
}: Pick<RunPageProps, "run" | "authors" | "currency"> & { result: Comparison }) {
  return (
    <Table
      caption={result.authors.length > ROWS_MAX ? `The ${ROWS_MAX} who move most` : "Authors"}
      rows={result.authors.slice(0, ROWS_MAX)}
      keyOf={({ author }) => author}
      empty="No partner was read in this month."
      columns={[
        { head: "Author", cell: ({ author }) => <AuthorName author={authors.get(author)} /> },
        {
          head: run.leftRule,
          cell: ({ leftMicros }) => <Money micros={leftMicros} currency={currency} exact />,
          numeric: true,
        },
        {
          head: run.rightRule,
          cell: ({ rightMicros }) => <Money micros={rightMicros} currency={currency} exact />,
          numeric: true,
        },
        { head: "Why", cell: reasonSentence, minor: true },
      ]}
    />
  );
}

function AuthorName({ author }: { author: LabAuthor | undefined }) {
  return author ? <a href={authorUrl(author.handle)}>{author.name}</a> : <>An author who left</>;
}
