/** Lines and pools as CSV, in bytes. */
import type { Lines } from "../../core/earnings/lines.ts";
import { COMMA, LINE, NUMBER_BYTES_MAX, NumberBytes } from "../csv/number-bytes.ts";

/** Five numbers. */
const LINE_BYTES_MAX = 5 * NUMBER_BYTES_MAX;

export class LineBytes extends NumberBytes {
  /** "member,author,story,micros,escrow" for each line. */
  addLines(lines: Lines): void {
    this.makeRoom(lines.count * LINE_BYTES_MAX);
    const { member, author, story, amounts, escrows, count } = lines;
    let from = 0;
    let to = 0;
    for (let row = 0; row < count; row++) {
      // A member has some lines one after the other.
      if (row > 0 && member[row] === member[row - 1]) this.addAgain(from, to);
      else {
        from = this.length;
        this.add(member[row]!, COMMA);
        to = this.length;
      }
      this.add(author[row]!, COMMA);
      this.add(story[row]!, COMMA);
      this.add(amounts.at(row), COMMA);
      this.add(escrows.at(row), LINE);
    }
  }

  /** "member,micros" for each pool that no reading claimed. */
  addUnclaimed({ member, micros, count }: Lines["unclaimed"]): void {
    this.makeRoom(count * LINE_BYTES_MAX);
    for (let row = 0; row < count; row++) {
      this.add(member[row]!, COMMA);
      this.add(Number(micros[row]!), LINE);
    }
  }

  /** A copy that can be given away. */
  copy(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length) as Uint8Array<ArrayBuffer>;
  }
}
