/** A bare `node:http` server in a process of its own, which answers as ours did. */
import { fork } from "node:child_process";
import { once } from "node:events";

export interface Answer {
  headers: Record<string, string>;
  /** In base64. */
  body: string;
}

export interface Running {
  port: number;
  pid: number;
  stop: () => Promise<void>;
}

/** Node adds these itself. */
const OWN = ["date", "connection", "keep-alive", "transfer-encoding"];

export async function startBare(answer: Answer): Promise<Running> {
  const child = fork(new URL("./bare-process.ts", import.meta.url));
  const headers = Object.entries(answer.headers).filter(([name]) => !OWN.includes(name));
  child.send({ ...answer, headers: Object.fromEntries(headers) });
  const [port] = await once(child, "message");
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}
