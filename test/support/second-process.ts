/** A second process of a site, as far as the embedded database is concerned. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(new URL("./embedded-process.ts", import.meta.url));

export interface SecondProcess {
  /** Whether it found the server running; undefined when it got none. */
  adopted: boolean | undefined;
  /** Why it got none. */
  trouble: string | undefined;
  /** As at the end of a site. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Kills it as it is. */
  kill(): Promise<void>;
}

/** Resolves when it has the server, or cannot have it. */
export async function secondProcess(folder: string, uid?: number): Promise<SecondProcess> {
  const account = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, [PROGRAM, folder], { ...account, cwd: "/" });
  const ended = once(child, "exit");
  const { adopted, trouble } = JSON.parse(await firstLine(child));
  return {
    adopted,
    trouble,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  let complaint = "";
  child.stderr.on("data", (bytes) => {
    complaint += bytes;
  });
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`the process ended without a word: ${complaint}`);
}
