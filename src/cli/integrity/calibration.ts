/**
 * Calibration: whether "1 in N" is true here. Of the accounts that nobody flags, about one in N should
 * be as surprising as that; of all accounts more, where there is something to find.
 */
import { CHANNELS, type Scores } from "../../core/integrity/score.ts";

const ONE_IN = [10, 100, 1_000, 10_000];

export interface Step {
  oneIn: number;
  /** How many accounts there would be if all were honest. */
  expected: number;
  /** How many there are, and how many of them are not flagged. */
  accounts: number;
  unflagged: number;
}

/** Of everything together, and of each channel. */
export function calibrationOf({ surprise, perChannel, flagged }: Scores): Record<string, Step[]> {
  const channels = CHANNELS.map((name, place) => [name, perChannel[place]!] as const);
  const all = [["all", surprise] as const, ...channels];
  return Object.fromEntries(all.map(([name, column]) => [name, stepsOf(column, flagged)]));
}

function stepsOf(surprise: Float64Array, flagged: Uint8Array): Step[] {
  return ONE_IN.map((oneIn) => {
    const least = Math.log(oneIn);
    const step = { oneIn, expected: surprise.length / oneIn, accounts: 0, unflagged: 0 };
    surprise.forEach((sigma, account) => {
      if (sigma < least) return;
      step.accounts++;
      if (flagged[account] === 0) step.unflagged++;
    });
    return step;
  });
}
