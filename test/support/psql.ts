/** Scripts for plain psql, run as whoever has nothing of ours would. */
import { spawnSync } from "node:child_process";
import type { DatabaseConfig } from "../../src/store/db.ts";

/** Not on every machine. */
export const HAS_PSQL: boolean = spawnSync("psql", ["--version"]).status === 0;

/** Runs a script of the folder, in that folder. */
export function runScript(
  folder: string,
  script: string,
  config: DatabaseConfig,
): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(
    "psql",
    [...["--no-psqlrc", `--file=${script}`], ...["--tuples-only", "--no-align", urlOf(config)]],
    { cwd: folder, encoding: "utf8" },
  );
  return { code: status, said: stdout + stderr };
}

function urlOf(config: DatabaseConfig): string {
  if (config.connectionString) return config.connectionString;
  const { user, password, host, port, database: name } = config;
  const words = { user, password: String(password), host, port: String(port), dbname: name };
  return Object.entries(words)
    .map(([word, value]) => `${word}='${value}'`)
    .join(" ");
}
