/** An open market: hundreds offer follows for follows under one story, each trades with a few of them. */
import type { Plot } from "../plot.ts";
import { offerText } from "../texts.ts";

/** `density` is the part of the others each trades with. */
export function swapMarket(plot: Plot): void {
  const { chance, knobs, world, start } = plot;
  const members = plot.recruits(knobs.size, { author: 0.75, paying: plot.paying });
  const host = members[0]!;
  let thread = -1;
  world.plan(start, (at) => {
    thread = world.publish(host, at, 60);
  });
  const arrivals = members.map(() => start + 0.02 + (knobs.days - 1) * chance.next() ** 1.5);
  const inOrder = members.map((_, index) => index).sort((a, b) => arrivals[a]! - arrivals[b]!);
  const dealsPerMember = Math.max(1, knobs.density * knobs.size);
  for (const [turn, index] of inOrder.entries()) {
    const member = members[index]!;
    const arrival = Math.max(arrivals[index]!, world.people.joined[member]! + 0.1);
    if (!chance.is(0.3 * knobs.care))
      world.plan(arrival, (at) => world.respond(member, thread, at, offerText(chance, knobs.care)));
    const deals = Math.min(turn, Math.round(dealsPerMember * chance.logNormal(1, 0.4)));
    for (let n = 0; n < deals; n++) {
      // Those who wrote last stand on top of the thread.
      const back = 1 + Math.floor(chance.next() ** 1.5 * turn);
      deal(plot, member, members[inOrder[turn - back]!]!, arrival + chance.next() * 0.3);
    }
  }
}

function deal(plot: Plot, one: number, other: number, at: number): void {
  const { world, chance, knobs } = plot;
  world.plan(at, (then) => plot.tradeFollow(one, other, then));
  if (chance.is(0.15 + 0.1 * knobs.care)) return;
  const lag = chance.exponential(0.4) + plot.patience();
  world.plan(at + lag, (then) => plot.tradeFollow(other, one, then));
}
