/** What the time brings: everything that is due in the stand-in's world by now, in its order. */
import { ripen } from "./objects/balance.ts";
import { expireSessions } from "./objects/checkout-sessions.ts";
import { arriveDue, makeDailyPayouts } from "./objects/payouts.ts";
import { renewDue } from "./objects/subscriptions.ts";
import { DAY_SECONDS, type World } from "./world.ts";

/** Day by day, each with the time it had: what was due last week happened last week. */
export function doWhatIsDue(world: World): void {
  const now = world.now();
  const from = world.state.doneUntil || now;
  for (let day = nextMidnight(from); day <= now; day = nextMidnight(day)) {
    world.asOf(day, () => {
      settle(world);
      makeDailyPayouts(world);
    });
  }
  settle(world);
  world.state.doneUntil = now;
}

function settle(world: World): void {
  ripen(world);
  renewDue(world);
  expireSessions(world);
  arriveDue(world);
}

function nextMidnight(seconds: number): number {
  return (Math.floor(seconds / DAY_SECONDS) + 1) * DAY_SECONDS;
}
