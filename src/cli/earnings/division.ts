/** Divides all ranges of members on several threads, and writes what comes of it in order. */
import { createHash, type Hash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { MemberFile } from "./event-files.ts";
import type { Fault, MemberRange } from "./range-evidence.ts";
import type { Order, Reply, Totals } from "./split-messages.ts";

export interface Divided {
  totals: Totals[];
  /** SHA-256 of the lines, without the line of their names. */
  linesSha256: string;
}

export type DivisionResult = { ok: true; divided: Divided } | { ok: false; fault: Fault };

export interface Ranges {
  /** Where each range begins in each file, and last where the last ends. */
  offsets: Record<MemberFile, number[]>;
  /** The least member of each, ascending. */
  starts: readonly number[];
}

/** As many ranges a thread may be ahead of what is written: they wait in memory. */
const AHEAD = 4;
/** As many it is given at once, so that it need not wait while others are written. */
const AT_ONCE = 2;

/** In the bundle both stand side by side; from the sources the thread runs as it is. */
const THREAD = new URL(
  import.meta.url.endsWith(".ts") ? "./split-worker.ts" : "./split-worker.js",
  import.meta.url,
);

/** Writes `lines.csv` and `unclaimed.csv` into `folder`, whatever the number of threads the same bytes. */
export async function divide(
  order: Order,
  ranges: Ranges,
  { folder, threads, onProgress }: DivideOptions,
): Promise<DivisionResult> {
  const out = new Output(folder);
  const workers = Array.from({ length: Math.min(threads, ranges.starts.length) }, () => {
    return new Worker(THREAD, { workerData: order });
  });
  try {
    return await run(workers, ranges, out, onProgress);
  } finally {
    out.close();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

export interface DivideOptions {
  folder: string;
  threads: number;
  onProgress: (done: number, of: number) => void;
}

function run(
  workers: Worker[],
  ranges: Ranges,
  out: Output,
  onProgress: (done: number, of: number) => void,
): Promise<DivisionResult> {
  const totals: Totals[] = [];
  const idle: Worker[] = [];
  let next = 0;
  return new Promise((resolve, reject) => {
    const give = () => {
      while (
        idle.length > 0 &&
        (next >= ranges.starts.length || next < out.written + workers.length * AHEAD)
      ) {
        const worker = idle.pop()!;
        if (next >= ranges.starts.length) worker.postMessage("end");
        else worker.postMessage({ number: next, range: rangeOf(ranges, next++) });
      }
    };
    const hear = (worker: Worker, reply: Reply) => {
      if (reply.is === "fault") return resolve({ ok: false, fault: reply.fault });
      if (reply.is === "totals") {
        totals.push(reply.totals);
        if (totals.length < workers.length) return;
        return resolve({ ok: true, divided: { totals, linesSha256: out.sha256() } });
      }
      out.take(reply.number, reply);
      onProgress(out.written, ranges.starts.length);
      idle.push(worker);
      give();
    };
    for (const worker of workers) {
      worker.on("message", (reply: Reply) => {
        try {
          hear(worker, reply);
        } catch (error) {
          reject(error);
        }
      });
      worker.on("error", reject);
    }
    for (let order = 0; order < AT_ONCE; order++) idle.push(...workers);
    give();
  });
}

function rangeOf({ offsets, starts }: Ranges, number: number): MemberRange {
  const parts = Object.entries(offsets).map(([name, places]) => [
    name,
    { from: places[number]!, to: places[number + 1]! },
  ]);
  return {
    firstMember: starts[number]!,
    beforeMember: starts[number + 1] ?? Number.POSITIVE_INFINITY,
    parts: Object.fromEntries(parts) as MemberRange["parts"],
  };
}

/** Writes ranges in their order, whichever comes first. */
class Output {
  /** How many ranges are written. */
  written = 0;
  readonly #lines: number;
  readonly #unclaimed: number;
  readonly #hash: Hash = createHash("sha256");
  readonly #waiting = new Map<number, { lines: Uint8Array; unclaimed: Uint8Array }>();

  constructor(folder: string) {
    this.#lines = openSync(join(folder, "lines.csv"), "w");
    this.#unclaimed = openSync(join(folder, "unclaimed.csv"), "w");
    writeSync(this.#lines, "member,author,story,micros,escrow\n");
    writeSync(this.#unclaimed, "member,micros\n");
  }

  take(number: number, range: { lines: Uint8Array; unclaimed: Uint8Array }): void {
    this.#waiting.set(number, range);
    for (
      let ready = this.#waiting.get(this.written);
      ready;
      ready = this.#waiting.get(this.written)
    ) {
      this.#waiting.delete(this.written++);
      writeAll(this.#lines, ready.lines);
      writeAll(this.#unclaimed, ready.unclaimed);
      this.#hash.update(ready.lines);
    }
  }

  sha256(): string {
    return this.#hash.digest("hex");
  }

  close(): void {
    closeSync(this.#lines);
    closeSync(this.#unclaimed);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
