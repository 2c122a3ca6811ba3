/** The published graphs, read from beside the repository where they are; a clone does not have them. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const FOLDER = "../shared/data/graphs";
const FILE = {
  "wiki-vote": "wiki-Vote.txt.gz",
  epinions: "soc-Epinions1-prefix.txt.gz",
  "bitcoin-otc": "soc-sign-bitcoinotc.csv.gz",
};
export type RealGraph = keyof typeof FILE;

export interface RealEdges {
  people: number;
  from: Int32Array;
  to: Int32Array;
  /** Days from the first edge, or null when the graph has no times. */
  at: Float64Array | null;
}

export function hasRealGraph(name: RealGraph): boolean {
  const there = existsSync(`${FOLDER}/${FILE[name]}`);
  if (!there) console.log(`Left out: ${FOLDER}/${FILE[name]} is not here.`);
  return there;
}

/** People are places in the order in which they are named. Of signed ratings only trust is an edge. */
export function readRealGraph(name: RealGraph): RealEdges {
  const text = gunzipSync(readFileSync(`${FOLDER}/${FILE[name]}`)).toString("latin1");
  const places = new Map<string, number>();
  const placeOf = (id: string) => {
    const place = places.get(id) ?? places.size;
    places.set(id, place);
    return place;
  };
  const from: number[] = [];
  const to: number[] = [];
  const at: number[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!/^\d/.test(line)) continue;
    const [one = "", other = "", trust = "1", second = ""] = line.split(/[\t,]/);
    if (Number(trust) <= 0) continue;
    from.push(placeOf(one));
    to.push(placeOf(other));
    if (second !== "") at.push(Number(second) / 86_400);
  }
  const begin = at.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  return {
    people: places.size,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    at: at.length > 0 ? Float64Array.from(at, (one) => one - begin + 1) : null,
  };
}
