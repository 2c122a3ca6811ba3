/** A read farm: paid puppets open every story of one payee just long enough for it to count. */
import type { Plot } from "../plot.ts";

/** `density` is the part of the payee's stories each puppet opens. */
export function readFarm(plot: Plot): void {
  const { world, chance, knobs, start, end } = plot;
  const payee = plot.recruit({ author: true, paying: 1 });
  world.people.storiesPerDay[payee] = chance.between(0.15, 0.4);
  const puppets = plot.recruits(knobs.size, { author: 0, paying: 1 });
  for (const puppet of puppets) {
    if (chance.is(0.6))
      world.plan(start + knobs.days * chance.next(), (at) => plot.tradeFollow(puppet, payee, at));
    workThrough(plot, puppet, payee);
  }
  world.whenPublished(payee, (story, at) => {
    if (at < start || at > end) return;
    for (const puppet of puppets)
      if (chance.is(knobs.density))
        world.plan(at + 0.4 + chance.exponential(0.3 + 2 * knobs.care), (then) =>
          mechanicalRead(plot, { puppet, payee, story }, then),
        );
  });
}

/** What the payee had published before. */
function workThrough(plot: Plot, puppet: number, payee: number): void {
  const { world, chance, knobs, start } = plot;
  world.plan(start + chance.next(), (begun) => {
    for (const story of world.people.stories[payee]!) {
      if (!chance.is(knobs.density)) continue;
      const at = begun + chance.next() * (1 + 6 * knobs.care);
      world.plan(at, (then) => mechanicalRead(plot, { puppet, payee, story }, then));
    }
  });
}

/** All the way down, and a little over half a minute; those with cover stay up to a minute. */
function mechanicalRead(
  plot: Plot,
  { puppet, payee, story }: { puppet: number; payee: number; story: number },
  at: number,
): void {
  const { world, chance, knobs } = plot;
  if (world.people.joined[puppet]! > at) return;
  const varied = chance.is(Math.max(knobs.care, knobs.cover.tokens));
  const seconds = varied ? chance.whole(31, 66) : chance.whole(31, 36);
  world.read(puppet, story, at, { seconds, coverage: varied ? chance.between(0.6, 1) : 1 });
  if (chance.is(0.3)) world.clap(puppet, story, at, chance.whole(1, 50));
  world.collude(puppet, payee, plot.group);
}
