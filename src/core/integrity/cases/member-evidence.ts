/** One account of a case: what kinds of tie it has, and what it did, day by day. */
import { CHANNELS } from "../channels.ts";
import { EARNED, TRADED } from "../ties.ts";
import { actsOf, type Ground, isRead, rounded, rowsOf } from "./ground.ts";
import type { LaneDay, MemberEvidence, TieCounts } from "./snapshot.ts";

/** Lanes begin so long before the first follow within the case. */
const BEFORE_DAYS = 30;

export interface Place {
  readonly account: number;
  readonly inCase: boolean;
}

/** `shown` are the accounts in the picture; `firstAt` is when the first of them followed another. */
export function memberEvidence(
  ground: Ground,
  { account, inCase }: Place,
  shown: ReadonlySet<number>,
  firstAt: number | null,
): MemberEvidence {
  const { accounts, follows } = ground.events;
  const { scores } = ground;
  const made = [...actsOf(ground.follows, account)].map(([, follow]) => follow);
  return {
    ...{ id: accounts.ids[account]!, inCase, joined: rounded(accounts.joined[account]!) },
    ...{ pays: accounts.member[account] === 1, writes: accounts.author[account] === 1 },
    surprise: rounded(scores.surprise[account]!),
    channel: CHANNELS[scores.channel[account]!] ?? CHANNELS[0],
    surprises: scores.perChannel.map((column) => rounded(column[account]!)),
    values: scores.values.map((column) => rounded(column[account]!)),
    follows: countsOf(
      ground,
      made.filter((follow) => lasts(ground, follow)),
    ),
    followers: countsOf(
      ground,
      [...rowsOf(ground.followers, account)].filter((follow) => lasts(ground, follow)),
    ),
    days: laneOf(ground, account, shown, (firstAt ?? firstDay(follows.at, made)) - BEFORE_DAYS),
  };
}

const lasts = ({ events }: Ground, follow: number): boolean =>
  events.follows.unfollowedAt[follow]! > events.until;

const firstDay = (at: Float64Array, follows: readonly number[]): number =>
  follows.reduce((least, follow) => Math.min(least, at[follow]!), Number.POSITIVE_INFINITY);

export function countsOf({ scores }: Ground, follows: readonly number[]): TieCounts {
  const counts = { earned: 0, unproven: 0, traded: 0 };
  for (const follow of follows) {
    const kind = scores.ties.class[follow];
    if (kind === EARNED) counts.earned += 1;
    else if (kind === TRADED) counts.traded += 1;
    else counts.unproven += 1;
  }
  return counts;
}

type Drawn = { -readonly [key in keyof LaneDay]: LaneDay[key] };

class Lane {
  readonly #days = new Map<number, Drawn>();
  readonly #from: number;
  readonly #until: number;

  constructor(from: number, until: number) {
    this.#from = Number.isFinite(from) ? from : Number.NEGATIVE_INFINITY;
    this.#until = until;
  }

  /** Adds to one figure of the day. */
  add(at: number, figure: Exclude<keyof LaneDay, "day">, amount: number): void {
    if (at < this.#from || at > this.#until) return;
    const day = Math.floor(at);
    const own = this.#days.get(day) ?? emptyDay(day);
    own[figure] += amount;
    this.#days.set(day, own);
  }

  days(): LaneDay[] {
    return [...this.#days.values()]
      .sort((one, two) => one.day - two.day)
      .map((day) => ({
        ...day,
        creditInside: rounded(day.creditInside),
        creditOutside: rounded(day.creditOutside),
      }));
  }
}

const emptyDay = (day: number): Drawn => ({
  ...{ day, readFollows: 0, unreadFollows: 0, creditInside: 0, creditOutside: 0 },
  ...{ claps: 0, responses: 0, stories: 0 },
});

function laneOf(
  ground: Ground,
  account: number,
  shown: ReadonlySet<number>,
  from: number,
): LaneDay[] {
  const { events, credits } = ground;
  const lane = new Lane(from, events.until);
  for (const [to, follow] of actsOf(ground.follows, account))
    if (shown.has(to))
      lane.add(
        events.follows.at[follow]!,
        isRead(ground, follow) ? "readFollows" : "unreadFollows",
        1,
      );
  for (const [to, read] of actsOf(ground.reads, account))
    if (to !== account)
      lane.add(
        events.reads.at[read]!,
        shown.has(to) ? "creditInside" : "creditOutside",
        credits[read]!,
      );
  for (const [to, clap] of actsOf(ground.claps, account))
    if (shown.has(to)) lane.add(events.claps.at[clap]!, "claps", events.claps.count[clap]!);
  for (const [to, response] of actsOf(ground.responses, account))
    if (shown.has(to)) lane.add(events.responses.at[response]!, "responses", 1);
  for (const story of rowsOf(ground.stories, account))
    lane.add(events.stories.published[story]!, "stories", 1);
  return lane.days();
}
