/**
 * A whole site for a test: its own database, real routes by `inject`, a clock that stands still.
 *
 *     const site = await openSite();
 *     const ann = await site.reader("ann");
 *     const answer = await site.as(ann).post("/stories", { title: "Kettle" });
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, LightMyRequestResponse } from "fastify";
import { openApp } from "../../src/app.ts";
import type { ReaderId } from "../../src/core/ids.ts";
import { openSession } from "../../src/features/accounts/open-session.ts";
import { insertReader } from "../../src/features/accounts/store.ts";
import type { Bank } from "../../src/features/bank/bank.ts";
import { testBank } from "../../src/features/bank/test-bank.ts";
import { ensureFirstPolicy } from "../../src/features/policies/first-policy.ts";
import { openDatabase } from "../../src/store/db.ts";
import { openFiles } from "../../src/store/files.ts";
import { secretFor } from "../../src/store/secrets.ts";
import { hearDrops } from "../../src/web/drops.ts";
import { PageCache } from "../../src/web/page-cache.ts";
import { csrfToken, SESSION_COOKIE, tokenHash } from "../../src/web/session.ts";
import { testDatabase } from "./database.ts";

export const NOW = new Date("2026-10-15T12:00:00Z");

export interface Person {
  id: ReaderId;
  handle: string;
  token: string;
}

type Answer = Promise<LightMyRequestResponse>;

/** Someone at a browser: their cookie, and the token their forms carry. */
export interface Browser {
  get(url: string, headers?: Record<string, string>): Answer;
  post(url: string, fields?: Record<string, string>, headers?: Record<string, string>): Answer;
  /** A body that is neither a form nor JSON, as a beacon sends it. */
  beacon(url: string, text: string): Answer;
  send(method: "PUT" | "DELETE" | "POST", url: string, json: unknown): Answer;
}

export type TestSite = Awaited<ReturnType<typeof openSite>>;

/** With `listen` it also answers at a port of this machine, which is then its origin. */
export async function openSite(start = NOW, { listen = false, formTargets = [] as string[] } = {}) {
  const database = await testDatabase();
  const db = openDatabase(database.config);
  // Pages are served as a site serves them, with the rights of its role; a test itself may do everything.
  const served = openDatabase(database.application);
  const folder = mkdtempSync(join(tmpdir(), "earnest-test-"));
  const secret = await secretFor(db, "site");
  let now = start;
  const clock = () => now;
  const house = {
    db,
    clock,
    secret,
    bank: testBank(db, clock),
    files: openFiles(folder),
    origin: "http://localhost",
    name: "The Quarterly",
  };
  await ensureFirstPolicy(db, now);
  const cache = new PageCache();
  const deafen = await hearDrops(db, cache);
  const hosted = { ...house, db: served, bank: testBank(served, clock), formTargets };
  const server = await openApp({ house: hosted, cache, logLevel: "silent", trustedProxies: [] });
  if (listen) house.origin = hosted.origin = await listening(server);

  const browser = (token: string | null): Browser => {
    const base: Record<string, string> = { host: "localhost", origin: "http://localhost" };
    if (token) base.cookie = `${SESSION_COOKIE}=${token}`;
    const csrf = token ? csrfToken(secret, tokenHash(token)) : "";
    return {
      get: (url, headers = {}) => server.inject({ url, headers: { ...base, ...headers } }),
      post: (url, fields = {}, headers = {}) =>
        server.inject({
          method: "POST",
          url,
          headers: { ...base, "content-type": "application/x-www-form-urlencoded", ...headers },
          payload: new URLSearchParams({ ...fields, csrf }).toString(),
        }),
      beacon: (url, text) =>
        server.inject({
          method: "POST",
          url,
          headers: { ...base, "content-type": "text/plain" },
          payload: text,
        }),
      send: (method, url, json) =>
        server.inject({
          method,
          url,
          headers: { ...base, "x-csrf": csrf, "content-type": "application/json" },
          payload: JSON.stringify(json),
        }),
    };
  };

  return {
    ...house,
    house,
    /** The database with the rights of the site's own role. */
    served,
    /** Another bank than the test bank, for pages and tasks alike. */
    useBank: (bank: Bank) => {
      house.bank = bank;
      hosted.bank = bank;
    },
    server,
    cache,
    folder,
    /** Connection settings, for a second process of the same site. */
    config: database.config,
    visitor: browser(null),
    as: (person: Person) => browser(person.token),
    /** Sets the clock. */
    at: (instant: Date | string) => {
      now = new Date(instant);
    },
    /** An account with an open session. */
    reader: async (handle: string, role: "reader" | "reviewer" | "operator" = "reader") => {
      const token = await db.transaction(async (tx) => {
        const id = await insertReader(tx, now, {
          handle,
          name: handle[0]!.toUpperCase() + handle.slice(1),
          email: `${handle}@example.org`,
          role,
        });
        return { id, token: await openSession(tx, now, id, "test") };
      });
      return { id: token.id, handle, token: token.token } satisfies Person;
    },
    close: async () => {
      await server.close();
      await deafen();
      await served.close();
      await db.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The address at which the server answers now. */
async function listening(server: FastifyInstance): Promise<string> {
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  return `http://localhost:${new URL(address).port}`;
}
