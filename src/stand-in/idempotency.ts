/**
 * Answers kept under an idempotency key: the same key and request is answered the same for a day,
 * errors and faults included; another request under the key is refused.
 */
import { createHash } from "node:crypto";
import { StandInRefusal } from "./refusal.ts";
import { DAY_SECONDS, type KeptAnswer, type World } from "./world.ts";

export interface Asked {
  account: string;
  method: string;
  path: string;
  body: string;
  key: string;
}

/** The answer that was given before, or null for the first time. */
export function answerBefore(world: World, asked: Asked): KeptAnswer | null {
  const name = nameOf(asked);
  const kept = world.state.answers[name];
  if (!kept) return null;
  if (kept.at + DAY_SECONDS <= world.now()) {
    delete world.state.answers[name];
    return null;
  }
  if (kept.fingerprint === fingerprintOf(asked)) return kept;
  throw new StandInRefusal(400, {
    type: "idempotency_error",
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Key: ${asked.key}`,
  });
}

export function keepAnswer(
  world: World,
  asked: Asked,
  { status, body }: { status: number; body: string },
): void {
  const fingerprint = fingerprintOf(asked);
  world.state.answers[nameOf(asked)] = { fingerprint, status, body, at: world.now() };
}

function nameOf({ account, key }: Asked): string {
  return `${account} ${key}`;
}

function fingerprintOf({ method, path, body }: Asked): string {
  return createHash("sha256").update(`${method} ${path} ${body}`).digest("hex");
}
