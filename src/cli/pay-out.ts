/** `earnest pay-out`: sends every partner what they may be paid. */
import { formatMicros } from "../core/money.ts";
import { settingOf } from "../features/membership/setting-store.ts";
import { type PaidOut, payOut } from "../features/payouts/pay-out.ts";
import type { Command } from "./command.ts";
import { openHouse } from "./open-house.ts";
import { progressBar } from "./progress.ts";

export const payOutCommand: Command = {
  summary: "send every partner what they may be paid",
  usage: "earnest pay-out",
  help: `
Sends each partner's whole balance, in whole cents, when it reaches the minimum of the policy. The
site does the same by itself on the eighth of each month. Stopped half-way it goes on when run
again: a payout is asked for once, and its answer booked once. What is below the minimum stays.
Exit code 0 when the bank has answered every request, 1 when an answer is still to come.`,
  async run() {
    const { house, close } = await openHouse();
    const bar = progressBar("Paying out");
    try {
      const done = await payOut(house.db, house.bank, house.clock(), bar.show);
      bar.end();
      const { currency } = await settingOf(house.db);
      process.stdout.write(report(done, currency));
      return done.waiting > 0 ? 1 : 0;
    } finally {
      bar.end();
      await close();
    }
  },
};

function report({ paid, refused, waiting, micros }: PaidOut, currency: string): string {
  return [
    `  paid     ${paid}, together ${formatMicros(micros)} ${currency}`,
    `  refused  ${refused}`,
    `  waiting  ${waiting}`,
    "",
  ].join("\n");
}
