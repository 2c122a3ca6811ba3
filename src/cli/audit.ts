/** `earnest audit 2026-10`: computes a closed month again by other means; without a month, the books. */
import { auditMonth } from "../features/earnings/audit/audit-month.ts";
import { auditBooks } from "../features/ledger/audit-books.ts";
import { findLastSeal } from "../features/ledger/seals.ts";
import { type Command, CommandError } from "./command.ts";
import { monthArgument } from "./month-argument.ts";
import { openHouse } from "./open-house.ts";

export const auditCommand: Command = {
  summary: "compute a closed month again by SQL alone, or check the books",
  usage: "earnest audit [YYYY-MM]",
  help: `
Without a month, adds up the books anew: every balance from its entries, every entry's fingerprint,
the guards, both sides over all, and every seal of a day.
With one, computes the month's lines from its evidence with an implementation that shares nothing with the
close but the policy, compares the fingerprints, and adds up dues, pools, lines, statements and
books against each other. Changes nothing.
Exit code 0 when all agree, 1 when something does not, 2 when the month is not closed.`,
  takes: 1,
  async run(given) {
    if (given.positionals.length === 0) return auditAllBooks();
    const month = monthArgument(given);
    const { house, close } = await openHouse();
    try {
      const audit = await auditMonth(house.db, month);
      if (!audit)
        throw new CommandError(`${month} is not closed, so there is nothing to audit yet.`);
      const { lines, sha256, findings } = audit;
      process.stdout.write(`${month}: ${lines} lines, fingerprint ${sha256.toString("hex")}\n`);
      for (const { what, found, wanted } of findings) {
        process.stdout.write(`  ${what}: found ${found}, wanted ${wanted}\n`);
      }
      if (findings.length > 0) return 1;
      process.stdout.write("The close, the statements and the books agree.\n");
      return 0;
    } finally {
      await close();
    }
  },
};

async function auditAllBooks(): Promise<number> {
  const { house, close } = await openHouse();
  try {
    const findings = await auditBooks(house.db);
    const seal = await findLastSeal(house.db);
    process.stdout.write(
      seal
        ? `Sealed to the end of ${seal.day}, fingerprint ${seal.sha256.toString("hex")}\n`
        : "No day is sealed yet.\n",
    );
    for (const { what, where } of findings) process.stdout.write(`  ${what} ${where}\n`);
    if (findings.length > 0) return 1;
    process.stdout.write("The books agree with every entry and every seal.\n");
    return 0;
  } finally {
    await close();
  }
}
