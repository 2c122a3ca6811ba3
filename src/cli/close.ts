/** `earnest close 2026-10`: closes a month. */
import type { CloseRefusal } from "../core/earnings/close.ts";
import { formatMicros } from "../core/money.ts";
import type { Month } from "../core/time.ts";
import { closeMonth } from "../features/earnings/closing/close-month.ts";
import type { Closing } from "../features/earnings/closing/closing-store.ts";
import { type Command, CommandError, type Given } from "./command.ts";
import { monthArgument } from "./month-argument.ts";
import { openHouse } from "./open-house.ts";
import { progressBar } from "./progress.ts";

export const closeCommand: Command = {
  summary: "close a month: divide its dues and book the shares",
  usage: "earnest close [--members-at-once N] YYYY-MM",
  help: `
Divides every member's pool of the month over what they read, writes the statements and books the
shares. Stopped half-way it goes on where it was when run again; a closed month stays as it is.
Members are divided 10000 at once; fewer need less memory, and the result is the same.
Exit code 0 when the month is closed, also if it was before; 2 when it cannot be closed yet.`,
  options: { "members-at-once": { type: "string" } },
  takes: 1,
  async run(given) {
    const month = monthArgument(given);
    const range = rangeOf(given);
    const { house, close } = await openHouse();
    const bar = progressBar(`Closing ${month}`);
    try {
      const options = { ...range, onProgress: bar.show };
      const ruling = await closeMonth(house.db, house.clock, month, options);
      bar.end();
      if (ruling.ok) process.stdout.write(report(ruling.value));
      else if (ruling.refusal === "already-closed")
        process.stdout.write(sentences[ruling.refusal](month));
      else throw new CommandError(sentences[ruling.refusal](month));
      return 0;
    } finally {
      bar.end();
      await close();
    }
  },
};

function rangeOf({ values }: Given): { rangeMembers?: number } {
  const text = values["members-at-once"];
  if (text === undefined) return {};
  const rangeMembers = Number(text);
  if (Number.isSafeInteger(rangeMembers) && rangeMembers > 0) return { rangeMembers };
  throw new CommandError(`“${text}” is no number of members.`);
}

const sentences: Record<CloseRefusal, (month: Month) => string> = {
  "already-closed": (month) => `${month} is closed already. Nothing was changed.\n`,
  "month-not-over": (month) =>
    `${month} is not over. A month can be closed from one hour after its last day (UTC). Nothing was changed.`,
  "earlier-month-open": (month) =>
    `A month before ${month} is still open, and months close in order. Nothing was changed; close that one first.`,
};

function report(closing: Closing): string {
  const { month, members, lines, poolMicros, sharedMicros, unclaimedMicros } = closing;
  const money = (micros: bigint) => `${formatMicros(micros)} ${closing.currency}`;
  return [
    `${month} is closed under ${closing.policyVersion}.`,
    `  members      ${members}`,
    `  lines        ${lines}`,
    `  pool         ${money(poolMicros)}`,
    `  shared       ${money(sharedMicros)}`,
    `  unclaimed    ${money(unclaimedMicros)}`,
    `  fingerprint  ${closing.outputSha256?.toString("hex")}`,
    "",
  ].join("\n");
}
