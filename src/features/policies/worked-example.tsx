/** An example on the guide page: one member's month, divided by the very policy the page is about. */
import type { Policy } from "../../core/earnings/policy.ts";
import { outcomeOf } from "../../core/earnings/presets/divide.ts";
import type { RecordedDay, RecordedMonth } from "../../core/earnings/presets/recorded-month.ts";
import { formatExact, formatMicros, sum } from "../../core/money.ts";
import { monthOf, monthStart } from "../../core/time.ts";
import { Table } from "../../web/parts/table.tsx";

const MONTH = monthOf(new Date("2026-10-01T00:00:00Z"));
const MARA = 1;

interface Read {
  author: string;
  did: string;
  day: Partial<RecordedDay>;
}

/** What Mara did, an author a line; the first author has id 2. */
const READS: readonly Read[] = [
  { author: "Wil", did: "ten minutes, and ten claps", day: { seconds: 600, claps: 10 } },
  {
    author: "Ada",
    did: "five minutes, and a response",
    day: { seconds: 300, responses: 1 },
  },
  { author: "Lin", did: "five minutes", day: { seconds: 300 } },
];

export function WorkedExample({ policy }: { policy: Policy }) {
  const { poolBps, netMicrosMin } = policy.dues.tiers.member;
  const pool = (BigInt(netMicrosMin) * BigInt(poolBps)) / 10_000n;
  const { shares } = outcomeOf(policy, exampleMonth(pool));
  const rows = READS.map((read, index) => ({
    ...read,
    micros: sum(shares.filter(({ author }) => author === index + 2).map(({ micros }) => micros)),
  }));
  return (
    <section>
      <h2>An example</h2>
      <p>
        Mara’s net dues for October are {formatMicros(BigInt(netMicrosMin))}, so her pool is{" "}
        {formatMicros(pool)}. She read three stories whole. The amounts are computed as a close
        would compute them.
      </p>
      <Table
        caption="What Mara’s pool becomes"
        captionHidden
        ledger
        rows={rows}
        keyOf={({ author }) => author}
        columns={[
          { head: "Author", cell: ({ author }) => author },
          { head: "What Mara gave", cell: ({ did }) => did },
          { head: "Gets", cell: ({ micros }) => formatExact(micros), numeric: true },
        ]}
        foot={[
          { label: "Together", cells: ["", formatExact(sum(rows.map(({ micros }) => micros)))] },
        ]}
      />
    </section>
  );
}

function exampleMonth(poolMicros: bigint): RecordedMonth {
  return {
    month: MONTH,
    members: [{ member: MARA, poolMicros }],
    stories: READS.map((_, index) => ({
      ...{ story: index + 101, author: index + 2, expectedSeconds: 600, editor: null },
    })),
    days: READS.map(({ day }, index) => ({
      ...{ member: MARA, story: index + 101, day: index + 1, seconds: 0, boostedSeconds: 0 },
      firstAtMs: monthStart(MONTH).getTime(),
      ...{ opened: true, claps: 0, highlights: 0, responses: 0 },
      ...{ entry: "inside", daysBeforeJoining: 0 },
      ...day,
    })),
    ...{ follows: [], crowds: [], conversions: [], referrals: [], holds: [] },
  };
}
