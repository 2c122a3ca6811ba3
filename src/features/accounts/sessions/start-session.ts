/** A browser changes hands: its old session ends, a fresh one begins, and no token outlives the change. */
import type { ReaderId } from "../../../core/ids.ts";
import type { Tx } from "../../../store/db.ts";
import { openSession } from "../open-session.ts";
import { endSession } from "../store.ts";

/** Who asks: what the browser calls itself, and the session it had. */
export interface Caller {
  agent: string;
  sessionHash: Buffer | null;
}

/** Resolves to the token for the cookie. */
export async function startSession(
  tx: Tx,
  at: Date,
  readerId: ReaderId,
  { agent, sessionHash }: Caller,
): Promise<string> {
  if (sessionHash) await endSession(tx, sessionHash);
  return openSession(tx, at, readerId, agent);
}
