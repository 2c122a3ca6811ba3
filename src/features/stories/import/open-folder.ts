/** A folder, an archive or one page on this machine as files to import: for the command line. */
import type { Dirent, Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { openArchive } from "./open-archive.ts";
import {
  ENTRIES_MAX,
  ENTRY_BYTES_MAX,
  kindsOf,
  type SourceFileRefusal,
  type SourceFiles,
  type SourceFilesRefusal,
  sourceFile,
  systemCode,
} from "./source-files.ts";

/** Whatever lies at the path: a folder with all below it, a zip archive, or a single page. */
export async function openPath(path: string): Promise<Ruling<SourceFiles, SourceFilesRefusal>> {
  const found = await findStats(path);
  if (found === null) return refuse("not-found");
  if (found.isDirectory()) return openFolder(path);
  if (!/\.(x?html?|xht)$/i.test(path)) return openArchive(path);
  return allow(sourceFiles(dirname(path), [basename(path)]));
}

/** All files below the folder, by name. Links are not followed and hidden folders not entered. */
export async function openFolder(folder: string): Promise<Ruling<SourceFiles, SourceFilesRefusal>> {
  const found = await findStats(folder);
  if (!found?.isDirectory()) return refuse("not-found");
  const names: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of await readdir(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (isVisibleFolder(entry)) waiting.push(path);
      else if (entry.isFile()) names.push(relative(folder, path).split(sep).join("/"));
    }
    if (names.length > ENTRIES_MAX) return refuse("too-many-files");
  }
  return allow(sourceFiles(folder, names.toSorted()));
}

function isVisibleFolder(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith(".");
}

function sourceFiles(folder: string, names: readonly string[]): SourceFiles {
  const kinds = kindsOf(names);
  const files = names.map((name, index) =>
    sourceFile(name, kinds[index] ?? "other", () => bytesAt(join(folder, name))),
  );
  return { files, close: () => {} };
}

async function bytesAt(path: string): Promise<Ruling<Buffer, SourceFileRefusal>> {
  const found = await findStats(path);
  if (!found?.isFile()) return refuse("broken-file");
  return found.size > ENTRY_BYTES_MAX ? refuse("file-too-large") : allow(await readFile(path));
}

async function findStats(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    const gone = ["ENOENT", "ENOTDIR", "EACCES", "ELOOP", "ENAMETOOLONG"];
    if (gone.includes(systemCode(error) ?? "")) return null;
    throw error;
  }
}
