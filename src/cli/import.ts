/** `earnest import --author HANDLE PATH`: brings stories in from a Medium export or from pages. */
import { basename } from "node:path";
import { z } from "zod";
import type { ReaderId } from "../core/ids.ts";
import { openPath } from "../features/stories/import/open-folder.ts";
import { sourceFilesSentences } from "../features/stories/import/source-files.ts";
import {
  type ImportSummary,
  importStories,
  NOTHING_TO_IMPORT,
} from "../features/stories/intake/import-stories.ts";
import { readerId } from "../store/columns.ts";
import { type Db, sql } from "../store/db.ts";
import { argument, type Command, CommandError } from "./command.ts";
import { openHouse } from "./open-house.ts";
import { progressBar } from "./progress.ts";

export const importCommand: Command = {
  summary: "bring stories in from a Medium export, or from HTML and XHTML files",
  usage: "earnest import --author HANDLE [--publish] PATH",
  help: `
PATH is the zip of a Medium export, or a folder of it, or a file or folder of HTML or XHTML pages.
Every story becomes a draft of HANDLE's; with --publish those that were published are published
here under their own dates. Importing again changes only what has changed. The report of what was
kept of each story is at /import, signed in as HANDLE.
Exit code 2 when nothing could be imported, 1 when some files were refused.`,
  options: { author: { type: "string" }, publish: { type: "boolean" } },
  takes: 1,
  async run(given) {
    const path = argument(given, 0, "The path");
    const { author, publish } = given.values;
    if (typeof author !== "string")
      throw new CommandError("Say whose stories they are: --author HANDLE.");
    const source = await openPath(path);
    if (!source.ok) throw new CommandError(sourceFilesSentences[source.refusal]);
    const { house, close } = await openHouse();
    const bar = progressBar("Importing");
    try {
      const id = await authorBy(house.db, author.replace(/^@/, ""));
      const options = { name: basename(path), publish: publish === true, onProgress: bar.show };
      const ruling = await importStories(house, id, source.value, options);
      bar.end();
      if (!ruling.ok) throw new CommandError(NOTHING_TO_IMPORT);
      process.stdout.write(report(ruling.value.summary));
      return ruling.value.summary.refused > 0 ? 1 : 0;
    } finally {
      await close();
    }
  },
};

async function authorBy(db: Db, handle: string): Promise<ReaderId> {
  const row = await db.maybe(
    sql.of(z.object({ id: readerId }))`select id from reader where handle = ${handle}`,
  );
  if (!row) throw new CommandError(`There is no account @${handle}. Nothing was imported.`);
  return row.id;
}

function report({ imported, updated, unchanged, skipped, refused }: ImportSummary): string {
  return [
    `  imported   ${imported}`,
    `  updated    ${updated}`,
    `  unchanged  ${unchanged}`,
    `  skipped    ${skipped}`,
    `  refused    ${refused}`,
    "What was kept of each story is at /import.",
    "",
  ].join("\n");
}
