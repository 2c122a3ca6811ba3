/**
 * The keeper: a small shell that stops the server when every process that used it has died.
 *
 * Each of them holds the writing end of one pipe and never lets go of it while it lives, so the
 * keeper's reading ends when the last is gone, even by `kill -9`. It then waits a little, for a site
 * that restarts at once takes the server over as it is. Whoever stops the server in order says "bye".
 */
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { isFileError, StoreTrouble } from "../trouble.ts";
import type { Place } from "./place.ts";
import { release } from "./programs.ts";

export interface Hold {
  /** The server is stopped: the keeper may go home. */
  bye(): void;
  close(): void;
}

const GRACE_SECONDS = "5";
const PATIENCE_MS = 10_000;
const RETRY_MS = 5;

/** A process number is used again one day: where we can look, only a process of the folder is ended. */
const SCRIPT = `
pipe=$1 data=$2 grace=$3
[ -p "$pipe" ] || mkfifo -m 600 "$pipe" || exit 1
exec 3<"$pipe"
while said=$(cat <&3) && [ -n "$said" ]; do
  case $said in *bye) exit 0 ;; esac
  sleep "$grace"
done
read -r pid <"$data/postmaster.pid" || exit 0
[ ! -e /proc/self/cwd ] || [ "$(readlink "/proc/$pid/cwd")" = "$data" ] || exit 0
kill -INT "$pid"
`;

/** Takes hold of the server, and starts a keeper if there is none. Call with the gate held. */
export async function takeHold(place: Place): Promise<Hold> {
  if (process.platform === "win32") return { bye: () => {}, close: () => {} };
  const pipe = findPipe(place) ?? (await startKeeper(place));
  writeSync(pipe, "+\n");
  return { bye: () => say(pipe, "bye\n"), close: () => closeSync(pipe) };
}

/** Null when nobody reads the pipe. */
function findPipe({ pipe }: Place): number | null {
  try {
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isFileError(error, ["ENOENT", "ENXIO"])) return null;
    throw error;
  }
}

async function startKeeper(place: Place): Promise<number> {
  const words = ["-c", SCRIPT, "earnest-keeper", place.pipe, place.data, GRACE_SECONDS];
  await release(place, "/bin/sh", words);
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const pipe = findPipe(place);
    if (pipe !== null) return pipe;
    await pause(RETRY_MS);
  }
  throw new StoreTrouble(`No pipe can be made in ${place.run}; the reason is in ${place.log}.`);
}

function say(pipe: number, word: string): void {
  try {
    writeSync(pipe, word);
  } catch (error) {
    // Somebody ended the keeper; there is nobody to tell.
    if (!isFileError(error, ["EPIPE"])) throw error;
  }
}
