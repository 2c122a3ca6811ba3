/** `earnest migrate`: brings the database to this version. */
import type { Command } from "./command.ts";
import { openHouse } from "./open-house.ts";

export const migrateCommand: Command = {
  summary: "bring the database to this version",
  usage: "earnest migrate",
  help: `
Applies the migrations that the database has not seen, each in a transaction. Safe to run while
others start: one applies, the others wait. Starting the site does the same by itself.`,
  async run() {
    const { close } = await openHouse();
    await close();
    process.stdout.write("The database is up to date.\n");
    return 0;
  },
};
