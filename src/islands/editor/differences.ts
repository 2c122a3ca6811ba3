/** Two versions of a story, paragraph beside paragraph, to see where they differ. */

/** The texts of one block on both sides; null where a side has none. */
export interface Pair {
  left: string | null;
  right: string | null;
  isSame: boolean;
}

/** Beyond this many cells of the comparison the middle is shown as replaced altogether. */
const CELLS_MAX = 4_000_000;

/** The blocks of both in order; equal ones stand side by side, so as many as possible. */
export function pairsOf(left: readonly string[], right: readonly string[]): Pair[] {
  const start = sharedStart(left, right);
  const end = sharedEnd(left.slice(start), right.slice(start));
  const head = left.slice(0, start).map(same);
  const tail = left.slice(left.length - end).map(same);
  const middle = middlePairs(
    left.slice(start, left.length - end),
    right.slice(start, right.length - end),
  );
  return [...head, ...middle, ...tail];
}

const same = (text: string): Pair => ({ left: text, right: text, isSame: true });

function sharedStart(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) count += 1;
  return count;
}

function sharedEnd(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  const most = Math.min(left.length, right.length);
  while (count < most && left.at(-1 - count) === right.at(-1 - count)) count += 1;
  return count;
}

function middlePairs(left: readonly string[], right: readonly string[]): Pair[] {
  if (left.length * right.length > CELLS_MAX) return replaced(left, right);
  const lengths = commonLengths(left, right);
  const pairs: Pair[] = [];
  const gone: string[] = [];
  const come: string[] = [];
  let [i, j] = [0, 0];
  const flush = () => pairs.push(...replaced(gone.splice(0), come.splice(0)));
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) {
      flush();
      pairs.push(same(left[i]!));
      [i, j] = [i + 1, j + 1];
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) gone.push(left[i++]!);
    else come.push(right[j++]!);
  }
  gone.push(...left.slice(i));
  come.push(...right.slice(j));
  flush();
  return pairs;
}

/** Changed blocks beside each other, the longer side running on alone. */
function replaced(left: readonly string[], right: readonly string[]): Pair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    left: left[index] ?? null,
    right: right[index] ?? null,
    isSame: false,
  }));
}

/** `[i][j]` is how many blocks `left` from `i` and `right` from `j` have in common, in order. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i]!, lengths[i + 1]!];
    for (let j = right.length - 1; j >= 0; j -= 1) {
      row[j] = left[i] === right[j] ? below[j + 1]! + 1 : Math.max(below[j]!, row[j + 1]!);
    }
  }
  return lengths;
}
