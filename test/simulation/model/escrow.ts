/** The model of escrow: what waits of an author's share from a member, and where it goes. */
import type { EscrowEndFact, EscrowFact } from "../facts.ts";
import type { Books } from "./books.ts";

/** A share that was set aside. */
export interface SetAside {
  author: number;
  /** What is there still: what was taken back of it is gone. */
  micros: bigint;
  /** Where it went. */
  to: string | null;
}

export class Escrows {
  readonly #all = new Map<string, SetAside>();
  /** As they were set aside, by "month member author". */
  readonly amounts = new Map<string, bigint>();
  readonly #facts: readonly EscrowFact[];

  constructor(facts: readonly EscrowFact[]) {
    this.#facts = facts;
  }

  /** What is set aside of what the member's pool gives the author. */
  of(month: string, member: number, author: number, micros: bigint): bigint {
    const isThis = (one: EscrowFact) =>
      one.month === month && one.member === member && one.author === author;
    const part = (micros * BigInt(this.#facts.find(isThis)?.bps ?? 0)) / 10_000n;
    const name = `${month} ${member} ${author}`;
    this.#all.set(name, { author, micros: part, to: null });
    this.amounts.set(name, part);
    return part;
  }

  find(month: string, member: number, author: number): SetAside {
    const found = this.#all.get(`${month} ${member} ${author}`);
    if (!found) throw new Error(`${month} ${member} ${author} was set aside before it is taken`);
    return found;
  }

  /** All that the end is of goes to the author, or to the commons. */
  end({ id, author, how }: EscrowEndFact, books: Books): void {
    const to = how === "forfeited" ? "2110" : `2210 ${author}`;
    for (const { month, member } of this.#facts.filter((one) => one.end === id)) {
      const one = this.find(month, member, author);
      books.move(`2150 ${author}`, to, one.micros);
      one.to = to;
    }
  }
}
