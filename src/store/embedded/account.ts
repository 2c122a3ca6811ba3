/**
 * The user of the operating system that the server runs as. PostgreSQL refuses to run as root, so
 * root lends it to a user with few rights, who must be able to reach what it needs.
 */
import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { StoreTrouble } from "../trouble.ts";

export interface Account {
  uid: number;
  gid: number;
}

/** The first that exists is taken. */
const NAMES = ["postgres", "_postgres", "nobody"];

/** Null when the server runs as ourselves. A database that exists is run by its owner. */
export function accountFor(data: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const made = statSync(data, { throwIfNoEntry: false });
  if (made && made.uid !== 0) return { uid: made.uid, gid: made.gid };
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of NAMES) {
    const user = users.find((line) => line.startsWith(`${name}:`))?.split(":");
    const account = { uid: Number(user?.[2]), gid: Number(user?.[3]) };
    if (account.uid > 0 && account.gid >= 0) return account;
  }
  throw new StoreTrouble(
    "PostgreSQL does not run as root, and this machine has no user named postgres or nobody: " +
      "start Earnest as an ordinary user, or set DATABASE_URL.",
  );
}

const READ_AND_ENTER = 0o5;
const ENTER = 0o1;

/** Whether `account` may enter every folder on the way to `path`, and read `path` itself. */
export function canReach(account: Account, path: string): boolean {
  const real = realpathSync(path);
  const wanted = statSync(real).isDirectory() ? READ_AND_ENTER : READ_AND_ENTER - ENTER;
  return allows(account, real, wanted) && canEnter(account, dirname(real));
}

/** Whether `account` may enter `folder` and every folder above it. */
export function canEnter(account: Account, folder: string): boolean {
  const real = realpathSync(folder);
  const above = dirname(real);
  return allows(account, real, ENTER) && (above === real || canEnter(account, above));
}

function allows({ uid, gid }: Account, path: string, bits: number): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const shift = owner === uid ? 6 : group === gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}
