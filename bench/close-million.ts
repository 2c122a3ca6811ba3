/**
 * The close of a month of a million members, and its audit. It takes about twenty minutes and some ten gigabytes of
 * disk, most of it for seeding, so it runs only when it is named.
 */
import { closed, perLine, row } from "./close.ts";
import type { Measured } from "./measured.ts";
import { residentMaxMb } from "./process-costs.ts";

export async function run(): Promise<Measured> {
  const small = await closed(100_000);
  const large = await closed(1_000_000);
  return {
    name: "close-million",
    rows: [
      row("close of 1,000,000 members × 20 stories", large.seconds, "s", "≤ 240"),
      row("  lines", large.lines, "lines"),
      row("  a line", perLine(large), "µs"),
      row("  a line, times that of 100,000 members", perLine(large) / perLine(small), "×"),
      row("audit in SQL, equal in every line", large.auditSeconds, "s"),
      row("  audit, times the close", large.auditSeconds / large.seconds, "×", "≤ 2"),
      row("memory at most, seeding included", residentMaxMb(process.pid), "MB", "≤ 1024"),
    ],
  };
}
