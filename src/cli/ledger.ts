/** `earnest ledger export 2026-10 --out DIR`: a month of the books, for whoever wants to check them. */
import { resolve } from "node:path";
import { parseMonth } from "../core/time.ts";
import { exportBooks, isFree } from "../features/ledger/export/export-books.ts";
import { argument, type Command, CommandError } from "./command.ts";
import { mustTakeFiles } from "./csv/result-folder.ts";
import { openHouse } from "./open-house.ts";

export const ledgerCommand: Command = {
  summary: "write a month of the books as files that anyone can check",
  usage: "earnest ledger export YYYY-MM --out DIR",
  help: `
Writes what was posted in the month: journals.csv, legs.csv, accounts.csv, kinds.csv, balances.csv
with every account at both ends of the month, seals.csv, and audit-books.sql, by which psql checks
them with any PostgreSQL and nothing of ours: psql --dbname=postgres --file=audit-books.sql
The folder is made, or is empty. Changes nothing in the database.
Exit code 0 when it is written, 2 when the folder has something in it.`,
  options: { out: { type: "string" } },
  takes: 2,
  async run(given) {
    const what = argument(given, 0, "What to do, which is export,");
    if (what !== "export") throw new CommandError(`“${what}” is not known; there is export.`);
    const text = argument(given, 1, "The month");
    const month = parseMonth(text);
    if (!month.ok) throw new CommandError(`“${text}” is not a month. A month is written 2026-10.`);
    const { out } = given.values;
    if (typeof out !== "string") throw new CommandError("Say where to: --out and a folder.");
    const folder = resolve(out);
    mustTakeFiles(folder);
    const taken = `${folder} has something in it. Nothing was written.`;
    if (!(await isFree(folder))) throw new CommandError(taken);
    const { house, close } = await openHouse();
    try {
      const ruling = await exportBooks(house.db, month.value, folder);
      if (!ruling.ok) throw new CommandError(taken);
      process.stdout.write(`${folder} has ${ruling.value.join(", ")}.\n`);
      return 0;
    } finally {
      await close();
    }
  },
};
