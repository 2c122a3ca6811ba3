/** Workers that play seeds, each in its own process and database, on a server of the simulation's own. */
import { type ChildProcess, fork } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { BUILT } from "./build.ts";
import type { Begin, Told } from "./worker.ts";

export interface Server {
  config: DatabaseConfig;
  stop(): Promise<void>;
}

/** Nothing is kept longer than the run, and every statement is short. */
const HASTY = {
  ...{ fsync: "off", full_page_writes: "off", synchronous_commit: "off", autovacuum: "off" },
  ...{ wal_level: "minimal", max_wal_senders: "0", jit: "off", max_connections: "200" },
};

/** The server of a bundle, which nothing else uses. */
export async function startServer(folder: string): Promise<Server> {
  const { startOwnServer } = await import(join(folder, "main.js"));
  const server: Server = await startOwnServer(HASTY);
  return {
    config: server.config,
    stop: async () => {
      await server.stop();
      rmSync(BUILT, { recursive: true, force: true });
    },
  };
}

export type Found = Extract<Told, { kind: "found" }>;

/** Longer than any seed takes; what takes as long is stuck. */
const SEED_MS_MAX = 120_000;

let databases = 0;

export class Worker {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async begin(folder: string, server: DatabaseConfig): Promise<Worker> {
    const begin: Begin = { server, database: `simulation_${databases++}` };
    const child = fork(join(folder, "worker.js"), [JSON.stringify(begin)]);
    const worker = new Worker(child);
    await worker.#answer(SEED_MS_MAX);
    return worker;
  }

  /** Null when all was as it ought to be. */
  async play(seed: number): Promise<Found | null> {
    const answer = this.#answer(SEED_MS_MAX);
    this.#child.send(seed);
    const told = await answer;
    if (told === "stuck") {
      this.#child.kill("SIGKILL");
      const what = `no end after ${SEED_MS_MAX / 1000} seconds`;
      return { kind: "found", seed, steps: [], what, where: "" };
    }
    return told.kind === "found" ? told : null;
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #answer(msMax: number): Promise<Told | "stuck"> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error("a worker ended before it answered"));
      const timer = setTimeout(() => settle("stuck"), msMax);
      const settle = (told: Told | "stuck") => {
        clearTimeout(timer);
        this.#child.off("exit", ended);
        this.#child.off("message", settle);
        resolve(told);
      };
      this.#child.once("exit", ended);
      this.#child.once("message", settle);
    });
  }
}
