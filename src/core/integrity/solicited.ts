/** Where follows were offered for follows: between two people, or to all under a story. */
import type { Events } from "./events.ts";
import { findPair, pairIndex } from "./pair-index.ts";

/** From here on a text offers a trade. */
const OFFERS_FROM = 0.5;
/** An offer is answered within this time. */
const NEAR_DAYS = 14;

/** Of each follow: 2 when one of the two offered it to the other, 1 when both answered such an offer, 0. */
export function solicitations({ accounts, stories, follows, responses }: Events): Uint8Array {
  const offers = Int32Array.from(
    Array.from(responses.solicits.keys()).filter(
      (place) => responses.solicits[place]! >= OFFERS_FROM,
    ),
  );
  const reader = offers.map((place) => responses.reader[place]!);
  const story = offers.map((place) => responses.story[place]!);
  const count = accounts.ids.length;
  const toAuthor = pairIndex(
    count,
    reader,
    story.map((place) => stories.author[place]!),
  );
  const threads = threadsOf(count, reader, story);
  const near = (place: number, at: number) =>
    Math.abs(responses.at[offers[place]!]! - at) <= NEAR_DAYS;
  const offered = (from: number, to: number, at: number) => {
    const pair = findPair(toAuthor, from, to);
    if (pair < 0) return false;
    return toAuthor.order
      .subarray(toAuthor.starts[pair], toAuthor.starts[pair + 1])
      .some((one) => near(one, at));
  };
  return Uint8Array.from(follows.at, (at, follow) => {
    const [u, v] = [follows.follower[follow]!, follows.followee[follow]!];
    if (offered(u, v, at) || offered(v, u, at)) return 2;
    const [own, other] = [threads.get(u), threads.get(v)];
    if (!own || !other) return 0;
    for (const [thread, place] of own) if (other.has(thread) && near(place, at)) return 1;
    return 0;
  });
}

/** Of each account that offers: the stories under which it does, and one offer there. */
function threadsOf(
  accounts: number,
  reader: Int32Array,
  story: Int32Array,
): Map<number, Map<number, number>> {
  const threads = new Map<number, Map<number, number>>();
  for (let place = 0; place < reader.length; place += 1) {
    const account = reader[place]!;
    if (account >= accounts) continue;
    const own = threads.get(account) ?? new Map<number, number>();
    own.set(story[place]!, place);
    threads.set(account, own);
  }
  return threads;
}
