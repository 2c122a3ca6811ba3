/** A worker of the simulation: a process with a database of its own, that plays the seeds it is sent. */
import type { DatabaseConfig } from "../../src/store/db.ts";
import { makeDatabase, openArena } from "./arena.ts";
import { playSeed } from "./play.ts";
import { Difference } from "./simulation.ts";

export interface Begin {
  server: DatabaseConfig;
  database: string;
}

export type Told =
  | { kind: "ready" }
  | { kind: "played"; seed: number; steps: number }
  | { kind: "found"; seed: number; steps: readonly string[]; what: string; where: string };

const begin = JSON.parse(process.argv[2]!) as Begin;
const { owner, site } = await makeDatabase(begin.server, begin.database);
const arena = await openArena(owner, site);

process.on("message", async (seed: number) => tell(await played(seed)));
process.on("disconnect", () => process.exit());
tell({ kind: "ready" });

async function played(seed: number): Promise<Told> {
  try {
    return { kind: "played", seed, steps: (await playSeed(arena, seed)).length };
  } catch (fault) {
    if (!(fault instanceof Difference)) throw fault;
    const where = fault.cause instanceof Error ? (fault.cause.stack ?? "") : "";
    return { kind: "found", seed, steps: fault.steps, what: fault.message, where };
  }
}

function tell(told: Told): void {
  process.send?.(told);
}
