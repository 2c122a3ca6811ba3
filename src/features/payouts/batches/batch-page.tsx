/** One batch at the desk: how far it is, and what came of each partner's turn. */

import { sum } from "../../../core/money.ts";
import { Page } from "../../../web/page.tsx";
import { Day, Moment } from "../../../web/parts/day.tsx";
import { Definitions } from "../../../web/parts/definitions.tsx";
import { Money } from "../../../web/parts/money.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { ProgressBar } from "../../../web/parts/progress-bar.tsx";
import { State } from "../../../web/parts/state.tsx";
import { Table } from "../../../web/parts/table.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { PayoutState } from "../payout-state.tsx";
import { failureSentence, outcomeSentence, railNames } from "../sentences.ts";
import type { Batch, Turn } from "./batch-store.ts";

export interface BatchPageProps {
  viewer: Viewer;
  batch: Batch;
  turns: Turn[];
}

export function BatchPage({ viewer, batch, turns }: BatchPageProps) {
  const done = turns.filter(({ outcome }) => outcome !== null).length;
  const paid = turns.filter(({ state }) => state === "paid");
  const currency = turns.find((turn) => turn.currency !== null)?.currency ?? "USD";
  const withheld = turns.filter(({ state }) => state !== "refused" && state !== "returned");
  return (
    <Page title={`Batch ${batch.id}`} viewer={viewer} path={`/desk/payouts/${batch.id}`}>
      <PageHead
        kicker={<a href="/desk/payouts">Payouts</a>}
        title={`Batch ${batch.id}`}
        lede={
          <>
            Begun on <Moment at={batch.begunAt} />
            {batch.endedAt ? (
              <>
                , ended on <Moment at={batch.endedAt} />.
              </>
            ) : (
              "."
            )}{" "}
            Each partner is paid by themselves: what goes wrong with one costs no other theirs.
          </>
        }
      />
      {!batch.endedAt && (
        <ProgressBar label="Had their turn" value={done} max={turns.length} unit="partners" />
      )}
      <Definitions
        look="figures"
        items={[
          { term: "Partners", value: turns.length, note: `${done} had their turn` },
          {
            term: "Paid",
            value: (
              <Money micros={sum(paid.map(({ micros }) => micros ?? 0n))} currency={currency} />
            ),
            note: `${paid.length} ${paid.length === 1 ? "payout" : "payouts"}`,
          },
          {
            term: "Withheld",
            value: (
              <Money
                micros={sum(withheld.map((turn) => turn.withheldMicros ?? 0n))}
                currency={currency}
              />
            ),
          },
        ]}
      />
      <Turns turns={turns} />
    </Page>
  );
}

function Turns({ turns }: { turns: Turn[] }) {
  return (
    <Table
      caption="What came of each"
      rows={turns}
      keyOf={({ readerId }) => readerId}
      columns={[
        {
          head: "Partner",
          cell: ({ handle, name }) => <a href={`/desk/payouts/partners/${handle}`}>{name}</a>,
        },
        { head: "State", cell: (turn) => <Outcome turn={turn} /> },
        {
          head: "By",
          cell: ({ rail }) => (rail === null ? "" : railNames[rail]),
          minor: true,
        },
        {
          head: "Withheld",
          cell: ({ withheldMicros, currency }) =>
            withheldMicros ? <Money micros={withheldMicros} currency={currency ?? "USD"} /> : "–",
          numeric: true,
          minor: true,
        },
        {
          head: "Amount",
          cell: ({ micros, currency }) =>
            micros === null ? "–" : <Money micros={micros} currency={currency ?? "USD"} />,
          numeric: true,
        },
      ]}
      under={({ fault, failure, outcome, state }) => {
        const says = [
          ...(fault === null ? [] : [`It went wrong and is tried again: ${fault}`]),
          ...(failure === null ? [] : [failureSentence(failure)]),
          ...(state === null && outcome !== null ? [outcomeSentence(outcome)] : []),
        ];
        return says.length === 0 ? null : <p class="quiet small">{says.join(" ")}</p>;
      }}
    />
  );
}

function Outcome({ turn: { state, outcome, fault } }: { turn: Turn }) {
  if (state !== null) return <PayoutState state={state} />;
  if (outcome !== null) return <State is="stopped">Not asked</State>;
  return <State is={fault ? "stopped" : "open"}>{fault ? "To be tried again" : "To come"}</State>;
}

/** The last batches, on the desk's page. */
export function BatchesTable({
  batches,
  currency,
}: {
  batches: readonly (Batch & { partners: number; done: number; faults: number; micros: bigint })[];
  currency: string;
}) {
  return (
    <Table
      caption="Batches"
      rows={batches}
      keyOf={({ id }) => id}
      columns={[
        {
          head: "Begun",
          cell: ({ id, begunAt }) => (
            <a href={`/desk/payouts/${id}`}>
              <Day at={begunAt} />
            </a>
          ),
        },
        {
          head: "State",
          cell: ({ endedAt, faults }) => (
            <State is={endedAt ? "done" : faults > 0 ? "stopped" : "open"}>
              {endedAt ? "Ended" : faults > 0 ? "To be tried again" : "Under way"}
            </State>
          ),
        },
        {
          head: "Had their turn",
          cell: ({ done, partners }) => `${done} of ${partners}`,
          numeric: true,
          minor: true,
        },
        {
          head: "Asked for",
          cell: ({ micros }) => <Money {...{ micros, currency }} />,
          numeric: true,
        },
      ]}
    />
  );
}
