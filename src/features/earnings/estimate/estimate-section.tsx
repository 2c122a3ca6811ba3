/** The running month as it stands: what it would give if it ended now. */
import { sum } from "../../../core/money.ts";
import { monthAfter, monthStart } from "../../../core/time.ts";
import { Day, Moment, monthName } from "../../../web/parts/day.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Estimate } from "./estimate-store.ts";

/** The rest is summed up in one line. */
const STORIES_SHOWN = 20;

export function EstimateSection({ estimate }: { estimate: Estimate }) {
  const { month, reckonedAt, currency, lines } = estimate;
  const amount = (of: Estimate["lines"]) => (
    <Money key="sum" micros={sum(of.map(({ micros }) => micros))} currency={currency} exact />
  );
  const rest = lines.slice(STORIES_SHOWN);
  const others = rest.length === 1 ? "One other story" : `${rest.length} other stories`;
  const together = { label: "Together", cells: [amount(lines)] };
  return (
    <section>
      <h2>{monthName(month)} so far</h2>
      <p class="quiet">
        What the month would give if it had ended on <Moment at={reckonedAt} />. It is reckoned anew
        every night, and changes as members read on; what counts is the statement that follows on{" "}
        <Day at={monthStart(monthAfter(month))} />.
      </p>
      <Table
        caption={`${monthName(month)} so far`}
        captionHidden
        ledger
        rows={lines.slice(0, STORIES_SHOWN)}
        keyOf={({ storyId }) => String(storyId)}
        columns={[
          { head: "Story", cell: ({ title }) => title },
          { head: "So far", cell: (line) => amount([line]), numeric: true },
        ]}
        foot={rest.length === 0 ? [together] : [{ label: others, cells: [amount(rest)] }, together]}
      />
    </section>
  );
}
