/** Months at the desk: open, closing, closed. */
import type { CloseRefusal } from "../../../core/earnings/close.ts";
import { Page } from "../../../web/page.tsx";
import { Submit } from "../../../web/parts/button.tsx";
import { Day, monthName } from "../../../web/parts/day.tsx";
import { DeskTabs } from "../../../web/parts/desk-tabs.tsx";
import { EmptyState } from "../../../web/parts/empty-state.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Notice } from "../../../web/parts/notice.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PostForm } from "../../../web/parts/post-form.tsx";
import { ProgressBar } from "../../../web/parts/progress-bar.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import type { Closing, OpenMonth } from "./closing-store.ts";

export const closeSentences: Record<CloseRefusal, string> = {
  "month-not-over":
    "This month is not over. It can be closed from one hour after its last day (UTC). Nothing was changed.",
  "already-closed": "This month is closed already. Nothing was changed.",
  "earlier-month-open":
    "An earlier month is still open, and months close in order. Close that one first; nothing was changed.",
};

export interface MonthsPageProps {
  open: OpenMonth[];
  closings: Closing[];
  viewer: Viewer;
  path: string;
  refusal?: CloseRefusal | undefined;
}

export function MonthsPage({ open, closings, viewer, path, refusal }: MonthsPageProps) {
  const rows = [...open.map(openRow), ...closings.map(closingRow)];
  return (
    <Page title="Months" viewer={viewer} path={path}>
      <PageHead
        kicker={<a href="/desk">Desk</a>}
        title="Months"
        lede="Dues are gathered while a month is open and divided when it is closed, once and for all."
      />
      <DeskTabs viewer={viewer} current="/desk/months" />
      {refusal && (
        <Notice tone="refused" title="Not closed">
          {closeSentences[refusal]}
        </Notice>
      )}
      {closings
        .filter(({ state }) => state === "closing")
        .map(({ month, membersDone, members }) => (
          <ProgressBar
            key={month}
            label={`Closing ${monthName(month)}`}
            value={membersDone}
            max={members}
            unit="members"
          />
        ))}
      {rows.length === 0 ? (
        <EmptyState>The first month will be here once a member has paid dues.</EmptyState>
      ) : (
        <Table
          caption="Months"
          captionHidden
          rows={rows}
          keyOf={({ month }) => month}
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
            {
              head: "To authors",
              cell: ({ sharedMicros }) =>
                sharedMicros === null ? "–" : <Money micros={sharedMicros} />,
              numeric: true,
            },
            { head: "Closed", cell: (row) => <ClosedOrForm row={row} csrf={viewer.csrf} /> },
          ]}
        />
      )}
    </Page>
  );
}

interface MonthRow {
  month: string;
  state: "open" | "closing" | "closed";
  members: number;
  poolMicros: bigint;
  sharedMicros: bigint | null;
  closedAt: Date | null;
  isOver: boolean;
}

function openRow({ month, members, poolMicros, isOver }: OpenMonth): MonthRow {
  return { month, state: "open", members, poolMicros, sharedMicros: null, closedAt: null, isOver };
}

function closingRow({
  month,
  state,
  members,
  poolMicros,
  sharedMicros,
  closedAt,
}: Closing): MonthRow {
  const shared = state === "closed" ? sharedMicros : null;
  return { month, state, members, poolMicros, sharedMicros: shared, closedAt, isOver: true };
}

const STATES = {
  open: { is: "open", word: "Open" },
  closing: { is: "open", word: "Closing" },
  closed: { is: "done", word: "Closed" },
} as const;

export function MonthState({ state }: { state: MonthRow["state"] }) {
  return <State is={STATES[state].is}>{STATES[state].word}</State>;
}

function ClosedOrForm({ row, csrf }: { row: MonthRow; csrf: string }) {
  if (row.closedAt) return <Day at={row.closedAt} />;
  if (row.state !== "open") return <>under way</>;
  if (!row.isOver) return <span class="quiet">after its last day</span>;
  return (
    <PostForm action={`/desk/months/${row.month}/close`} csrf={csrf} look="bare">
      <Submit look="frame" small>
        Close it
      </Submit>
    </PostForm>
  );
}
