/** The built simulation: what `run.ts` and its workers call. */

export { startOwnServer } from "../support/own-server.ts";
export { makeDatabase, openArena } from "./arena.ts";
export { playSeed } from "./play.ts";
export { Difference } from "./simulation.ts";
