/** Bugs that others have had, planted one at a time: the simulation has to find each of them. */
import { availableParallelism } from "node:os";
import { progressBar } from "../../src/cli/progress.ts";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { buildSimulation, type Planted } from "./build.ts";
import { Worker } from "./crew.ts";
import { PLANTED } from "./planted-bugs.ts";

/** Within so many seeds. */
const SEEDS_MAX = 200;

interface Report {
  planted: Planted;
  seed: number | null;
  said: string;
}

/** Whether all were found. */
export async function findPlanted(
  server: DatabaseConfig,
  workers = availableParallelism(),
): Promise<boolean> {
  const bar = progressBar("bugs");
  const left = [...PLANTED];
  const reports: Report[] = [];
  const crew = Array.from({ length: workers }, async () => {
    for (let planted = left.shift(); planted; planted = left.shift()) {
      reports.push(await search(planted, server));
      bar.show(reports.length, PLANTED.length);
    }
  });
  await Promise.all(crew);
  bar.end();
  for (const planted of PLANTED) {
    const { seed, said } = reports.find((report) => report.planted === planted)!;
    const where = seed === null ? "NOT FOUND" : `found at seed ${seed}`;
    console.log(`${planted.name.padEnd(52)} ${where.padEnd(20)} ${said.split("\n")[0]}`);
  }
  const found = reports.filter(({ seed }) => seed !== null);
  console.log(`\n${found.length} of ${PLANTED.length} planted bugs were found.`);
  return found.length === PLANTED.length;
}

async function search(planted: Planted, server: DatabaseConfig): Promise<Report> {
  const none = { planted, seed: null };
  let folder = "";
  try {
    folder = await buildSimulation(planted.name.replaceAll(/[^a-z]+/gi, "-"), planted);
  } catch (fault) {
    return { ...none, said: fault instanceof Error ? fault.message : String(fault) };
  }
  const worker = await Worker.begin(folder, server);
  try {
    for (let seed = 1; seed <= SEEDS_MAX; seed++) {
      const found = await worker.play(seed);
      if (found) return { planted, seed, said: found.what };
    }
    return { ...none, said: `${SEEDS_MAX} seeds were as they ought to be` };
  } finally {
    worker.end();
  }
}
