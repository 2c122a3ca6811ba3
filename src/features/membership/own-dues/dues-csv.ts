/** A member's dues as CSV (RFC 4180): one line for each part of each month, amounts in micros. */
import type { DuesLine, DuesMonth } from "./own-dues-store.ts";

const HEADERS = "month,what,author,story,micros,held_micros,currency";

export function duesCsv(
  months: readonly { dues: DuesMonth; lines: readonly DuesLine[] }[],
): string {
  const rows = months.flatMap(({ dues, lines }) => [...wholes(dues), ...stories(dues, lines)]);
  return `${[HEADERS, ...rows].join("\r\n")}\r\n`;
}

function wholes(dues: DuesMonth): string[] {
  const parts: [string, bigint][] = [
    ["charged", dues.paidMicros],
    ["fee", dues.feeMicros],
    ["earned", dues.accruedMicros],
    ["site", dues.accruedMicros - dues.poolMicros - dues.referralMicros],
    ["referral", dues.referralMicros],
    ["writers", dues.poolMicros],
    ["carried-in", dues.carriedInMicros],
    ["carried-out", dues.carriedOutMicros],
    ["commons", dues.commonsMicros],
    ["taken-back", dues.takenMicros],
  ];
  return parts
    .filter(([, micros]) => micros !== 0n)
    .map(([what, micros]) => [dues.month, what, "", "", micros, 0, dues.currency].join(","));
}

function stories({ month, currency }: DuesMonth, lines: readonly DuesLine[]): string[] {
  return lines.map(({ handle, title, micros, escrowMicros }) =>
    [month, "story", cell(`@${handle}`), cell(title), micros, escrowMicros, currency].join(","),
  );
}

/** Quoted; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""').replace(/\s+/g, " ")}"`;
}
