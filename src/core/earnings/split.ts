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
   * `onMember` is called after each member that has lines, while the columns hold how they came about;
   * it gets the row of the first.
   */
  split(evidence: Evidence, lines: Lines, onMember?: (first: number) => void): void {
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
      this.#weigh(member, evidence);
      if (this.weighing.weightSum === 0) lines.unclaimed.add(member, poolMicros);
      else {
        this.#divide(member, poolMicros, lines);
        onMember?.(lines.count - this.attention.count);
      }
    }
    evidence.end();
  }

  #weigh(member: number, evidence: Evidence): void {
    evidence.turnTo(member);
    const own = this.#catalogue.authorPlace(member);
    this.attention.gather(evidence.readings, evidence.views, own);
    this.weighing.weigh(this.attention, evidence);
  }

  #divide(member: number, poolMicros: bigint, lines: Lines): void {
    const { count } = this.attention;
    lines.reserve(count);
    const pool = Number(poolMicros);
    const isExact = pool < this.#exactBelow && this.weighing.weightSum < this.#exactBelow;
    if (isExact) this.#divideFloats(pool, lines);
    else this.#divideBigInts(poolMicros, lines);
    this.#nameLines(member, lines);
    lines.count += count;
  }

  #divideFloats(pool: number, lines: Lines): void {
    const { attention, weighing } = this;
    const { count, firstRow } = weighing;
    const stories = this.#storyShares;
    this.#authorShares.divide(pool, weighing.weight, 0, count);
    const amounts = this.#authorShares.parts;
    for (let author = 0; author < count; author++) {
      stories.divide(amounts[author]!, attention.weight, firstRow[author]!, firstRow[author + 1]!);
    }
    const end = lines.count + attention.count;
    lines.amounts.put(lines.count, stories.parts, attention.count);
    if (weighing.isHeld) lines.escrows.put(lines.count, this.#escrowParts(), attention.count);
    else lines.escrows.micros.fill(0n, lines.count, end);
  }

  /** The escrow of each story, from what each author has. */
  #escrowParts(): Float64Array {
    const { count, firstRow, heldBps } = this.weighing;
    const { parts: amounts } = this.#authorShares;
    for (let author = 0; author < count; author++) {
      const escrow = floorOfProduct(amounts[author]!, heldBps[author]!, WHOLE_BPS);
      const { parts } = this.#storyShares;
      this.#escrows.divide(escrow, parts, firstRow[author]!, firstRow[author + 1]!);
    }
    return this.#escrows.parts;
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
      lines.amounts.micros.set(parts, lines.count + from);
      lines.escrows.micros.set(apportion(escrow, parts, stories), lines.count + from);
    });
  }

  #nameLines(member: number, lines: Lines): void {
    const { storyIds, authorIds, authorPlaces } = this.#catalogue;
    const { place, count } = this.attention;
    const first = lines.count;
    const { author, story } = lines;
    for (let row = 0; row < count; row++) {
      lines.member[first + row] = member;
      author[first + row] = authorIds[authorPlaces[place[row]!]!]!;
      story[first + row] = storyIds[place[row]!]!;
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
