/** A reader at a site that runs as a process: a session made by SQL, and requests as a browser sends them. */
import type { ReaderId } from "../../src/core/ids.ts";
import { openSession } from "../../src/features/accounts/open-session.ts";
import type { Database } from "../../src/store/db.ts";
import { secretFor } from "../../src/store/secrets.ts";
import { csrfToken, SESSION_COOKIE, tokenHash } from "../../src/web/session.ts";

export interface HttpReader {
  id: ReaderId;
  sessionHash: Buffer;
  get(origin: string, path: string): Promise<Response>;
  post(origin: string, path: string, json: unknown): Promise<Response>;
  beacon(origin: string, text: string): Promise<Response>;
}

/** Signs a reader in who has an account. */
export async function signIn(db: Database, id: ReaderId): Promise<HttpReader> {
  const secret = await secretFor(db, "site");
  const token = await db.transaction((tx) => openSession(tx, new Date(), id, "test"));
  const sessionHash = tokenHash(token);
  const cookie = `${SESSION_COOKIE}=${token}`;
  const csrf = csrfToken(secret, sessionHash);
  const send = (origin: string, path: string, type: string, body: string) =>
    fetch(origin + path, {
      method: "POST",
      headers: { origin, cookie, "x-csrf": csrf, "content-type": type },
      body,
      redirect: "manual",
    });
  return {
    ...{ id, sessionHash },
    get: (origin, path) => fetch(origin + path, { headers: { cookie }, redirect: "manual" }),
    post: (origin, path, json) => send(origin, path, "application/json", JSON.stringify(json)),
    beacon: (origin, text) => send(origin, "/readings", "text/plain", text),
  };
}
