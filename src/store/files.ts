/** The door to files: pictures, by key, in one folder. A file is whole or not there. */
import { createReadStream, type ReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { assert } from "../core/assert.ts";

export interface Files {
  /** Durable when it resolves. Writing the same key again replaces the file at once. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none. */
  find(key: string): Promise<{ bytes: number; stream: () => ReadStream } | null>;
  remove(key: string): Promise<void>;
}

export function openFiles(folder: string): Files {
  const pathOf = (key: string): string => {
    assert(/^[a-z0-9][a-z0-9.-]*$/.test(key), "a file's key has no path in it");
    return join(folder, key.slice(0, 2), key);
  };
  return {
    async write(key, bytes) {
      const path = pathOf(key);
      await mkdir(join(folder, key.slice(0, 2)), { recursive: true });
      const partial = `${path}.partial-${process.pid}-${performance.now()}`;
      try {
        await writeDurably(partial, bytes);
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
    },
    async find(key) {
      const found = await stat(pathOf(key)).catch(absent);
      return found && { bytes: found.size, stream: () => createReadStream(pathOf(key)) };
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
