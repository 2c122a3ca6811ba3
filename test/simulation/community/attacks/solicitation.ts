/** Solicitation: people who write "follow me and I follow you" under story after story. */
import type { Plot } from "../plot.ts";
import { offerText } from "../texts.ts";
import { ATTACKER, BYSTANDER, HONEST } from "../truth.ts";

/** `density` times a hundred is how many stories each writes under. */
export function solicitation(plot: Plot): void {
  const { world, chance, knobs, start } = plot;
  const members = plot.recruits(knobs.size, { author: 0.8, paying: plot.paying });
  for (const member of members) {
    const offers = Math.max(3, Math.round(knobs.density * 100 * chance.logNormal(1, 0.4)));
    for (let n = 0; n < offers; n++) {
      const at = start + knobs.days * chance.next();
      world.plan(Math.max(at, world.people.joined[member]! + 0.1), (then) =>
        solicit(plot, member, then),
      );
    }
  }
}

/** Under a story much read of late: to its author, whom one follows so as to be followed. */
function solicit(plot: Plot, member: number, at: number): void {
  const { world, chance, knobs } = plot;
  const story = chance.pick(world.popular).any(chance);
  if (story < 0) return;
  const author = world.stories.author.values[story]!;
  if (author === member || world.stories.published.values[story]! > at) return;
  if (chance.is(knobs.cover.tokens)) plot.tokenRead(member, author, at - 0.001);
  if (!chance.is(0.2 * knobs.care)) world.respond(member, story, at, offerText(chance, knobs.care));
  if (world.isFollowing(member, author) || !chance.is(0.7)) return;
  plot.tradeFollow(member, author, at + 0.0005);
  if (chance.is(0.12)) {
    world.plan(at + chance.exponential(0.7), (then) => fallFor(plot, author, member, then));
  } else if (chance.is(0.5))
    world.plan(at + chance.between(2, 9), (then) => world.unfollow(member, author, then));
}

function fallFor(plot: Plot, author: number, member: number, at: number): void {
  const { world } = plot;
  if (world.people.living[author] === 0 || world.label[author] === ATTACKER) return;
  if (!world.follow(author, member, at, { affinity: 0.02, traded: true })) return;
  if (world.label[author] === HONEST && world.group[author] === -1) world.label[author] = BYSTANDER;
}
