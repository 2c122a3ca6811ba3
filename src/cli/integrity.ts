/** `earnest integrity score` judges a community from files, without a database. */
import { CHANNELS } from "../core/integrity/channels.ts";
import { argument, type Command, CommandError, type Given } from "./command.ts";
import { type ScoreReport, scoreFolder } from "./integrity/score-folder.ts";

export const integrityCommand: Command = {
  summary: "score accounts, ties and groups from files, without a database",
  usage: "earnest integrity score --events DIR --out DIR",
  help: `
Described in docs/operating/integrity-files.md. The code is that of the nightly run of the site.

Reads accounts.csv and follows.csv of DIR, and stories.csv, reads.csv, claps.csv, responses.csv and
shown.csv where they are there; writes accounts.csv, ties.csv, groups.csv, pairs.csv and report.json.
Ids are any 32-bit integers, times are days as decimals. Rows may be in any order.
Without reads it says that there is not enough evidence, and flags nobody.
Exit code 2, and nothing written, when the input is bad: the sentence names the file and the line.

The channels: ${CHANNELS.join(", ")}.`,
  options: { events: { type: "string" }, out: { type: "string" } },
  takes: 1,
  async run(given) {
    const what = argument(given, 0, "What to do, which is score,");
    if (what !== "score")
      throw new CommandError(`there is no “earnest integrity ${what}”; there is score.`);
    const folders = { events: wanted(given, "events"), out: wanted(given, "out") };
    const report = await scoreFolder({ ...folders, onStage: told });
    told("");
    process.stdout.write(said(report));
    return 0;
  },
};

function wanted({ values }: Given, name: string): string {
  const value = values[name];
  if (typeof value !== "string") throw new CommandError(`--${name} is missing.`);
  return value;
}

/** What is being done, on a terminal; nothing where output goes to a file. */
function told(stage: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${stage}`);
}

function said({ counts, notes, milliseconds }: ScoreReport): string {
  const { rows, ties, groups, flagged, pairs } = counts;
  return [
    `  accounts  ${rows.accounts}, flagged ${flagged}`,
    `  ties      ${rows.follows}: earned ${ties.earned}, unproven ${ties.unproven}, traded ${ties.traded}`,
    `  groups    ${groups.found}, and ${groups.released} released because they read each other`,
    `  pairs     ${pairs} discounted`,
    `  took      ${(milliseconds.total ?? 0) / 1000} s`,
    ...notes,
    "",
  ].join("\n");
}
