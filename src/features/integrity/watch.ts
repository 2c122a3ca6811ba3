/**
 * A watch over what happens: counts of follows, claps, responses and reads that fade by themselves, kept
 * current event by event, and who did or got more at once than their own past leads one to expect.
 *
 * It says where to look again and nothing about anybody. It is in memory and of this process alone: when it
 * is lost, it begins again from the last days.
 */
import { surgeWith, type Tripwire, tripwire } from "../../core/integrity/burst/tripwire.ts";

export const WATCHED = ["follows", "followers", "claps", "responses", "readers"] as const;
export type Watched = (typeof WATCHED)[number];

/** Nobody is looked at again within this time. */
const AGAIN_DAYS = 1 / 24;
/** Those looked at longer ago are forgotten when there are so many. */
const REMEMBERED_MAX = 20_000;

export interface Trip {
  account: number;
  what: Watched;
  /** How far beyond what is expected. */
  surge: number;
}

export class Watch {
  readonly #wires: Record<Watched, Tripwire>;
  readonly #looked = new Map<number, number>();
  #trips = new Map<number, Trip>();

  /** `width`: about the accounts that act within a month, a power of two. */
  constructor(width = 1 << 16) {
    this.#wires = {
      follows: tripwire(width),
      followers: tripwire(width),
      claps: tripwire(width),
      responses: tripwire(width),
      readers: tripwire(width),
    };
  }

  /** Counts one event of `account` at `at` days; below 1 of surge nothing follows. */
  note(what: Watched, account: number, at: number): void {
    const surge = surgeWith(this.#wires[what], account, at);
    if (surge < 1) return;
    const known = this.#trips.get(account);
    if (!known || known.surge < surge) this.#trips.set(account, { account, what, surge });
  }

  /** Counts what is known already, without anything following from it. */
  recall(what: Watched, account: number, at: number): void {
    surgeWith(this.#wires[what], account, at);
  }

  /** Who tripped a wire since the last call, the greatest surge first, at most `limit`; the rest waits. */
  trips(at: number, limit: number): Trip[] {
    if (this.#looked.size > REMEMBERED_MAX)
      for (const [account, then] of this.#looked)
        if (at - then >= AGAIN_DAYS) this.#looked.delete(account);
    const due = [...this.#trips.values()]
      .filter(({ account }) => at - (this.#looked.get(account) ?? -1) >= AGAIN_DAYS)
      .sort((a, b) => b.surge - a.surge || a.account - b.account);
    const now = due.slice(0, limit);
    for (const { account } of now) this.#looked.set(account, at);
    this.#trips = new Map(due.slice(limit).map((trip) => [trip.account, trip]));
    return now;
  }
}
