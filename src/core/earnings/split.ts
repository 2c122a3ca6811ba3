/**
 * The split: a member's pool over the authors that member read, and each author's amount over the
 * stories that were read (docs/policy/earnings.md §2 to §9).
 *
 * Everything about one member is decided inside that member's own pool, so no reader, real or bought,
 * moves anyone's money but their own. Money is in micros.
 */
import { assert } from "../assert.ts";
import { sum } from "../money.ts";
import { apportion } from "./apportion.ts";
import { Attention } from "./attention.ts";
import type { Catalogue } from "./catalogue.ts";
import { ColumnApportionment } from "./column-apportionment.ts";
import type { Evidence } from "./evidence.ts";
import { EXACT_BELOW, floorOfProduct } from "./exact.ts";
import type { Lines } from "./lines.ts";
import type { Policy } from "./policy.ts";
import { Weighing, WHOLE_BPS } from "./weighing.ts";

/** Splits months under one policy, using its columns again from member to member. */
export class Splitter {
  /** How the member split last came to their lines, for receipts. */
  readonly attention: Attention;
  readonly weighing: Weighing;
  readonly #catalogue: Catalogue;
  readonly #exactBelow: number;
  readonly #authorShares = new ColumnApportionment();
  readonly #storyShares = new ColumnApportionment();
  readonly #escrows = new ColumnApportionment();

  /** Pools or weights from `exactBelow` on are split in `bigint`, with the same result; tests lower it. */
  constructor(policy: Policy, catalogue: Catalogue, exactBelow = EXACT_BELOW) {
    this.attention = new Attention(policy, catalogue);
    this.weighing = new Weighing(policy, catalogue);
    this.#catalogue = catalogue;
    this.#exactBelow = exactBelow;
  }

  /**
   * Adds to `lines` what each member of the evidence gives, in ascending order of member, author and
   * story: a line for every story read, also one worth nothing beside larger ones.
   *
   * A pool of zero gives no lines. A pool without a read of another's story goes to `lines.unclaimed`.
   */
  split(evidence: Evidence, lines: Lines): void {
    const { pools } = evidence;
    evidence.rewind();
    for (let row = 0; row < pools.count; row++) {
      const member = pools.member[row]!;
      assert(
        row === 0 || pools.member[row - 1]! < member,
        "each member has one pool, in order of id",
      );
      const poolMicros = pools.micros[row]!;
      if (poolMicros === 0n) continue;
      evidence.turnTo(member);
      this.attention.gather(evidence.readings, evidence.views, this.#catalogue.authorPlace(member));
      this.weighing.weigh(this.attention, evidence);
      if (this.weighing.weightSum === 0) lines.unclaimed.add(member, poolMicros);
      else this.#divide(member, poolMicros, lines);
    }
    evidence.end();
  }

  #divide(member: number, poolMicros: bigint, lines: Lines): void {
    const first = lines.count;
    lines.reserve(this.attention.count);
    const pool = Number(poolMicros);
    const exact = pool < this.#exactBelow && this.weighing.weightSum < this.#exactBelow;
    if (exact) this.#divideFloats(pool, lines);
    else this.#divideBigInts(poolMicros, lines);
    this.#nameLines(member, first, lines);
  }

  #divideFloats(pool: number, lines: Lines): void {
    const { attention, weighing } = this;
    const { count, firstRow, heldBps } = weighing;
    const authorShares = this.#authorShares;
    const storyShares = this.#storyShares;
    authorShares.divide(pool, weighing.weight, 0, count);
    for (let author = 0; author < count; author++) {
      const from = firstRow[author]!;
      const to = firstRow[author + 1]!;
      const amount = authorShares.parts[author]!;
      storyShares.divide(amount, attention.weight, from, to);
      if (heldBps[author] === 0 || amount === 0) this.#putLines(lines, from, to);
      else this.#putHeldLines(lines, author, amount);
    }
  }

  #putLines(lines: Lines, from: number, to: number): void {
    const { parts } = this.#storyShares;
    for (let story = from; story < to; story++) lines.putAmounts(lines.count++, parts[story]!, 0);
  }

  #putHeldLines(lines: Lines, author: number, amount: number): void {
    const { firstRow, heldBps } = this.weighing;
    const from = firstRow[author]!;
    const to = firstRow[author + 1]!;
    const { parts } = this.#storyShares;
    const escrow = floorOfProduct(amount, heldBps[author]!, WHOLE_BPS);
    this.#escrows.divide(escrow, parts, from, to);
    for (let story = from; story < to; story++) {
      lines.putAmounts(lines.count++, parts[story]!, this.#escrows.parts[story]!);
    }
  }

  /** The same division in `bigint`, for numbers that floats do not hold. */
  #divideBigInts(poolMicros: bigint, lines: Lines): void {
    const { attention, weighing } = this;
    const { count, firstRow, heldBps } = weighing;
    const weights = exactWeights(attention, weighing);
    const amounts = apportion(poolMicros, weights.authors, [...weighing.place.subarray(0, count)]);
    amounts.forEach((amount, author) => {
      const from = firstRow[author]!;
      const to = firstRow[author + 1]!;
      const stories = [...attention.place.subarray(from, to)];
      const parts = apportion(amount, weights.stories.slice(from, to), stories);
      const escrow = (amount * BigInt(heldBps[author]!)) / BigInt(WHOLE_BPS);
      const escrows = apportion(escrow, parts, stories);
      parts.forEach((part, story) => {
        lines.micros[lines.count] = part;
        lines.escrowMicros[lines.count++] = escrows[story]!;
      });
    });
  }

  #nameLines(member: number, first: number, lines: Lines): void {
    const { storyIds, authorIds, authorPlaces } = this.#catalogue;
    const { place } = this.attention;
    const { count } = lines;
    for (let line = first; line < count; line++) {
      const story = place[line - first]!;
      lines.member[line] = member;
      lines.author[line] = authorIds[authorPlaces[story]!]!;
      lines.story[line] = storyIds[story]!;
    }
  }
}

/** The weights of the member at hand, by story and by author, however large. */
export function exactWeights(
  attention: Attention,
  weighing: Weighing,
): { stories: bigint[]; authors: bigint[] } {
  const stories = Array.from(
    { length: attention.count },
    (_, row) => BigInt(attention.countedSeconds[row]!) * BigInt(attention.secondBps[row]!),
  );
  const authors = Array.from({ length: weighing.count }, (_, row) => {
    const reading = sum(stories.slice(weighing.firstRow[row]!, weighing.firstRow[row + 1]!));
    return reading * BigInt(WHOLE_BPS + weighing.bonusBps[row]!);
  });
  return { stories, authors };
}
