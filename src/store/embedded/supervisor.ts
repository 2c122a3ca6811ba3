/**
 * The supervisor of the embedded PostgreSQL: one server for one folder, however many processes use it.
 *
 * The first process starts the server, others adopt it, the last one out stops it. If a process is
 * killed, the next one adopts; if all are, the keeper stops the server. If the server is killed, each
 * process sees that, and the first to see it starts the server again, on the same address.
 */
import { createHmac } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseConfig } from "../db.ts";
import { inFolder, StoreTrouble } from "../trouble.ts";
import { binariesFor } from "./binaries.ts";
import { APPLICATION, ensureCluster, OWNER } from "./cluster.ts";
import { ensureAnswer } from "./database.ts";
import { type Hold, takeHold } from "./keeper.ts";
import { type Lock, lockAlone, tryLock } from "./lock.ts";
import { openFolder, placeIn } from "./place.ts";
import { portFor } from "./port.ts";
import { ensureServer, halt, isUp, type Server } from "./server.ts";
import type { Settings } from "./settings.ts";

export interface EmbeddedOptions {
  /** Made if it is not there. Its path may be as long as the system allows. */
  folder: string;
  /** Told, in sentences, of what takes long and of a server that died. */
  log: (sentence: string) => void;
  /** Settings of PostgreSQL instead of ours. An adopted server keeps its own. */
  settings?: Settings;
}

export interface Embedded {
  /** As the owner of everything. */
  connection: DatabaseConfig;
  /** As the role that the site runs as (`store/roles.ts`). It has no rights until it is let in. */
  application: DatabaseConfig;
  /** Whether the server ran before. */
  adopted: boolean;
  /** Lets go; the last process to do so stops the server. A second call does nothing more. */
  stop(): Promise<void>;
}

interface Holding extends Server {
  shared: Lock;
  hold: Hold;
}

const GATE_MS_MAX = 120_000;
const RETRY_MS_MAX = 10_000;
const RETRY_MS = 100;
const WATCH_MS = 500;
const LOG_BYTES_MAX = 1_000_000;

/** Throws a `StoreTrouble` when the operator must do something first. */
export function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  return inFolder(options.folder, async () => {
    const folder = openFolder(options.folder);
    const deadline = performance.now() + RETRY_MS_MAX;
    for (;;) {
      const embedded = await throughGate(folder, () => enter(folder, options));
      if (embedded) return embedded;
      if (performance.now() > deadline) {
        throw new StoreTrouble(
          `Another process uses the database in ${folder}, and its server cannot be seen from ` +
            "here, perhaps because it runs in another container. Nothing was changed: stop it first.",
        );
      }
      await pause(RETRY_MS);
    }
  });
}

/** One process at a time starts or stops the server of a folder. */
async function throughGate<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const gate = await lockAlone(join(folder, "gate.lock"), GATE_MS_MAX);
  if (!gate) {
    throw new StoreTrouble(
      `Another process has been starting or stopping the database in ${folder} for two minutes.`,
    );
  }
  try {
    return await work();
  } finally {
    gate.release();
  }
}

/**
 * Null when others hold the folder and no server is to be seen: either it was killed just now, and
 * they start it again, or they are where we cannot see, and a second server would ruin the data.
 */
async function enter(folder: string, options: EmbeddedOptions): Promise<Embedded | null> {
  const place = placeIn(folder);
  const alone = await tryLock(place.holders, "alone");
  alone?.release();
  if (!alone && !isUp(place)) return null;

  const native = binariesFor(folder, place.account);
  const port = await portFor(folder);
  const { log, settings = {} } = options;
  const server = { place, native, port, settings, log };
  const shared = await tryLock(place.holders, "shared");
  if (!shared) throw new Error(`Not so: nobody else holds ${place.holders} alone`);
  let hold: Hold | null = null;
  try {
    if (!existsSync(place.data)) log(`A database is being made in ${dirname(place.data)}.`);
    await ensureCluster(place, native);
    hold = await takeHold(place);
    const connection = connectionTo(server);
    const application = applicationOf(connection);
    const adopted = await ensureAnswer(server, connection, application);
    return { connection, application, adopted, stop: watch({ ...server, shared, hold }) };
  } catch (error) {
    if (alone) await halt(server);
    if (alone) hold?.bye();
    hold?.close();
    shared.release();
    throw error;
  }
}

function connectionTo({ place, port }: Server): DatabaseConfig {
  const host = process.platform === "win32" ? "127.0.0.1" : place.run;
  const password = readFileSync(place.password, "utf8").trim();
  return { host, port, user: OWNER, password, database: OWNER };
}

/**
 * The same database for the application's role. Its password is made from the owner's, so that a folder
 * from before there were two roles needs no other file; the owner's cannot be made from it.
 */
function applicationOf(connection: DatabaseConfig): DatabaseConfig {
  const password = createHmac("sha256", String(connection.password)).update(APPLICATION);
  return { ...connection, user: APPLICATION, password: password.digest("base64url") };
}

/** Starts the server again when it dies, until the function given back is called. */
function watch(holding: Holding): () => Promise<void> {
  let tending: Promise<void> | null = null;
  let stopped: Promise<void> | null = null;
  let told = "";
  const timer = setInterval(() => {
    tending ??= tend(holding)
      .catch(({ message }: Error) => {
        // Tried again at the next look, told once.
        if (message !== told) holding.log(message);
        told = message;
      })
      .finally(() => {
        tending = null;
      });
  }, WATCH_MS).unref();
  return () => {
    clearInterval(timer);
    stopped ??= Promise.resolve(tending).then(() => leave(holding));
    return stopped;
  };
}

async function tend(holding: Holding): Promise<void> {
  const { place, log } = holding;
  if (!isUp(place)) {
    const wasUp = await throughGate(place.folder, () => ensureServer(holding));
    if (!wasUp) log("The database had died and was started again; nothing saved is lost.");
  }
  rotate(place.log);
}

async function leave(holding: Holding): Promise<void> {
  const { place, shared, hold } = holding;
  await throughGate(place.folder, async () => {
    shared.release();
    const alone = await tryLock(place.holders, "alone");
    if (alone) {
      await halt(holding);
      hold.bye();
      alone.release();
    }
    hold.close();
  });
}

/** The server writes at the end of whatever the file is, so its beginning can be put aside. */
function rotate(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < LOG_BYTES_MAX) return;
  rmSync(`${log}.1`, { force: true });
  copyFileSync(log, `${log}.1`);
  truncateSync(log);
}
