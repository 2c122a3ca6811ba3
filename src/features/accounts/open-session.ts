/** A session begins. */
import type { ReaderId } from "../../core/ids.ts";
import type { Tx } from "../../store/db.ts";
import { newToken, tokenHash } from "../../web/session.ts";
import { insertSession } from "./store.ts";

/** Resolves to the token for the cookie; only its hash is kept. `agent` is what the browser calls itself. */
export async function openSession(
  tx: Tx,
  at: Date,
  readerId: ReaderId,
  agent: string,
): Promise<string> {
  const token = newToken();
  await insertSession(tx, at, { readerId, tokenHash: tokenHash(token), agent });
  return token;
}
