/**
 * `earnest earnings split` divides a month from files, without a database; `earnest earnings export`
 * writes a closed month as such files.
 */
import { availableParallelism } from "node:os";
import { argument, type Command, CommandError, type Given } from "./command.ts";
import { type SplitReport, splitFiles } from "./earnings/split-files.ts";
import { POLICY_NAMES, policyOf } from "./earnings/split-policy.ts";
import { monthOfText } from "./month-argument.ts";
import { progressBar } from "./progress.ts";

export const earningsCommand: Command = {
  summary: "divide a month from files without a database, or write one as files",
  usage: `earnest earnings split --events DIR --policy NAME|FILE --month YYYY-MM --out DIR
earnest earnings export YYYY-MM --out DIR`,
  help: `
Both are described in docs/operating/earnings-files.md.

split reads pools.csv, stories.csv and attention.csv of DIR, and views.csv, claps.csv, highlights.csv,
responses.csv, follows.csv and held.csv where they are there; writes lines.csv, authors.csv,
unclaimed.csv and report.json. The code is that of the close.
Rows may be in any order; files in order of their members are read as they are, others are put in
order first. --threads N divides on N threads; the result is the same.
--policy is one of ${POLICY_NAMES.join(", ")}, or a file with a policy as JSON.
Exit code 2, and nothing written, when the input is bad: the sentence names the file and the line.

export writes a closed month in that form, with its lines.csv, policy.json and closing.json, so that
whoever divides it again compares the fingerprints; and audit.sql, by which psql divides it with any
PostgreSQL and nothing of ours: psql --dbname=postgres --file=audit.sql
The folder is made, or is empty. Exit code 2 when it is not, or the month is not closed.`,
  options: {
    events: { type: "string" },
    policy: { type: "string" },
    month: { type: "string" },
    out: { type: "string" },
    threads: { type: "string" },
  },
  takes: 2,
  async run(given) {
    const what = argument(given, 0, "What to do, split or export,");
    if (what === "split") return split(given);
    if (what === "export") return exportMonth(given);
    throw new CommandError(`there is no “earnest earnings ${what}”; there are split and export.`);
  },
};

async function split(given: Given): Promise<number> {
  const surplus = given.positionals[1];
  if (surplus !== undefined) throw new CommandError(`“${surplus}” is one argument too many.`);
  const month = monthOfText(wanted(given, "month"));
  const bar = progressBar(`Dividing ${month}`);
  try {
    const report = await splitFiles({
      ...{ events: wanted(given, "events"), out: wanted(given, "out"), month },
      ...{ policy: policyOf(wanted(given, "policy")), threads: threadsOf(given) },
      onProgress: bar.show,
    });
    bar.end();
    process.stdout.write(said(report));
    return 0;
  } finally {
    bar.end();
  }
}

/** Loaded when it is called: `split` needs no database and nothing that opens one. */
async function exportMonth(given: Given): Promise<number> {
  const month = monthOfText(argument(given, 1, "The month"));
  const out = wanted(given, "out");
  const { exportFiles } = await import("./earnings/export-command.ts");
  return exportFiles(month, out);
}

function wanted({ values }: Given, name: string): string {
  const value = values[name];
  if (typeof value !== "string") throw new CommandError(`--${name} is missing.`);
  return value;
}

function threadsOf({ values }: Given): number {
  const threads = Number(values.threads ?? availableParallelism());
  if (Number.isSafeInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new CommandError(`“${values.threads}” is no number of threads.`);
}

function said({ month, policy, output, totals, seconds, linesPerSecond }: SplitReport): string {
  return [
    `${month} is divided under ${policy.name}.`,
    `  members      ${totals.members}`,
    `  lines        ${totals.lines}`,
    `  pool         ${totals.poolMicros} micros`,
    `  shared       ${totals.sharedMicros} micros`,
    `  unclaimed    ${totals.unclaimedMicros} micros`,
    `  fingerprint  ${output.sha256}`,
    `  took         ${seconds} s, ${linesPerSecond} lines/s`,
    "",
  ].join("\n");
}
