/** Scoring beside the site: in a thread of its own, so that pages are answered meanwhile. */
import { Worker } from "node:worker_threads";
import type { Events } from "../../core/integrity/events.ts";
import { type Order, type Scored, scoreInStages } from "./score-in-stages.ts";

/** In the bundle both stand side by side; from the sources the thread runs as it is. */
const THREAD = new URL(
  import.meta.url.endsWith(".ts") ? "./integrity-worker.ts" : "./integrity-worker.js",
  import.meta.url,
);

/** With fewer events than this a thread takes longer to start than the scoring itself. */
const ALONE_FROM = 20_000;

/** Scores, and the milliseconds of each stage. The columns of a large order are given away. */
export function scoreBeside(order: Order): Promise<Scored> {
  const { follows, reads, claps, responses } = order.events;
  const events = follows.at.length + reads.at.length + claps.at.length + responses.at.length;
  if (events < ALONE_FROM) return Promise.resolve(scoreInStages(order));
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { workerData: order, transferList: buffersOf(order.events) });
    worker.on("message", (scored: Scored) => resolve(scored));
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`scoring ended with ${code}`)));
  });
}

/** Reads, claps and responses; of the follows and the accounts it is asked afterwards whose they are. */
function buffersOf({ reads, claps, responses }: Events): ArrayBuffer[] {
  const columns = [reads, claps, responses].flatMap((kind) => Object.values(kind));
  return columns.map((column) => column.buffer);
}
