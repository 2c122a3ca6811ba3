/**
 * Texts that are nearly the same: MinHash (Broder, Compression and Complexity of Sequences, 1997) over runs of
 * letters, found by bands (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, §3.4). Linear in texts:
 * each is compared once for every band, with one text that shares it.
 */
import { hashOf } from "./hashing.ts";

const LETTERS = 4;
const BANDS = 20;
const ROWS = 3;
const HASHES = BANDS * ROWS;
/** Odd multipliers and what is added, one pair for each hash: a fixed sequence (Numerical Recipes, §7.1). */
const MULTIPLIERS = Uint32Array.from(fixed(HASHES, 1), (value) => value | 1);
const ADDENDS = Uint32Array.from(fixed(HASHES, 2));

export interface NearDuplicates {
  /** Of each text the place of the first one of its kind; its own when there is no other. */
  readonly first: Int32Array;
  /** Of each text how many are of its kind, itself among them. */
  readonly copies: Int32Array;
}

/**
 * Texts are normalised. Two are of one kind when at least `alike` of the runs of letters that either has are in
 * both, as estimated, or when both are so like a third.
 */
export function nearDuplicates(normals: readonly string[], alike = 0.6): NearDuplicates {
  const first = Int32Array.from(normals.keys());
  const same = new Map<string, number>();
  const signatures: Uint32Array[] = [];
  const bands = Array.from({ length: BANDS }, () => new Map<number, number>());
  for (const [place, normal] of normals.entries()) {
    const earlier = same.get(normal);
    if (earlier !== undefined) {
      join(first, earlier, place);
      continue;
    }
    same.set(normal, place);
    const signature = signatureOf(normal);
    signatures[place] = signature;
    for (const [number, band] of bands.entries()) {
      const key = keyOf(signature, number);
      const other = band.get(key);
      if (other === undefined) band.set(key, place);
      else if (likeness(signature, signatures[other]!) >= alike) join(first, other, place);
    }
  }
  return counted(first);
}

function counted(first: Int32Array): NearDuplicates {
  const size = new Int32Array(first.length);
  for (const place of first.keys()) {
    first[place] = rootOf(first, place);
    size[first[place]!]! += 1;
  }
  return { first, copies: first.map((root) => size[root]!) };
}

/** The least hash of the runs of letters, for each of the hashes. */
function signatureOf(normal: string): Uint32Array {
  const least = new Uint32Array(HASHES).fill(0xffffffff);
  const padded = ` ${normal} `;
  for (let at = 0; at === 0 || at + LETTERS <= padded.length; at += 1) {
    const run = hashOf(padded, 0, at, Math.min(padded.length, at + LETTERS));
    for (let hash = 0; hash < HASHES; hash += 1) {
      const value = (Math.imul(run, MULTIPLIERS[hash]!) + ADDENDS[hash]!) >>> 0;
      if (value < least[hash]!) least[hash] = value;
    }
  }
  return least;
}

function keyOf(signature: Uint32Array, band: number): number {
  let key = 0;
  for (let row = band * ROWS; row < (band + 1) * ROWS; row += 1)
    key = Math.imul(key ^ signature[row]!, 0x9e3779b1) ^ (key >>> 15);
  return key;
}

/** The part of the hashes on which both agree: about the part of their runs that both have. */
function likeness(one: Uint32Array, other: Uint32Array): number {
  let equal = 0;
  for (let hash = 0; hash < HASHES; hash += 1) if (one[hash] === other[hash]) equal += 1;
  return equal / HASHES;
}

function rootOf(first: Int32Array, place: number): number {
  let root = place;
  while (first[root] !== root) root = first[root]!;
  for (let at = place; first[at] !== root; ) {
    const next = first[at]!;
    first[at] = root;
    at = next;
  }
  return root;
}

function join(first: Int32Array, one: number, other: number): void {
  const [a, b] = [rootOf(first, one), rootOf(first, other)];
  first[Math.max(a, b)] = Math.min(a, b);
}

function fixed(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state ^ (state >>> 15)) >>> 0;
  });
}
