/** A folder for sites that run as processes, with the database they keep in it, seen from outside. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseConfig } from "../../src/store/db.ts";
import { OWNER } from "../../src/store/embedded/cluster.ts";
import { lockAlone } from "../../src/store/embedded/lock.ts";
import { findPostmaster, isAlive } from "../../src/store/embedded/postmaster.ts";
import { PORT } from "../../src/store/embedded/settings.ts";
import { roomiest } from "./roomiest.ts";
import { until } from "./until.ts";

export interface SiteFolder {
  path: string;
  settings: { DATA_FOLDER: string; LOG_LEVEL: string };
  /** A connection beside the sites', which keeps no server running. Once a site has made the database. */
  config(): DatabaseConfig;
  /** The number of the server's process, dead or alive. */
  serverPid(): number;
  isUp(): boolean;
  killServer(): void;
  /** Keeps whoever watches the server from starting it, until the function it gives is called. */
  keepDown(): Promise<() => void>;
  /** Ends a server that is left over, and deletes everything. */
  remove(): Promise<void>;
}

const PATIENCE_MS = 30_000;

export function siteFolder(path = mkdtempSync(join(roomiest(), "earnest-site-"))): SiteFolder {
  // The server's user must get in.
  chmodSync(path, 0o711);
  const home = join(path, "postgres");
  const data = join(home, "data");
  const isUp = () => {
    const found = findPostmaster(data);
    return found !== null && isAlive(found, data);
  };
  const serverPid = () => findPostmaster(data)?.pid ?? -1;
  return {
    ...{ path, isUp, serverPid },
    settings: { DATA_FOLDER: path, LOG_LEVEL: "error" },
    config: () => ({
      host: join(home, "run"),
      port: PORT,
      user: OWNER,
      password: readFileSync(join(home, "password"), "utf8").trim(),
      database: OWNER,
    }),
    killServer: () => void process.kill(serverPid(), "SIGKILL"),
    keepDown: async () => {
      const lock = await lockAlone(join(home, "gate.lock"), PATIENCE_MS);
      if (!lock) throw new Error("the gate of the database is free");
      return () => lock.release();
    },
    remove: async () => {
      if (isUp()) process.kill(serverPid(), "SIGQUIT");
      await until(() => !isUp());
      rmSync(path, { recursive: true, force: true });
    },
  };
}
