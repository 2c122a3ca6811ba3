/** PostgreSQL's own files: made once, and whole or not there. */
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { diskFull, isDiskFull, StoreTrouble } from "../trouble.ts";
import type { Place } from "./place.ts";
import { finish, program, refusal } from "./programs.ts";

/** The database's owner, in PostgreSQL's own sense. */
export const OWNER = "earnest";

/** As whom the site runs. */
export const APPLICATION = "earnest_app";

const MAJOR = "18";

/** Call with the gate held. Made under another name and renamed, so that a kill leaves no half. */
export async function ensureCluster(place: Place, native: string): Promise<void> {
  const { data, password } = place;
  if (existsSync(data) && readdirSync(data).length > 0) return check(place);
  const [partial, first] = [`${data}.partial`, join(place.run, "first-password")];
  rmSync(partial, { recursive: true, force: true });
  const secret = randomBytes(24).toString("base64url");
  write(password, secret);
  write(first, secret, place);
  mkdirSync(partial, { mode: 0o700 });
  if (place.account) chownSync(partial, place.account.uid, place.account.gid);
  try {
    const args = ["-D", partial, "-U", OWNER, `--pwfile=${first}`, "--auth=scram-sha-256"];
    const { code, said } = await finish(place, program(native, "initdb"), [...args, ...LOCALE]);
    if (code !== 0 && isDiskFull(dirname(data), said)) throw diskFull(place.folder);
    if (code !== 0) throw refusal("A database could not be made", place, said);
    renameSync(partial, data);
    sync(dirname(data));
  } finally {
    rmSync(first, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Sorts by code point and knows every letter, the same on every machine. */
const LOCALE = [
  ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
  ...(process.platform === "linux"
    ? ["--locale=C.UTF-8"]
    : ["--locale=C", ...(process.platform === "darwin" ? ["--lc-ctype=UTF-8"] : [])]),
  "--no-instructions",
];

function check({ folder, data, password }: Place): void {
  const version = join(data, "PG_VERSION");
  if (!existsSync(version)) throw new StoreTrouble(`${data} has files, but no database.`);
  const made = readFileSync(version, "utf8").trim();
  if (made !== MAJOR) {
    throw new StoreTrouble(
      `The database in ${folder} was made by PostgreSQL ${made}, and this Earnest brings ${MAJOR}. ` +
        "Nothing was changed: start the version that made it, or set DATABASE_URL.",
    );
  }
  if (existsSync(password)) return;
  throw new StoreTrouble(
    `The database in ${folder} is there, but the file ${password} with its password is not: ` +
      "put it back from where the folder was copied.",
  );
}

function write(path: string, secret: string, { account }: Partial<Place> = {}): void {
  rmSync(path, { force: true });
  writeFileSync(path, secret, { mode: 0o600, flag: "wx", flush: true });
  if (account) chownSync(path, account.uid, account.gid);
}

/** A renamed folder is durable once the folder above it is. Windows cannot and need not. */
function sync(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  fsyncSync(handle);
  closeSync(handle);
}
