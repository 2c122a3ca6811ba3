/** In whose company a follow stands: the part of the author's other followers that has read the author. */
import type { Events } from "./events.ts";

/** As many others are taken to be there beforehand, of whom as many read as do of all followers. */
const OTHERS_PRIOR = 3;
/** Fewer others are no company, and say nothing. */
const OTHERS_MIN = 2;
const UNKNOWN = 0.5;
/** Where fewer of all followers have read than this, each part is taken for as much more. */
const READING_USUAL = 0.6;
/** Credit from which a follower has read, and opportunities from which one who has not let the author pass. */
const READ_FROM = 0.3;
const PASSED_FROM = 2;

interface Around {
  readonly creditBefore: Float64Array;
  readonly creditAfter: Float64Array;
}

/** Of each follow, 0 to 1. Followers who had no occasion to read yet are left out. */
export function companyOf(
  { accounts, follows }: Events,
  { creditBefore, creditAfter }: Around,
  opportunities: Uint8Array,
): Float64Array {
  const readers = new Float64Array(accounts.ids.length);
  const others = new Float64Array(accounts.ids.length);
  const count = follows.at.length;
  const reads = new Uint8Array(count);
  const counts = new Uint8Array(count);
  for (let follow = 0; follow < count; follow += 1) {
    const has = creditBefore[follow]! + creditAfter[follow]! >= READ_FROM;
    if (!has && opportunities[follow]! < PASSED_FROM) continue;
    const author = follows.followee[follow]!;
    reads[follow] = has ? 1 : 0;
    counts[follow] = 1;
    readers[author]! += reads[follow]!;
    others[author]! += 1;
  }
  const usual = Math.max(0.1, sumOf(reads) / Math.max(1, sumOf(counts)));
  return Float64Array.from(follows.followee, (author, follow) => {
    const beside = others[author]! - counts[follow]!;
    if (beside < OTHERS_MIN) return UNKNOWN;
    const read = readers[author]! - reads[follow]! + usual * OTHERS_PRIOR;
    const part = read / (beside + OTHERS_PRIOR);
    return Math.min(1, part * Math.max(1, READING_USUAL / usual));
  });
}

function sumOf(marks: Uint8Array): number {
  let sum = 0;
  for (const mark of marks) sum += mark;
  return sum;
}
