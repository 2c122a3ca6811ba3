/** One thread of the benchmark of the split: fills its months, says so, and splits them when told to. */
import { parentPort, workerData } from "node:worker_threads";
import { splitAll } from "./split.ts";
import { syntheticCatalogue, syntheticRanges } from "./split-months.ts";

/** As many as it takes until the compiler is done. */
const WARM_UP_RANGES = 5;

const { first, members } = workerData as { first: number; members: number };
const catalogue = syntheticCatalogue();
const ranges = syntheticRanges(catalogue, first, members);
splitAll(catalogue, ranges.slice(0, WARM_UP_RANGES));
parentPort?.on("message", () => parentPort?.postMessage(splitAll(catalogue, ranges)));
parentPort?.postMessage("filled");
