/** A worker thread of `earnest earnings split`: divides ranges of members as they are given to it. */
import { parentPort, workerData } from "node:worker_threads";
import { assert } from "../../core/assert.ts";
import { Catalogue } from "../../core/earnings/catalogue.ts";
import { Lines } from "../../core/earnings/lines.ts";
import { MeasureSplitter } from "../../core/earnings/presets/measure-split.ts";
import { Splitter } from "../../core/earnings/split.ts";
import { LineBytes } from "./line-bytes.ts";
import { BadFile, type MemberRange, RangeEvidence } from "./range-evidence.ts";
import type { Order, Reply, Totals } from "./split-messages.ts";

const { month, policy, stories, ...order } = workerData as Order;
assert(parentPort !== null, "this is a worker thread");
const port = parentPort;
const catalogue = new Catalogue(stories.ids, stories.authors, stories.expectedSeconds);
const files = new RangeEvidence(month, catalogue, new Map(order.files));
const splitter =
  policy.rule === "own-pool"
    ? new Splitter(policy, catalogue)
    : new MeasureSplitter(policy, catalogue);
const lines = new Lines();
const written = new LineBytes();
const unclaimed = new LineBytes();
const totals: Totals = {
  authorMicros: new Float64Array(catalogue.authorIds.length),
  authorEscrow: new Float64Array(catalogue.authorIds.length),
  authorLines: new Uint8Array(catalogue.authorIds.length),
  rows: files.rows,
  ...{ members: 0, lines: 0, poolMicros: 0n, unclaimedMicros: 0n },
};

port.on("message", (message: { number: number; range: MemberRange } | "end") => {
  if (message === "end") {
    port.postMessage({ is: "totals", totals } satisfies Reply);
    port.close();
    return;
  }
  try {
    port.postMessage(...divided(message.number, message.range));
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    port.postMessage({ is: "fault", number: message.number, fault: error.fault } satisfies Reply);
  }
});

function divided(number: number, range: MemberRange): [Reply, ArrayBuffer[]] {
  const evidence = files.fill(range);
  lines.clear();
  splitter.split(evidence, lines);
  addUp();
  for (const bytes of [written, unclaimed]) bytes.clear();
  written.addLines(lines);
  unclaimed.addUnclaimed(lines.unclaimed);
  const reply = { lines: written.copy(), unclaimed: unclaimed.copy() };
  const { buffer } = reply.lines;
  return [{ is: "range", number, ...reply }, [buffer, reply.unclaimed.buffer]];
}

/** What the statements of authors add up; they stay exact below 2^53 micros. */
function addUp(): void {
  const { pools } = files.evidence;
  const { author, amounts, escrows, count } = lines;
  let place = -1;
  let last = 0;
  for (let row = 0; row < count; row++) {
    if (author[row] !== last) {
      last = author[row]!;
      place = catalogue.authorPlace(last);
      totals.authorLines[place] = 1;
    }
    totals.authorMicros[place]! += amounts.at(row);
    totals.authorEscrow[place]! += escrows.at(row);
  }
  totals.lines += count;
  totals.members += pools.count;
  for (let row = 0; row < pools.count; row++) totals.poolMicros += pools.micros[row]!;
  for (let row = 0; row < lines.unclaimed.count; row++)
    totals.unclaimedMicros += lines.unclaimed.micros[row]!;
}
