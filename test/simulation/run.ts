/**
 * `npm run simulate`: plays seeds of the simulation of money, or shows that it finds planted bugs.
 *
 *     npm run simulate -- --seeds 10000 [--from 1] [--workers 2]
 *     npm run simulate -- --planted [--workers 2]
 *
 * Ends with 1 at the first seed that shows a difference, and says how to play just that one again.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { progressBar } from "../../src/cli/progress.ts";
import { buildSimulation } from "./build.ts";
import { type Found, startServer, Worker } from "./crew.ts";
import { findPlanted } from "./planted.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    workers: { type: "string", default: String(Math.min(availableParallelism(), 8)) },
    planted: { type: "boolean", default: false },
  },
});
const [seeds, from, workers] = [whole("seeds"), whole("from"), whole("workers")];

const folder = await buildSimulation("site");
const server = await startServer(folder);
try {
  const isRight = values.planted
    ? await findPlanted(server.config, workers)
    : await playAll(Array.from({ length: seeds }, (_, index) => from + index));
  process.exitCode = isRight ? 0 : 1;
} finally {
  await server.stop();
}

function whole(name: "seeds" | "from" | "workers"): number {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  process.stderr.write(`--${name} is a whole number above 0, and not ${values[name]}.\n`);
  process.exit(2);
}

/** Whether every seed was as it ought to be. */
async function playAll(all: readonly number[]): Promise<boolean> {
  const begun = performance.now();
  const bar = progressBar("seeds");
  const found: Found[] = [];
  const left = [...all];
  let done = 0;
  const crew = Array.from({ length: Math.min(workers, all.length) }, async () => {
    const worker = await Worker.begin(folder, server.config);
    for (let seed = left.shift(); seed !== undefined && found.length === 0; seed = left.shift()) {
      const difference = await worker.play(seed);
      if (difference) found.push(difference);
      bar.show(++done, all.length);
    }
    worker.end();
  });
  await Promise.all(crew);
  bar.end();
  const seconds = (performance.now() - begun) / 1000;
  const first = found.sort((a, b) => a.seed - b.seed)[0];
  if (first) tellOf(first);
  const rate = (done / seconds).toFixed(1);
  console.log(`${done} seeds, ${found.length} with a difference; ${rate} seeds a second.`);
  return found.length === 0;
}

function tellOf({ seed, steps, what, where }: Found): void {
  console.log(`Seed ${seed}:\n${steps.map((step) => `  ${step}`).join("\n")}\n`);
  console.log(`${what}\n${where}`);
  console.log(`\nAgain: npm run simulate -- --seeds 1 --from ${seed}\n`);
}
