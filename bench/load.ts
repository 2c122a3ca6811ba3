/** Asking a server on this machine as fast as it answers, from a process of its own. */
import { fork } from "node:child_process";
import { once } from "node:events";

/** How long each round asks; `BENCH_SECONDS` sets it. Ours and the peer take turns of this length. */
export const ROUND_SECONDS: number = Number(process.env.BENCH_SECONDS ?? 2);
export const ROUNDS = 5;

/** A question as its bytes: the head without its last empty line, and a body if it is a POST. */
export interface Asked {
  head: string;
  /** "{round}" in it becomes how often this was asked, from 1. */
  body?: string;
}

export interface Order {
  port: number;
  connections: number;
  /** Answers of these first seconds are left out. */
  warmUpSeconds: number;
  seconds: number;
  /** Shared out over the connections, each of which asks its own in turn. */
  asked: Asked[];
  /** How often each was asked before. */
  rounds?: number[];
}

export interface Taken {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were neither 2xx nor 3xx. */
  refused: number;
  /** All answers, those of the warm-up too. */
  answered: number;
  /** Bytes of one answer. */
  bytes: number;
  /** How often each was asked by now; all of it was answered. */
  rounds: number[];
}

/** Throws when anything was refused: what is refused costs less. */
export async function fire(order: Order): Promise<Taken> {
  const child = fork(new URL("./load-process.ts", import.meta.url));
  child.send(order);
  const [taken] = await once(child, "message");
  child.kill();
  if (taken.refused > 0) throw new Error(`${taken.refused} of ${taken.answered} were refused`);
  return taken;
}

export function get(path: string, headers: Record<string, string> = {}): Asked {
  return { head: headOf("GET", path, headers) };
}

export function post(path: string, headers: Record<string, string>, body: string): Asked {
  return { head: headOf("POST", path, headers), body };
}

function headOf(method: string, path: string, headers: Record<string, string>): string {
  const lines = Object.entries({ host: "127.0.0.1", ...headers });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, text]) => `${name}: ${text}\r\n`).join("")}`;
}
