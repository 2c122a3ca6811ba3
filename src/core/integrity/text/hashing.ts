/** Places for words and runs of letters in a table: FNV-1a, finished as in MurmurHash3 (both public domain). */

const PRIME = 0x01000193;
const BASIS = 0x811c9dc5;

/** Of the letters of `text` from `from` to before `to`; `kind` keeps kinds of features apart. */
export function hashOf(text: string, kind: number, from = 0, to = text.length): number {
  let hash = BASIS ^ kind;
  for (let place = from; place < to; place += 1)
    hash = Math.imul(hash ^ text.charCodeAt(place), PRIME);
  return finished(hash);
}

export function mixed(hash: number, other: number): number {
  return finished(Math.imul(hash ^ PRIME, 0x85ebca6b) ^ other);
}

function finished(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
