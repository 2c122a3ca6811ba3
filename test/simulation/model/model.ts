/**
 * The model: every balance and every share of a simulated site, foretold from what the bank did, what people
 * did, and what the site decided when. All arithmetic here is its own.
 */
import type { Evidence } from "../evidence.ts";
import type { ClosingFact, Facts, HoldFact, PayoutFact } from "../facts.ts";
import type { OutsideBank } from "../outside-bank.ts";
import { Books } from "./books.ts";
import { dayNumber, dayOfTime, dayText, monthOfDay, nextMonth, startOf } from "./calendar.ts";
import { Paid, type Part } from "./dues.ts";
import { Escrows } from "./escrow.ts";
import { Payout } from "./payout.ts";
import { earningStories, type Share, shareOut } from "./share-out.ts";
import { disputing, type Gave, refunding, takeParts } from "./take-back.ts";

export interface World {
  facts: Facts;
  evidence: Evidence;
  bank: OutsideBank;
  /** The first day that is not over. */
  today: number;
  payoutLeast: bigint;
  withheldBps: ReadonlyMap<number, number>;
  /** Whether the partner was active at an instant. */
  isActive: (partner: number, ms: number) => boolean;
}

export interface Foretold {
  books: Books;
  /** By "month author". */
  statements: Map<string, bigint>;
  /** By "month member author story". */
  lines: Map<string, bigint>;
  /** What was set aside, by "month member author". */
  escrows: ReadonlyMap<string, bigint>;
  /** What the site decided against the rules. */
  faults: string[];
}

/** What a member of less than 60 days brings in waits until 30 days after their latest charge. */
const NEW_DAYS = 60;
const HOLD_DAYS = 30;

export function foretell(world: World): Foretold {
  return new Model(world).foretold();
}

/** What happens at one instant is told in this order, and then as it was found, which is by id and month. */
export type Happening = { at: number; order: number; happen: () => void };

export class Model {
  readonly world: World;
  readonly books = new Books();
  readonly escrows: Escrows;
  readonly #statements = new Map<string, bigint>();
  readonly #lines = new Map<string, bigint>();
  readonly #faults: string[] = [];
  readonly #paid = new Map<number, Paid>();
  readonly #months = new Map<string, "closing" | "closed">();
  /** What waits to be released, by month, author and day. */
  readonly #held = new Map<string, bigint>();
  /** What waits for a member's next reading: how many months it has, and how much it is. */
  #carried = new Map<number, { age: number; micros: bigint }[]>();

  constructor(world: World) {
    this.world = world;
    this.escrows = new Escrows(world.facts.escrows);
  }

