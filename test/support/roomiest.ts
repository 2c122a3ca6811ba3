/** Where the tests' databases lie. */
import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const MEMORY = "/dev/shm";
const MEMORY_BYTES_MIN = 4e9;

/** Memory where there is plenty: a slow disk, or a busy one, is no part of a test. */
export function roomiest(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > MEMORY_BYTES_MIN ? MEMORY : tmpdir();
}
