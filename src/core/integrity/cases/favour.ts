/** What speaks for the accounts of a case, reckoned with the same care as what speaks against them. */
import { actsOf, type Ground, HARDLY, isRead, median, rounded, rowsOf } from "./ground.ts";
import type { Favour, Part } from "./snapshot.ts";

/** A text that solicits as much as this offers a trade; as `solicited.ts` has it. */
const OFFERS_FROM = 0.5;

export function favourOf(
  ground: Ground,
  members: readonly number[],
  shown: ReadonlySet<number>,
  alsoLooksLike: string | null,
): Favour {
  const { accounts, until } = ground.events;
  const ages = members.map((account) => Math.max(0, until - accounts.joined[account]!));
  const made = members.flatMap((account) => [...actsOf(ground.follows, account)]);
  const had = members.flatMap((account) => [...rowsOf(ground.followers, account)]);
  const inside = made.filter(([to]) => shown.has(to)).map(([, follow]) => follow);
  return {
    followsRead: readOf(
      ground,
      made.map(([, follow]) => follow),
    ),
    followersRead: readOf(ground, had),
    insideRead: readOf(ground, inside),
    outsideReaders: outsideReaders(ground, members, shown),
    outsideCredit: outsideCredit(ground, members, shown),
    oldestDays: Math.floor(ages.reduce((most, age) => Math.max(most, age), 0)),
    medianDays: Math.floor(median(ages) ?? 0),
    paying: {
      part: members.filter((one) => accounts.member[one] === 1).length,
      of: members.length,
    },
    stories: members.reduce((sum, one) => sum + rowsOf(ground.stories, one).length, 0),
    offers: offersOf(ground, members),
    alsoLooksLike,
  };
}

function readOf(ground: Ground, follows: readonly number[]): Part {
  return { part: follows.filter((follow) => isRead(ground, follow)).length, of: follows.length };
}

/** Different people beside those shown who read a member's stories with some attention. */
function outsideReaders(
  ground: Ground,
  members: readonly number[],
  shown: ReadonlySet<number>,
): number {
  const { reads } = ground.events;
  const found = new Set<number>();
  for (const account of members)
    for (const read of rowsOf(ground.readers, account)) {
      const reader = reads.reader[read]!;
      if (!shown.has(reader) && ground.credits[read]! > HARDLY) found.add(reader);
    }
  return found.size;
}

function outsideCredit(
  ground: Ground,
  members: readonly number[],
  shown: ReadonlySet<number>,
): number {
  let sum = 0;
  for (const account of members)
    for (const [to, read] of actsOf(ground.reads, account))
      if (!shown.has(to)) sum += ground.credits[read]!;
  return rounded(sum);
}

function offersOf(ground: Ground, members: readonly number[]): number {
  const { solicits } = ground.events.responses;
  let count = 0;
  for (const account of members)
    for (const [, response] of actsOf(ground.responses, account))
      if (solicits[response]! >= OFFERS_FROM) count += 1;
  return count;
}
