/** How long a start takes, from the command to the first page: with a new database, and again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSite } from "./ground.ts";
import { type Measured, median, rounded } from "./measured.ts";

const TIMES = 3;

export async function run(): Promise<Measured> {
  const first: number[] = [];
  const second: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const folder = mkdtempSync(join(tmpdir(), "earnest-bench-"));
    try {
      first.push(await secondsToPage(folder));
      second.push(await secondsToPage(folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return {
    name: "start",
    rows: [
      { what: "first start to first page", value: rounded(median(first)), unit: "s", bar: "≤ 5" },
      {
        what: "second start to first page",
        value: rounded(median(second)),
        unit: "s",
        bar: "≤ 1.5",
      },
    ],
  };
}

/** With the embedded database, and without anything of ours in the environment. */
async function secondsToPage(folder: string): Promise<number> {
  const environment = { ...process.env, DATABASE_URL: "", DATA_FOLDER: folder, LOG_LEVEL: "error" };
  const began = performance.now();
  const site = await startSite(environment);
  const seconds = (performance.now() - began) / 1000;
  await site.stop();
  return seconds;
}
