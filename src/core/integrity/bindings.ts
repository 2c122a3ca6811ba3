/** Everything that was found of pairs and accounts before it is held against the reference. */
import { bondsOf, hollowOf, longOver } from "./bonds.ts";
import { bursts } from "./channels/burst.ts";
import { circulation } from "./channels/circulation.ts";
import { confirmedDistance } from "./channels/confirmed-distance.ts";
import { followTrading } from "./channels/follow-trading.ts";
import { mechanicalReading } from "./channels/mechanical-reading.ts";
import { offering } from "./channels/text.ts";
import { unreadEngagement } from "./channels/unread-engagement.ts";
import type { Channel } from "./channels.ts";
import { closureOf } from "./closure.ts";
import type { Engagement } from "./engagement.ts";
import type { Events } from "./events.ts";
import type { Relations } from "./relations.ts";
import { type Spread, spread } from "./spreading.ts";
import type { Ties } from "./ties.ts";

export interface Given {
  readonly relations: Relations;
  readonly engagement: Engagement;
  readonly ties: Ties;
}

export interface Bindings extends Given {
  /** Of each pair, see `bonds.ts` and `closure.ts`. */
  readonly bonds: Float64Array;
  readonly bound: Uint8Array;
  readonly hollow: Uint8Array;
  readonly closure: Float64Array;
  readonly spread: Spread;
  /** Of each account, for the channels of the same names. */
  readonly mechanical: Float64Array;
  readonly offers: Float64Array;
  readonly round: Float64Array;
}

/** What is known of an account by itself counts for its bonds from here on, and up to here. */
const OWN_FROM = 3;
const OWN_MOST = 6;
const ROUND_PART = 1.2;
/** What is done to somebody whose own bonds come round counts up to this. */
const RECEIVED_MOST = 3;
const CONFIRMED = 9;

interface Choices {
  readonly confirmed?: Int32Array;
  readonly without?: ReadonlySet<Channel>;
}

export function bindingsOf(
  events: Events,
  given: Given,
  { confirmed = new Int32Array(), without = new Set() }: Choices,
): Bindings {
  const { relations, engagement, ties } = given;
  const accounts = events.accounts.ids.length;
  const over = longOver(events);
  const { bound, hollow } = hollowOf(relations, engagement, ties, over);
  const closure = closureOf(accounts, relations, bound, hollow);
  const bonds = bondsOf(relations, engagement, ties, { closure, bound, over });
  const nothing = new Float64Array(accounts);
  const looksAt = (channel: Channel) => !without.has(channel);
  const mechanical = looksAt("mechanical-reading")
    ? mechanicalReading(accounts, relations, engagement)
    : nothing;
  const offers = looksAt("text") ? offering(events) : nothing;
  const round = looksAt("circulation") ? circulation(accounts, relations, closure) : nothing;
  const own = mechanical.map((weight, account) =>
    Math.min(
      OWN_MOST,
      Math.max(0, weight - OWN_FROM) + offers[account]! + ROUND_PART * round[account]!,
    ),
  );
  for (const account of confirmed) own[account] = CONFIRMED;
  return {
    ...{ ...given, bonds, bound, hollow, closure, mechanical, offers, round },
    spread: spread(relations, bonds, own),
  };
}

/** In the order of `CHANNELS`. */
export function valuesOf(
  events: Events,
  found: Bindings,
  confirmed: Int32Array,
): readonly Float64Array[] {
  const { relations, engagement, ties, bonds } = found;
  const accounts = events.accounts.ids.length;
  return [
    followTrading(accounts, relations, bonds),
    unreadEngagement(accounts, relations, engagement),
    found.mechanical,
    togetherWith(found),
    found.round,
    found.offers,
    bursts(events, ties),
    confirmedDistance(accounts, relations, bonds, confirmed),
  ];
}

/** The weight of an account's bonds with traders; where they come round, also of those of traders with it. */
function togetherWith({ spread: { weight, received }, round }: Bindings): Float64Array {
  return weight.map((given, account) => {
    const back = round[account]! > 0 ? Math.min(RECEIVED_MOST, received[account]!) : 0;
    return Math.max(0, given + Math.max(0, back));
  });
}
