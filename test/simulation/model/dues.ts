/** The model of a charge: what each of its days earns, what of that is the pool's, what a refund is. */
import type { ChargeFact } from "../facts.ts";
import { dayNumber, dayOfTime, firstDay, monthOfDay } from "./calendar.ts";

const PLANS: Record<string, { poolBps: bigint; months: number }> = {
  "member-monthly": { poolBps: 6000n, months: 1 },
  "member-yearly": { poolBps: 6000n, months: 12 },
  "friend-monthly": { poolBps: 8000n, months: 1 },
  "friend-yearly": { poolBps: 8000n, months: 12 },
};

export const planOf = (name: string) => PLANS[name]!;

/** A part of a charge, as one refund or one dispute takes it. */
export interface Part {
  holder: string;
  month: string | null;
  author: number | null;
  micros: bigint;
}

/** A charge: what the bank says was paid, less what it says it took, is earned day by day. */
export class Paid {
  readonly fact: ChargeFact;
  readonly cash: bigint;
  readonly fee: bigint;
  readonly net: bigint;
  readonly first: number;
  readonly end: number;
  /** The first day that is not earned yet. */
  next: number;
  /** Nothing is earned from this day on. */
  stop: number | null = null;
  /** Nothing is earned while a dispute is open. */
  held = false;
  /** What it earned in each month, and whose pool got what of it. */
  readonly dues = new Map<string, { earned: bigint; pool: bigint }>();
  /** What was taken back of it, by refund or dispute. */
  readonly taken = new Map<string, readonly Part[]>();
  #base: bigint;
  #baseFrom: number;

  constructor(fact: ChargeFact, cash: bigint, fee: bigint) {
    this.fact = fact;
    this.cash = cash;
    this.fee = fee;
    this.net = cash > fee ? cash - fee : 0n;
    this.first = dayNumber(fact.from);
    this.end = dayNumber(fact.to);
    this.next = this.first;
    this.#base = this.net;
    this.#baseFrom = this.first;
  }

  /** Earns the days that are over before `today`; each is told, with its month's pool. */
  earn(
    today: number,
    poolMonth: (day: number) => string,
    tell: (month: string, earned: bigint, pool: bigint) => void,
  ): void {
    const { poolBps } = planOf(this.fact.plan);
    while (!this.held && this.next < Math.min(today, this.stop ?? this.end)) {
      const day = this.next++;
      const begin = this.#until(Math.max(this.#baseFrom, firstDay(monthOfDay(day))));
      const part = (until: number) => ((this.#until(until) - begin) * poolBps) / 10_000n;
      const earned = this.#until(day + 1) - this.#until(day);
      const pool = part(day + 1) - part(day);
      const month = poolMonth(day);
      const before = this.dues.get(month) ?? { earned: 0n, pool: 0n };
      this.dues.set(month, { earned: before.earned + earned, pool: before.pool + pool });
      tell(month, earned, pool);
    }
  }

  /** What waits to be earned. */
  get left(): bigint {
    if (this.stop !== null || this.next >= this.end) return 0n;
    return this.#base - this.#until(this.next);
  }

  /** From the next day on so much is earned over the rest; when all days are over, on the last of them. */
  rebase(micros: bigint): void {
    this.#baseFrom = Math.min(this.next, this.end - 1);
    this.#base = micros;
    this.next = this.#baseFrom;
    this.stop = micros === 0n ? this.#baseFrom : null;
  }

  /** ⌊base · days / span⌋ of the days before this one. */
  #until(day: number): bigint {
    return (this.#base * BigInt(day - this.#baseFrom)) / BigInt(this.end - this.#baseFrom);
  }

  /** What was taken so far of one holder. */
  takenOf(holder: string, month: string | null = null, author: number | null = null): bigint {
    let micros = 0n;
    for (const parts of this.taken.values())
      for (const part of parts)
        if (part.holder === holder && part.month === month && part.author === author)
          micros += part.micros;
    return micros;
  }

  /** What a member gets back for the days from `from` on: all of it, rounded up to a cent. */
  unused(from: number): { deferred: bigint; micros: bigint } {
    const used = (whole: bigint) =>
      (whole * BigInt(from - this.first)) / BigInt(this.end - this.first);
    const fee = this.cash - this.net;
    const deferred = this.net - used(this.net);
    const exact = deferred + fee - used(fee);
    return { deferred, micros: ((exact + 9_999n) / 10_000n) * 10_000n };
  }

  /** The day from which on a refund asked at this instant gives back. */
  firstUnused(askedAtMs: number): number {
    return Math.max(this.first, dayOfTime(askedAtMs));
  }
}
