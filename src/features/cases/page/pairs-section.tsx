/** The pair table: what each did towards the other, one line for each way, and why a tie looks as it does. */
import type {
  CaseEvidence,
  Direction,
  PairEvidence,
} from "../../../core/integrity/cases/snapshot.ts";
import { TRADED } from "../../../core/integrity/ties.ts";
import { Day, duration } from "../../../web/parts/day.tsx";
import { Money, money as moneyText } from "../../../web/parts/money.tsx";
import { Receipt } from "../../../web/parts/receipt.tsx";
import { type Column, Table } from "../../../web/parts/table.tsx";
import { Unfold } from "../../../web/parts/unfold.tsx";
import type { CaseMoney } from "../money-json.ts";
import { count, instantOf, lasting, odds, percent, plural } from "../words.ts";

const FIRST_SHOWN = 8;

/** One way of a pair, as a row. */
interface Way {
  key: string;
  from: number;
  to: number;
  did: Direction;
  /** The pair, under its second way. */
  pair: PairEvidence | null;
}

export interface PairsProps {
  evidence: CaseEvidence;
  money: CaseMoney;
  nameOf: (id: number) => string;
}

export function PairsSection(props: PairsProps) {
  const { pairs, pairsLeftOut } = props.evidence;
  const [first, rest] = [pairs.slice(0, FIRST_SHOWN), pairs.slice(FIRST_SHOWN)];
  return (
    <section class="rule">
      <h2>Between them</h2>
      <PairTable {...props} caption="The pairs that look traded most" pairs={first} />
      {rest.length > 0 && (
        <Unfold summary={`${plural(rest.length, "more pair", "more pairs")}`}>
          <PairTable {...props} caption="More pairs" pairs={rest} />
          {pairsLeftOut > 0 && (
            <p class="quiet">
              {plural(pairsLeftOut, "pair is", "pairs are")} counted above and not shown.
            </p>
          )}
        </Unfold>
      )}
    </section>
  );
}

function PairTable(props: PairsProps & { caption: string; pairs: readonly PairEvidence[] }) {
  const { nameOf, money, pairs, caption } = props;
  return (
    <div class="pairs">
      <Table
        caption={caption}
        captionHidden
        rows={pairs.flatMap(waysOf)}
        keyOf={({ key }) => key}
        columns={columnsOf(nameOf, money)}
        under={({ pair }) => pair && <Why pair={pair} nameOf={nameOf} money={money} />}
      />
    </div>
  );
}

function waysOf(pair: PairEvidence): Way[] {
  const { a, b, forth, back } = pair;
  return [
    { key: `${a}-${b}`, from: a, to: b, did: forth, pair: null },
    { key: `${b}-${a}`, from: b, to: a, did: back, pair },
  ];
}

function columnsOf(nameOf: PairsProps["nameOf"], money: CaseMoney): Column<Way>[] {
  return [
    {
      head: "Who, to whom",
      cell: ({ from, to }) => (
        <>
          {nameOf(from)} <span class="quiet">→</span> {nameOf(to)}
        </>
      ),
    },
    { head: "Followed", cell: ({ did }) => <Followed did={did} />, minor: true },
    {
      head: "Occasions",
      cell: ({ did }) => (did.tie ? count(did.tie.opportunities) : "–"),
      numeric: true,
      minor: true,
    },
    { head: "Opened", cell: ({ did }) => count(did.opened), numeric: true, minor: true },
    { head: "Read", cell: ({ did }) => <Read did={did} />, numeric: true },
    { head: "Claps", cell: ({ did }) => count(did.claps), numeric: true, minor: true },
    { head: "Responses", cell: ({ did }) => count(did.responses), numeric: true, minor: true },
    {
      head: "Dues",
      cell: ({ from, to }) => <Paid money={money} from={from} to={to} />,
      numeric: true,
      minor: true,
    },
    { head: "Traded", cell: ({ did }) => oddsOf(did), numeric: true },
  ];
}

function Followed({ did: { tie } }: { did: Direction }) {
  if (!tie) return <span class="quiet">never</span>;
  return (
    <>
      <Day at={instantOf(tie.followedAt)} />
      {tie.endedAt !== null && <span class="quiet small"> until it was taken back</span>}
    </>
  );
}

/** "12 min 4 s of 31 min": what was given, of what the opened stories take. */
function Read({ did: { opened, seconds, expectedSeconds } }: { did: Direction }) {
  if (opened === 0) return <span class="quiet">nothing</span>;
  return (
    <>
      {duration(seconds)} <span class="quiet">of {duration(expectedSeconds)}</span>
    </>
  );
}

function Paid({ money, from, to }: { money: CaseMoney; from: number; to: number }) {
  const found = money.pairs.find(({ fromId, toId }) => fromId === from && toId === to);
  return found ? <Money micros={found.micros} currency={money.currency} /> : <>–</>;
}

function oddsOf({ tie }: Direction) {
  if (!tie) return "–";
  const text = odds(tie.q);
  return tie.class === TRADED ? <strong class="held">{text}</strong> : text;
}

function Why({ pair, nameOf, money }: Omit<PairsProps, "evidence"> & { pair: PairEvidence }) {
  return (
    <Unfold
      summary={
        <>
          Why
          <span class="vh">
            , between {nameOf(pair.a)} and {nameOf(pair.b)}
          </span>
        </>
      }
    >
      <div class="whys">
        <OneWay {...{ nameOf, money }} from={pair.a} to={pair.b} did={pair.forth} />
        <OneWay {...{ nameOf, money }} from={pair.b} to={pair.a} did={pair.back} />
      </div>
    </Unfold>
  );
}

interface OneWayProps extends Omit<PairsProps, "evidence"> {
  from: number;
  to: number;
  did: Direction;
}

/** Weights as they add up; the small table above leaves out on a phone what stands here in words. */
function OneWay({ from, to, did, nameOf, money }: OneWayProps) {
  const { tie } = did;
  const caption = `${nameOf(from)} → ${nameOf(to)}. ${inWords(did, money, from, to)}`;
  if (!tie) return <p class="quiet small">{caption}</p>;
  return (
    <Receipt
      caption={caption}
      lines={[
        { label: "Before anything is known: about one tie in twenty is traded.", amount: "−3.0" },
        ...tie.reasons.map(({ says, weight, worth }) => ({
          label: says,
          note: Math.abs(weight - worth) >= 0.05 ? `${signed(weight)} at first` : undefined,
          amount: signed(worth),
        })),
      ]}
      total={{ label: "The odds that it was traded", amount: odds(tie.q) }}
    />
  );
}

const DAY = new Intl.DateTimeFormat("en-GB", {
  ...({ day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const),
});
const dayName = (at: Date) => DAY.format(at);

const signed = (weight: number): string =>
  `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(1)}`;

function inWords(did: Direction, money: CaseMoney, from: number, to: number): string {
  const { tie, opened, claps, responses, discount } = did;
  const paid = money.pairs.find(({ fromId, toId }) => fromId === from && toId === to);
  const said = [
    tie && `followed on ${dayName(instantOf(tie.followedAt))}`,
    tie && `${plural(tie.opportunities, "occasion", "occasions")} to read`,
    `${plural(opened, "story", "stories")} opened`,
    `${plural(claps, "clap", "claps")}`,
    `${plural(responses, "response", "responses")}`,
    tie?.lag != null && `answered within ${lasting(tie.lag)}`,
    paid && `${moneyText({ micros: paid.micros, currency: money.currency })} of dues`,
    discount > 0 && `${percent(discount, 1)} of the attention is not counted`,
  ];
  const text = said.filter(Boolean).join(", ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
