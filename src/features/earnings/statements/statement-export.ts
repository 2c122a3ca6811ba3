/** A statement as CSV and as JSON. Amounts have all six decimals; readers are as on the page. */
import { formatExact, type Micros } from "../../../core/money.ts";
import { partTotals, type StatementDocument } from "./statement-document.ts";

/** "-1.239999": no grouping, and a minus that machines read. */
const decimal = (micros: Micros) => formatExact(micros).replaceAll(",", "").replace("−", "-");

interface Row {
  section: string;
  name: string;
  detail?: string;
  members?: number;
  reads?: number;
  seconds?: number;
  micros: Micros;
}

/** One table: what the line is of, what it is, and its amount. */
export function statementCsv(document: StatementDocument): string {
  const head = "month,section,name,detail,members,reads,seconds,amount,currency";
  const { month, currency } = document.statement;
  const rows = rowsOf(document).map((row) =>
    [
      ...[month, row.section, quoted(row.name), quoted(row.detail ?? "")],
      ...[row.members ?? "", row.reads ?? "", row.seconds ?? "", decimal(row.micros), currency],
    ].join(","),
  );
  return [head, ...rows, ""].join("\r\n");
}

/** What a spreadsheet would reckon with begins with an apostrophe. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function rowsOf(document: StatementDocument): Row[] {
  const { statement, lines, account, holds, payments, takenBack } = document;
  const { movements } = account;
  const total = { section: "total", name: "earned", ...counts(statement) };
  return [
    { ...total, micros: statement.micros },
    { section: "total", name: "held by a review", micros: statement.escrowMicros },
    ...lines.map((line) => ({
      ...{ section: "story", name: line.title, detail: line.key, micros: line.micros },
      ...{ members: line.members, reads: line.reads, seconds: line.seconds },
    })),
    ...lines.flatMap(({ key, parts }) =>
      (parts ?? []).map(({ part, micros }) => ({
        ...{ section: "part", name: part, detail: key, micros },
      })),
    ),
    ...holds.map(({ untilOn, micros }) => ({
      ...{ section: "hold", name: "payable on", detail: untilOn, micros },
    })),
    { section: "account", name: "rolled over from before", micros: account.beforeMicros },
    ...Object.entries(movements).map(([name, micros]) => ({ section: "account", name, micros })),
    { section: "account", name: "rolls over", micros: account.afterMicros },
    ...payments.map(({ key, state, ref, micros }) => ({
      ...{ section: "payout", name: key, detail: [state, ref].filter(Boolean).join(" "), micros },
    })),
    ...payments
      .filter(({ withheldMicros }) => withheldMicros > 0n)
      .map(({ key, authority, withheldMicros }) => ({
        ...{ section: "withheld", name: key, detail: authority ?? "", micros: withheldMicros },
      })),
    ...takenBack.map(({ kind, at, micros }) => ({
      ...{ section: "refunded", name: kind, detail: at.toISOString(), micros },
    })),
  ];
}

const counts = ({ members, reads }: { members: number; reads: number }) => ({ members, reads });

/** Money as decimal text, as in the CSV. */
export function statementJson(document: StatementDocument): string {
  const { author, statement, lines, account, holds, payments, takenBack } = document;
  const { month, currency, policyVersion, closedAt, members, reads } = statement;
  const totals = partTotals(lines);
  const body = {
    ...{ author: author.handle, month, currency, policy: policyVersion, closedAt, members, reads },
    earned: statement.micros,
    heldByReview: statement.escrowMicros,
    parts: document.isParted ? named(totals.parts) : null,
    partsOfStoriesWithFewReaders: totals.fewMicros,
    stories: lines.map((line) => ({
      ...{ key: line.key, title: line.title, earned: line.micros },
      ...{ heldByReview: line.escrowMicros },
      ...{ members: line.members, reads: line.reads, seconds: line.seconds },
      parts: line.parts && document.isParted ? named(line.parts) : null,
    })),
    holds: holds.map(({ untilOn, micros, releasedAt }) => ({
      untilOn,
      amount: micros,
      releasedAt,
    })),
    account: {
      before: account.beforeMicros,
      ...account.movements,
      after: account.afterMicros,
    },
    payouts: payments.map(({ key, at, state, ref, micros, withheldMicros, authority }) => ({
      ...{ key, at, state, ref, amount: micros, withheld: withheldMicros, authority },
    })),
    refunded: takenBack.map(({ at, kind, micros }) => ({ at, kind, amount: micros })),
  };
  const text = (_: string, value: unknown) => (typeof value === "bigint" ? decimal(value) : value);
  return `${JSON.stringify(body, text, 2)}\n`;
}

function named(parts: readonly { part: string; micros: Micros }[]): Record<string, Micros> {
  return Object.fromEntries(parts.map(({ part, micros }) => [part, micros]));
}
