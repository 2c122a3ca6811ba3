/** Plays one seed from its first day to its last month's payouts. */
import type { Arena } from "./arena.ts";
import { firstJoin, someDeed, someTime } from "./deeds.ts";
import { Luck } from "./luck.ts";
import { DAY_MS, dayOfTime, monthOfDay, nextMonth, startOf } from "./model/calendar.ts";
import { Difference, Simulation } from "./simulation.ts";

/** Throws a `Difference` when the seed shows that something is wrong. Resolves to what was done. */
export async function playSeed(arena: Arena, seed: number): Promise<readonly string[]> {
  const simulation = new Simulation(seed, arena);
  try {
    await play(simulation, new Luck(seed * 7 + 3));
  } catch (fault) {
    if (fault instanceof Difference) throw fault;
    const words = fault instanceof AggregateError ? fault.errors.map(String) : [String(fault)];
    throw new Difference(words, simulation.steps, fault);
  }
  return simulation.steps;
}

/** Years away from now, so that what the queue thinks of the real time is long over. */
const FIRST_YEAR = 2030;

async function play(simulation: Simulation, luck: Luck): Promise<void> {
  const month = luck.whole(0, 35);
  // Late in a month as a rule: a day of dues takes as long as a close.
  const day = Math.max(luck.whole(1, 28), luck.whole(1, 28));
  const start = Date.UTC(FIRST_YEAR, month, day) + luck.whole(0, DAY_MS - 1);
  await simulation.begin(start);
  const months = Number(luck.weighed({ "1": 9, "2": 8, "3": 2.5, "5": 0.5 }));
  let last = monthOfDay(dayOfTime(start));
  for (let count = 1; count < months; count++) last = nextMonth(last);
  // After the last month some wait until what was held of it is released.
  const after = luck.happens(0.35) ? luck.whole(2, 36) * DAY_MS : luck.whole(4, 60) * 3_600_000;
  const end = startOf(nextMonth(last)) + after;
  await firstJoin(simulation);
  while (simulation.now < end) {
    await someDeed(simulation);
    someTime(simulation);
    await simulation.regularly();
  }
  await finish(simulation);
}

/** The months close, whatever it takes, and everyone is paid what is theirs. */
async function finish(simulation: Simulation): Promise<void> {
  await simulation.rest();
  await simulation.task("close-months");
  await simulation.calm(() => simulation.task("close-months"));
  await simulation.rest();
  await simulation.task("pay-out");
  await simulation.calm(() => simulation.task("pay-out"));
  const facts = await simulation.rest();
  await simulation.audit(facts);
}
