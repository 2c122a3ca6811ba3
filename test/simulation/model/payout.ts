/** The model of a payout: the whole balance less what is owed to us, in whole cents, less tax. */
import type { PayoutFact } from "../facts.ts";
import type { Entry } from "../outside-bank.ts";
import type { Model } from "./model.ts";

const cents = (micros: bigint) => (micros / 10_000n) * 10_000n;

export class Payout {
  readonly #model: Model;
  readonly #fact: PayoutFact;
  #sent = 0n;
  #withheld = 0n;
  #netted = 0n;

  constructor(model: Model, fact: PayoutFact) {
    this.#model = model;
    this.#fact = fact;
  }

  ask(entry: Entry | undefined): void {
    const { books, world } = this.#model;
    const { id, key, partner } = this.#fact;
    this.#netted = -books.owed(`1200 ${partner}`);
    const whole = cents(books.owed(`2210 ${partner}`) - this.#netted);
    const bps = BigInt(world.withheldBps.get(partner) ?? 0);
    this.#withheld = cents((whole * bps) / 10_000n);
    this.#sent = whole - this.#withheld;
    if (whole < world.payoutLeast) this.#model.fault(`payout ${id} of ${whole} is too small`);
    if (entry && entry.micros !== this.#sent)
      this.#model.fault(`${key} sends ${entry.micros}, and ${this.#sent} are payable`);
    this.#leave(1n);
    books.move(`2210 ${partner}`, `1200 ${partner}`, this.#netted);
  }

  settle({ answer, feeMicros }: Entry): void {
    const { books } = this.#model;
    const { partner } = this.#fact;
    if (answer.state !== "settled" || !("delivery" in answer)) {
      this.#leave(-1n);
      books.move(`1200 ${partner}`, `2210 ${partner}`, this.#netted);
      return;
    }
    books.move(`1010 ${partner}`, "1000", this.#sent);
    books.move("5020", "1000", feeMicros);
    const { state } = answer.delivery;
    if (state === "paid") books.move(`2220 ${partner}`, `1010 ${partner}`, this.#sent);
    if (state !== "returned") return;
    books.move("1000", `1010 ${partner}`, this.#sent);
    this.#leave(-1n);
  }

  /** What is sent and what is withheld leaves the balance, or comes back to it. */
  #leave(sign: 1n | -1n): void {
    const { books } = this.#model;
    const { partner } = this.#fact;
    books.move(`2210 ${partner}`, `2220 ${partner}`, sign * this.#sent);
    books.move(`2210 ${partner}`, "2230 US", sign * this.#withheld);
  }
}
