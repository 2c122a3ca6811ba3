/** The thread that scores a community: one order comes with it, one answer goes back. */
import { parentPort, workerData } from "node:worker_threads";
import { type Order, scoreInStages } from "./score-in-stages.ts";

// What starts this thread gives it an order, and nothing else does.
const order: Order = workerData;
parentPort?.postMessage(scoreInStages(order));
