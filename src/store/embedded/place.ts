/**
 * Where a database of the site is: one folder, made on the first start.
 *
 *     gate.lock      held while the server is started or stopped
 *     holders.lock   shared by every process that uses the server
 *     password       the database's password, for its owner's eyes only
 *     server.log     what the server says; server.log.1 is the part before
 *     data/          PostgreSQL's own files
 *     run/           its socket, and the pipe of the keeper
 *     elsewhere      only if root's folder is closed to the server's user: where data/ and run/ are
 */
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { StoreTrouble } from "../trouble.ts";
import { type Account, accountFor, canEnter } from "./account.ts";

export interface Place {
  folder: string;
  data: string;
  run: string;
  gate: string;
  holders: string;
  password: string;
  log: string;
  /** The pipe by which the keeper notices that nobody uses the server. */
  pipe: string;
  account: Account | null;
}

/** For what root's server needs and cannot keep in root's own folders. */
export const ROOTS_PLACE = "/var/lib/earnest";

/** An address of a socket is at most 107 bytes on Linux and 103 on macOS. */
const SOCKET_BYTES_MAX = 103;
const SOCKET_NAME = ".s.PGSQL.5432";

/** Makes the folder. Several processes may do it at once. */
export function openFolder(folder: string): string {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true });
  // The server's user must get through to data/ and run/, which are its own.
  if (process.getuid?.() === 0) chmodSync(path, statSync(path).mode | 0o011);
  return realpathSync(path);
}

/** Call with the gate held: it decides once where the server's files are. */
export function placeIn(folder: string): Place {
  const { home, account } = homeIn(folder);
  const data = join(home, "data");
  const run = runFolder(home);
  mkdirSync(run, { recursive: true, mode: 0o700 });
  own(run, account);
  return {
    ...{ folder, data, run, account },
    gate: join(folder, "gate.lock"),
    holders: join(folder, "holders.lock"),
    password: join(folder, "password"),
    log: join(folder, "server.log"),
    pipe: join(run, "keeper"),
  };
}

function homeIn(folder: string): { home: string; account: Account | null } {
  const elsewhere = join(folder, "elsewhere");
  const inside = accountFor(join(folder, "data"));
  if (existsSync(elsewhere)) {
    const home = realpathSync(elsewhere);
    return { home, account: accountFor(join(home, "data")) };
  }
  if (!inside || canEnter(inside, folder)) return { home: folder, account: inside };
  if (existsSync(join(folder, "data"))) {
    throw new StoreTrouble(
      `The database in ${folder} runs as another user than root, who can no longer enter ` +
        "that folder. Nothing was changed: let others enter the folders above it.",
    );
  }
  return { home: makeElsewhere(elsewhere, inside), account: inside };
}

const NAME_MAX = 40;

/** Root's own folders are closed to others, so the server gets a home of its own and we point to it. */
function makeElsewhere(elsewhere: string, account: Account): string {
  mkdirSync(ROOTS_PLACE, { recursive: true });
  chmodSync(ROOTS_PLACE, 0o755);
  const name = basename(dirname(elsewhere)).slice(0, NAME_MAX);
  const home = mkdtempSync(join(ROOTS_PLACE, `${name}-`));
  own(home, account);
  symlinkSync(home, elsewhere);
  return home;
}

/** The folder of the socket, in /tmp when the way home is longer than an address may be. */
function runFolder(home: string): string {
  const run = join(home, "run");
  if (Buffer.byteLength(join(run, SOCKET_NAME)) <= SOCKET_BYTES_MAX) return run;
  return join("/tmp", `earnest-${createHash("sha256").update(home).digest("hex").slice(0, 16)}`);
}

/** Gives the folder to the server's user, unless somebody else has put one there before us. */
function own(path: string, account: Account | null): void {
  const found = lstatSync(path);
  const ours = [process.getuid?.() ?? found.uid, account?.uid].includes(found.uid);
  if (!found.isDirectory() || !ours) {
    throw new StoreTrouble(`${path} belongs to somebody else: move it away.`);
  }
  if (account) chownSync(path, account.uid, account.gid);
}