  foretold(): Foretold {
    const { charges, refunds, disputes, closings, payouts, holds, escrowEnds } = this.world.facts;
    const happenings: Happening[] = [
      ...charges.map((fact) => ({ at: fact.at, order: 0, happen: () => this.#receive(fact) })),
      ...closings.flatMap((closing) => this.#closing(closing)),
      ...refunds.flatMap((refund) => refunding(this, refund)),
      ...disputes.flatMap((dispute) => disputing(this, dispute)),
      ...holds.map((hold) => this.#release(hold)),
      ...escrowEnds.map((end) => ({
        ...{ at: end.at, order: 3 },
        happen: () => this.escrows.end(end, this.books),
      })),
      ...payouts.flatMap((payout) => this.#payOut(payout)),
    ];
    happenings.sort((a, b) => a.at - b.at || a.order - b.order);
    for (const { at, happen } of happenings) {
      if (Number.isFinite(at)) this.#earn(dayOfTime(at));
      happen();
    }
    this.#earn(this.world.today);
    for (const [name, micros] of this.#held) this.#wait(name, micros);
    const faults = this.#faults;
    const escrows = this.escrows.amounts;
    return { books: this.books, statements: this.#statements, lines: this.#lines, escrows, faults };
  }

  fault(what: string): void {
    this.#faults.push(what);
  }

  paid(charge: number): Paid {
    const paid = this.#paid.get(charge);
    if (!paid) throw new Error(`charge ${charge} is known before anything is done with it`);
    return paid;
  }

  stateOf(month: string): "open" | "closing" | "closed" {
    return this.#months.get(month) ?? "open";
  }

  /** The month of the instant, or the first after it that has not begun to close. */
  openMonth(ms: number): string {
    return this.#poolMonth(dayOfTime(ms));
  }

  take(paid: Paid, name: string, micros: bigint, parts: Part[]): Gave[] {
    return takeParts(this, { paid, name, micros }, parts);
  }

  /** What the bank charged, as soon as the site knows of it. */
  #receive(fact: Facts["charges"][number]): void {
    const entry = this.world.bank.entries.get(fact.key);
    if (entry?.answer.state !== "settled") this.fault(`charge ${fact.id} was not made by the bank`);
    const paid = new Paid(fact, entry?.micros ?? 0n, entry?.feeMicros ?? 0n);
    this.#paid.set(fact.id, paid);
    this.books.move("1000", `2000 ${fact.id}`, paid.net);
    this.books.move("1000", "4000", paid.cash - paid.net);
    this.books.move("5000", "1000", paid.fee);
  }

  #poolMonth(day: number): string {
    let month = monthOfDay(day);
    while (this.#months.has(month)) month = nextMonth(month);
    return month;
  }

  #earn(today: number): void {
    for (const paid of this.#paid.values())
      paid.earn(
        today,
        (day) => this.#poolMonth(day),
        (month, earned, pool) => {
          this.books.move(`2000 ${paid.fact.id}`, `2100 ${month}`, pool);
          this.books.move(`2000 ${paid.fact.id}`, "4000", earned - pool);
        },
      );
  }

  #closing({ month, startedAt, closedAt }: ClosingFact): Happening[] {
    const begin = () => void this.#months.set(month, "closing");
    const first = { at: startedAt, order: 1, happen: begin };
    if (closedAt === null) return [first];
    const happen = () => this.#close(month, startedAt, closedAt);
    return [first, { at: closedAt, order: 1, happen }];
  }

  #close(month: string, startedAt: number, closedAt: number): void {
    const { evidence, isActive, facts } = this.world;
    const { ties } = facts;
    this.#months.set(month, "closed");
    const stories = earningStories(month, evidence, (author) => isActive(author, startedAt));
    const own = new Map<number, bigint>();
    for (const { fact, dues } of this.#paid.values()) {
      const pool = dues.get(month)?.pool;
      if (pool !== undefined) own.set(fact.reader, (own.get(fact.reader) ?? 0n) + pool);
    }
    const carried = this.#carried;
    this.#carried = new Map();
    for (const member of new Set([...own.keys(), ...carried.keys()])) {
      const parts = [
        { age: 1, micros: own.get(member) ?? 0n },
        ...(carried.get(member) ?? []).map((part) => ({ ...part, age: part.age + 1 })),
      ];
      const micros = parts.reduce((sum, part) => sum + part.micros, 0n);
      if (micros === 0n) continue;
      const shares = shareOut(micros, member, { month, stories, evidence, ties });
      if (shares) this.#give(month, shares, this.#waitsUntil(month, member, closedAt));
      else this.#keep(month, member, parts);
    }
  }

  /** The day until which what a new member brought in waits; null for other members' money. */
  #waitsUntil(month: string, member: number, closedAt: number): number | null {
    const end = startOf(nextMonth(month));
    const days = [...this.#paid.values()]
      .filter(({ fact }) => fact.reader === member && fact.at < end)
      .map(({ fact }) => dayOfTime(fact.at));
    if (days.length === 0) return null;
    const until = Math.max(...days) + HOLD_DAYS;
    const isNew = Math.min(...days) + NEW_DAYS > dayOfTime(end);
    return isNew && until > dayOfTime(closedAt) ? until : null;
  }

  /** `shares` are those of one member. */
  #give(month: string, shares: Share[], until: number | null): void {
    for (const [author, own] of Map.groupBy(shares, (share) => share.author)) {
      const { member } = own[0]!;
      const micros = own.reduce((sum, share) => sum + share.micros, 0n);
      const waits = this.escrows.of(month, member, author, micros);
      this.books.move(`2100 ${month}`, `2150 ${author}`, waits);
      this.books.move(`2100 ${month}`, `2200 ${author}`, micros - waits);
      if (until === null) this.#free(author, micros - waits);
      else if (micros > waits) {
        const hold = `${month} ${author} ${dayText(until)}`;
        this.#held.set(hold, (this.#held.get(hold) ?? 0n) + micros - waits);
      }
      const name = `${month} ${author}`;
      this.#statements.set(name, (this.#statements.get(name) ?? 0n) + micros);
      for (const share of own)
        this.#lines.set(`${month} ${member} ${author} ${share.story}`, share.micros);
    }
  }

  /** What the author owes us is made good first. */
  #free(author: number, micros: bigint): void {
    const owes = -this.books.owed(`1200 ${author}`);
    const netted = owes < micros ? owes : micros;
    this.books.move(`2200 ${author}`, `1200 ${author}`, netted);
    this.books.move(`2200 ${author}`, `2210 ${author}`, micros - netted);
  }

  #release({ month, author, until, releasedAt }: HoldFact): Happening {
    const name = `${month} ${author} ${until}`;
    const happen = () => {
      const micros = this.#held.get(name);
      if (micros === undefined) this.fault(`nothing waits for ${name}`);
      if (releasedAt === null || micros === undefined) return;
      if (dayNumber(until) > dayOfTime(releasedAt)) this.fault(`${name} left too early`);
      this.#held.delete(name);
      this.#free(author, micros);
    };
    return { at: releasedAt ?? Number.POSITIVE_INFINITY, order: 2, happen };
  }

  /** What waits still, and whether it should. */
  #wait(name: string, micros: bigint): void {
    const until = name.split(" ")[2]!;
    if (dayNumber(until) <= this.world.today)
      this.fault(`${micros} of ${name} ought to be released`);
  }

  /** Up to three months it waits for the same member; then it is everybody's. */
  #keep(month: string, member: number, parts: { age: number; micros: bigint }[]): void {
    for (const { age, micros } of parts)
      this.books.move(`2100 ${month}`, age > 3 ? "2110" : `2100 ${nextMonth(month)}`, micros);
    const waiting = parts.filter(({ age, micros }) => age <= 3 && micros > 0n);
    this.#carried.set(member, waiting);
  }

  #payOut(fact: PayoutFact): Happening[] {
    const { id, key, askedAt, settledAt } = fact;
    const entry = this.world.bank.entries.get(key);
    const payout = new Payout(this, fact);
    const asked = { at: askedAt, order: 2 * id + 10, happen: () => payout.ask(entry) };
    if (!entry) return [asked];
    const happen = () => payout.settle(entry);
    return [asked, { at: settledAt ?? askedAt, order: 2 * id + 11, happen }];
  }
}
