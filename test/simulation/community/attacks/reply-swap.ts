/** A reply swap: members answer each other's stories with words that fit under any story. */
import type { Plot } from "../plot.ts";
import { swappedText } from "../texts.ts";
import { befriend } from "./clap-pod.ts";

/** `density` is the part of the others who answer each time. */
export function replySwap(plot: Plot): void {
  const { world, chance, knobs, start, end } = plot;
  const members = plot.recruits(knobs.size, { author: 1, paying: plot.paying });
  for (const member of members) {
    world.people.storiesPerDay[member] = chance.between(0.04, 0.15);
    world.whenPublished(member, (story, at) => {
      if (at < start || at > end) return;
      for (const other of members) {
        if (other === member || !chance.is(knobs.density)) continue;
        const replyAt = at + 0.4 + chance.exponential(0.3 + 1.5 * knobs.care);
        world.plan(replyAt, (then) => reply(plot, { from: other, to: member, story }, then));
      }
    });
  }
  befriend(plot, members, 0.25);
}

function reply(plot: Plot, deed: { from: number; to: number; story: number }, at: number): void {
  const { world, chance, knobs } = plot;
  if (world.people.joined[deed.from]! > at) return;
  if (chance.is(knobs.cover.tokens)) plot.tokenRead(deed.from, deed.to, at - 0.0008);
  world.respond(deed.from, deed.story, at, swappedText(chance, knobs.care));
  if (chance.is(0.4)) world.clap(deed.from, deed.story, at, chance.whole(1, 10));
  world.collude(deed.from, deed.to, plot.group);
}
