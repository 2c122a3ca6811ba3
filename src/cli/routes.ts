/** `earnest routes`: every URL of the site, and who may call it. */
import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { testBank } from "../features/bank/test-bank.ts";
import { openDatabase } from "../store/db.ts";
import { openFiles } from "../store/files.ts";
import { PageCache } from "../web/page-cache.ts";
import type { Command } from "./command.ts";
import type { House } from "./open-house.ts";

/** How the site is put together, which is decided above this floor. */
type OpenApp = (options: {
  house: House;
  cache: PageCache;
  logLevel: string;
  trustedProxies: string[];
}) => Promise<FastifyInstance>;

export function routesCommand(openApp: OpenApp): Command {
  return {
    summary: "list every URL of the site, and who may call it",
    usage: "earnest routes",
    help: `
One line for each method and URL, sorted by URL: who may call it, from "anyone" by "reader" and
"reviewer" to "operator", each with those after it. Needs no settings and no database.`,
    async run() {
      const house = neverAsked();
      const options = { house, cache: new PageCache(), logLevel: "silent", trustedProxies: [] };
      const server = await openApp(options);
      process.stdout.write(table(server));
      await server.close();
      await house.db.close();
      return 0;
    },
  };
}

/** A house that is only looked at: its database is never connected to. */
function neverAsked(): House {
  const db = openDatabase({});
  const clock = () => new Date();
  return {
    ...{ db, clock, bank: testBank(db, clock), files: openFiles("."), secret: randomBytes(32) },
    origin: "http://localhost",
    name: "Earnest",
  };
}

function table({ routesOfSite }: FastifyInstance): string {
  const lines = routesOfSite
    .filter(({ method }) => method !== "HEAD")
    .map(({ method, url, who }) => ({ url, line: `${method.padEnd(8)}${who.padEnd(10)}${url}\n` }))
    .sort((a, b) => compare(a.url, b.url) || compare(a.line, b.line));
  return lines.map(({ line }) => line).join("");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
