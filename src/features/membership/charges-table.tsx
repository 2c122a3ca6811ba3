/** A reader's charges: what was paid, what the bank took, what was left to share, for which days. */
import { sum } from "../../core/money.ts";
import { dayAfter, dayStart } from "../../core/time.ts";
import { Day } from "../../web/parts/day.tsx";
import { Money } from "../../web/parts/money.tsx";
import { Receipt } from "../../web/parts/receipt.tsx";
import { Table } from "../../web/parts/table.tsx";
import { Unfold } from "../../web/parts/unfold.tsx";
import type { Charge } from "./charge-store.ts";

export function ChargesTable({ charges }: { charges: readonly Charge[] }) {
  const currency = charges[0]?.currency ?? "USD";
  const total = (part: (charge: Charge) => bigint) => (
    <Money micros={sum(charges.map(part))} currency={currency} />
  );
  const isRefunded = charges.some(({ refundMicros }) => refundMicros !== null);
  const back = { head: "Given back", cell: GivenBack, numeric: true };
  return (
    <Table
      caption="Your charges"
      ledger
      rows={charges}
      keyOf={({ chargeId }) => chargeId}
      columns={[
        { head: "Charged", cell: Charged },
        { head: "Paid", cell: amount(({ cashMicros }) => cashMicros), numeric: true },
        { head: "Fee", cell: amount(({ feeMicros }) => feeMicros), numeric: true, minor: true },
        { head: "Net dues", cell: amount(({ netMicros }) => netMicros), numeric: true },
        ...(isRefunded ? [back] : []),
      ]}
      under={Under}
      foot={[
        {
          label: "Together",
          cells: [
            total(({ cashMicros }) => cashMicros),
            total(({ feeMicros }) => feeMicros),
            total(({ netMicros }) => netMicros),
            ...(isRefunded ? [total(({ refundMicros }) => refundMicros ?? 0n)] : []),
          ],
        },
      ]}
    />
  );
}

function amount(part: (charge: Charge) => bigint) {
  return (charge: Charge) => <Money micros={part(charge)} currency={charge.currency} />;
}

function Charged({ chargedAt, isGift, supplementsId, held }: Charge) {
  const note = isGift ? "a gift" : supplementsId !== null ? "to a Friend plan" : null;
  return (
    <>
      <Day at={chargedAt} />
      {note && <span class="quiet small"> {note}</span>}
      {held === "dispute" && <span class="held small"> disputed</span>}
    </>
  );
}

function GivenBack({ refundMicros, refundState, currency }: Charge) {
  if (refundMicros === null) return <>–</>;
  return (
    <>
      <Money micros={refundMicros} currency={currency} />
      {refundState === "asked" && <span class="quiet small"> asked</span>}
    </>
  );
}

function Under(charge: Charge) {
  const { cashMicros, taxMicros, feeMicros, netMicros, currency } = charge;
  const line = (label: string, micros: bigint) => ({
    label,
    amount: <Money micros={micros} currency={currency} />,
  });
  return (
    <Unfold summary="What it was for">
      <Receipt
        caption={<Span {...charge} />}
        lines={[
          line(charge.isGift ? "Somebody paid for you" : "You paid", cashMicros),
          ...(taxMicros > 0n ? [line("Tax", -taxMicros)] : []),
          line("The bank’s fee, as it reported it", -feeMicros),
        ]}
        total={line("Net dues, earned day by day", netMicros)}
      />
    </Unfold>
  );
}

/** The first and the last paid day. */
function Span({ spanFrom, spanTo, refundedFrom }: Charge) {
  return (
    <>
      For the days from <Day at={dayStart(spanFrom)} /> to{" "}
      <Day at={dayStart(dayAfter(spanTo, -1))} />
      {refundedFrom === null ? "." : ", of which those from "}
      {refundedFrom !== null && (
        <>
          <Day at={dayStart(refundedFrom)} /> on were given back.
        </>
      )}
    </>
  );
}
