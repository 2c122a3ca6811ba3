/** A folder of results in which nothing stands unless all of it does. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CommandError } from "../command.ts";

/**
 * Lets `write` write all the files that are named into a folder beside `out`, and then moves them there.
 * When it throws, nothing was written.
 */
export async function writeResults<Result>(
  out: string,
  names: readonly string[],
  write: (folder: string) => Promise<Result>,
): Promise<Result> {
  const path = resolve(out);
  mustTakeFiles(out, names);
  const folder = folderBeside(path);
  try {
    const result = await write(folder);
    mkdirSync(path, { recursive: true });
    for (const name of names) renameSync(join(folder, name), join(path, name));
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Throws a `CommandError` before any work is done when no folder can be where `out` names one, or no
 * file where one is to be.
 */
export function mustTakeFiles(out: string, names: readonly string[] = []): void {
  const path = resolve(out);
  let above = path;
  while (!existsSync(above)) above = dirname(above);
  if (!statSync(above).isDirectory())
    throw new CommandError(`${above} is a file, and --out names a folder. Nothing was written.`);
  const taken = names.find((name) => isFolder(join(path, name)));
  if (taken) throw new CommandError(`${join(path, taken)} is a folder. Nothing was written.`);
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

/** There, moving into the folder of results is renaming. */
function folderBeside(path: string): string {
  const parent = dirname(path);
  try {
    mkdirSync(parent, { recursive: true });
    return mkdtempSync(join(parent, `.${basename(path)}-`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EROFS" && code !== "EPERM") throw error;
    throw new CommandError(`${parent} cannot be written to. Nothing was written.`);
  }
}
