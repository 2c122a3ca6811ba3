/**
 * Attacks of kinds that nothing was chosen by: written after the weights, and never tuned for. Whoever
 * changes a weight because of them makes them worthless.
 */
import type { Plot } from "../../test/simulation/community/plot.ts";

export const UNSEEN: Record<string, { size: number; days: number; run: (plot: Plot) => void }> = {
  "two clubs": { size: 36, days: 12, run: twoClubs },
  relay: { size: 18, days: 60, run: relay },
  "half a farm": { size: 40, days: 60, run: halfFarm },
};

/** The members of either of two clubs follow those of the other, and nobody of their own. */
function twoClubs(plot: Plot): void {
  const { chance, knobs, world, start } = plot;
  const members = plot.recruits(knobs.size, { author: 0.85, paying: plot.paying });
  const half = members.length >> 1;
  for (const one of members.slice(0, half))
    for (const other of members.slice(half)) {
      if (!chance.is(0.6)) continue;
      const at = start + knobs.days * chance.next();
      world.plan(at, (then) => plot.tradeFollow(one, other, then));
      const back = at + plot.patience();
      if (chance.is(0.9)) world.plan(back, (then) => plot.tradeFollow(other, one, then));
    }
}

/** Everybody claps for whatever the next four in a circle publish, unread; nobody claps back. */
function relay(plot: Plot): void {
  const { chance, knobs, world, start, end } = plot;
  const members = plot.recruits(knobs.size, { author: 1, paying: plot.paying });
  for (const [place, member] of members.entries()) {
    world.people.storiesPerDay[member] = chance.between(0.05, 0.15);
    world.whenPublished(member, (story, at) => {
      if (at < start || at > end) return;
      for (let step = 1; step <= 4; step++) {
        const from = members[(place + members.length - step) % members.length]!;
        world.plan(at + 0.4 + chance.exponential(0.5), (then) => {
          if (world.people.joined[from]! > then) return;
          if (chance.is(knobs.cover.tokens)) plot.tokenRead(from, member, then - 0.0008);
          world.clap(from, story, then, 50);
          world.collude(from, member, plot.group);
        });
      }
    });
  }
}

/** Paid readers of two payees who stay as long as a third of the story takes, and not for half a minute. */
function halfFarm(plot: Plot): void {
  const { chance, knobs, world, start, end } = plot;
  const payees = plot.recruits(2, { author: 1, paying: 1 });
  const puppets = plot.recruits(knobs.size - 2, { author: 0, paying: 1 });
  for (const payee of payees) {
    world.people.storiesPerDay[payee] = chance.between(0.15, 0.4);
    world.whenPublished(payee, (story, at) => {
      if (at < start || at > end) return;
      const seconds = Math.max(31, 0.33 * world.stories.expectedSeconds.values[story]!);
      for (const puppet of puppets) {
        if (!chance.is(0.8)) continue;
        world.plan(at + 0.4 + chance.exponential(1), (then) => {
          if (world.people.joined[puppet]! > then) return;
          const stays = seconds * chance.between(0.9, 1.1);
          world.read(puppet, story, then, { seconds: stays, coverage: chance.between(0.6, 1) });
          if (chance.is(0.5)) world.clap(puppet, story, then, 50);
          world.collude(puppet, payee, plot.group);
        });
      }
    });
  }
}
