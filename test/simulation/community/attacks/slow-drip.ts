/** A ring that takes its time: the same trades as in a quick one, a few in a week, over months. */
import type { Plot } from "../plot.ts";
import { tradeAmong } from "./follow-ring.ts";

/** `density` is the part of all pairs that trade. */
export function slowDrip(plot: Plot): void {
  const members = plot.recruits(plot.knobs.size, { author: 0.9, paying: plot.paying });
  tradeAmong(plot, members);
}
