/**
 * How long the close of a month takes, from the evidence of reading to statements and books, committed;
 * and its audit, which does the same in SQL. One million readings and a tenth of it, for the growth.
 */
import { present } from "../src/core/assert.ts";
import type { Month } from "../src/core/time.ts";
import { monthEnd } from "../src/core/time.ts";
import { auditMonth } from "../src/features/earnings/audit/audit-month.ts";
import { closeMonth } from "../src/features/earnings/closing/close-month.ts";
import { type Database, sql } from "../src/store/db.ts";
import { seedMonth } from "../test/support/seed-month.ts";
import { openGround } from "./ground.ts";
import { type Measured, type Row, rounded, tell } from "./measured.ts";
import { Phases } from "./phases.ts";
import { residentMaxMb } from "./process-costs.ts";

const MONTH = "2026-02" as Month;
const AFTER = () => new Date(monthEnd(MONTH).getTime() + 7_200_000);
const STORIES_PER_MEMBER = 20;
const [SMALL, LARGE] = [10_000, 100_000];

const PHASES = [
  {
    name: "what the month begins with",
    text: /insert into (pool|month_story|month_tie|exclusion)/,
  },
  { name: "fingerprint", text: /^copy \(.*from allocation_line.*to stdout/s },
  { name: "gather the evidence", text: /^copy \(.*to stdout/s },
  { name: "copy the lines", text: /^copy allocation_line/ },
  { name: "unclaimed pools", text: /insert into unclaimed/ },
  { name: "statements", text: /story_sum|insert into statement/ },
  { name: "books", text: /select post\(/ },
];

export interface Closed {
  seconds: number;
  lines: number;
  phases: Map<string, number>;
  auditSeconds: number;
}

export async function run(): Promise<Measured> {
  const small = await closed(SMALL);
  const large = await closed(LARGE);
  return { name: "close", rows: rowsOf(small, large) };
}

export async function closed(members: number): Promise<Closed> {
  const ground = await openGround();
  try {
    const { db } = ground;
    const size = {
      authors: members / 20,
      stories: members / 2,
      storiesPerMember: STORIES_PER_MEMBER,
    };
    tell(`  seeding a month of ${members} members`);
    await seedMonth(db, { month: MONTH, members, ...size });
    await db.run(sql`vacuum (analyze)`);
    await db.run(sql`checkpoint`);
    tell("  closing it");
    return await measure(db);
  } finally {
    await ground.close();
  }
}

/** Throws unless the audit agrees in every line. */
async function measure(db: Database): Promise<Closed> {
  const phases = new Phases(PHASES, { "gather the evidence": "split" });
  const began = performance.now();
  const ruling = await closeMonth(phases.of(db), AFTER, MONTH);
  const seconds = (performance.now() - began) / 1000;
  if (!ruling.ok) throw new Error(`The month was not closed: ${ruling.refusal}`);

  tell("  auditing it");
  const auditBegan = performance.now();
  const audit = present(await auditMonth(db, MONTH), "the month is closed");
  const auditSeconds = (performance.now() - auditBegan) / 1000;
  const [finding] = audit.findings;
  if (finding) throw new Error(`The audit differs: ${finding.what}, ${finding.found}`);
  return { seconds, lines: ruling.value.lines, phases: phases.took, auditSeconds };
}

export function row(what: string, value: number, unit: string, bar?: string): Row {
  return bar ? { what, value: rounded(value), unit, bar } : { what, value: rounded(value), unit };
}

/** Microseconds. */
export function perLine({ seconds, lines }: Closed): number {
  return (seconds * 1e6) / lines;
}

function rowsOf(small: Closed, large: Closed): Row[] {
  const parts = [...large.phases].sort((a, b) => b[1] - a[1]);
  return [
    row("close of 100,000 members × 20 stories", large.seconds, "s", "≤ 20"),
    ...parts.map(([name, ms]) => row(`  ${name}`, ms / 1000, "s")),
    { what: "  lines", value: large.lines, unit: "lines" },
    row("  a line", perLine(large), "µs"),
    row("  a line, times that of 10,000 members", perLine(large) / perLine(small), "×"),
    row("audit in SQL, equal in every line", large.auditSeconds, "s"),
    row("  audit, times the close", large.auditSeconds / large.seconds, "×", "≤ 2"),
    row("close of 10,000 members × 20 stories", small.seconds, "s"),
    row("memory at most, seeding included", residentMaxMb(process.pid), "MB"),
  ];
}
