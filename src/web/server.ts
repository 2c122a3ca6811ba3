/** The HTTP shell: one server with everything that holds for all rooms, and no room in it. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { assert } from "../core/assert.ts";
import { checkOrigin, checkToken } from "./csrf.ts";
import { Forbidden, Unauthorized } from "./departures.ts";
import { showErrors } from "./errors.tsx";
import { SECURITY_HEADERS, STRICT_TRANSPORT } from "./headers.ts";
import type { PageCache } from "./page-cache.ts";
import { sessionHash } from "./session.ts";
import type { Site } from "./site.ts";
import { serveAssets } from "./static.ts";
import { mayCall, type Viewer, type Who } from "./viewer.ts";

export interface RouteOfSite {
  method: string;
  url: string;
  who: Who;
}

declare module "fastify" {
  interface FastifyInstance {
    /** Every route that was registered, and who may call it. */
    routesOfSite: readonly RouteOfSite[];
  }
  interface FastifyRequest {
    /** Tags that only the handler knows, for `keep` to give. */
    pageTags: readonly string[];
  }
  interface FastifyContextConfig {
    /** Who may call the route. A route that does not say is refused at start. */
    who?: Who;
    /** `signed-body`: the body proves who sent it, so the session is not looked up. */
    csrf?: "signed-body";
    /** For visitors the page is kept and sent to all of them, until one of these tags is dropped. */
    keep?: (request: FastifyRequest) => readonly string[];
  }
}

const BODY_BYTES_MAX = 2 * 1024 * 1024;
export const UPLOAD_BYTES_MAX = 25 * 1024 * 1024;

/** How long a client may take to send its request. */
const REQUEST_MS_MAX = 60_000;

export interface Shell {
  site: Site;
  cache: PageCache;
  /** The session's owner, or null when it is over. */
  findViewer: (sessionHash: Buffer, at: Date) => Promise<Viewer | null>;
  logLevel: string;
  trustedProxies: string[];
}

export async function openServer(shell: Shell): Promise<FastifyInstance> {
  const { cache, trustedProxies, logLevel } = shell;
  const server = fastify({
    serverFactory: (handler) =>
      createServer((request, response) => {
        if (!cache.answer(request, response)) handler(request, response);
      }),
    logger: { level: logLevel, serializers: { req: loggedRequest } },
    logController: new LogController({
      disableRequestLogging: logLevel !== "debug" && logLevel !== "info",
    }),
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
  });
  await server.register(cookie);
  await server.register(formbody, { parser: parseForm });
  await server.register(multipart, { limits: { fileSize: UPLOAD_BYTES_MAX, files: 100 } });
  guard(server, shell);
  keepPages(server, cache);
  showErrors(server);
  await serveAssets(server);
  return server;
}

/** The path and no more: a query may hold a token, an address is somebody's. */
function loggedRequest(request: FastifyRequest): Record<string, unknown> {
  return { method: request.method, path: request.url.split("?")[0] };
}

/** The last of a repeated field counts. */
function parseForm(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Security headers, the session, and who may call, for every route. */
function guard(server: FastifyInstance, { site, findViewer }: Shell): void {
  server.decorateRequest("viewer", null);
  server.decorateRequest("pageTags");
  server.decorate("siteName", site.name);
  const routes: RouteOfSite[] = [];
  server.decorate("routesOfSite", routes);
  server.addHook("onRoute", ({ url, method, config }) => {
    assert(config?.who !== undefined, `the route ${url} says who may call it`);
    for (const one of [method].flat()) routes.push({ method: one, url, who: config.who });
  });
  server.addHook("onRequest", async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, "x-request-id": request.id });
    if (request.protocol === "https") reply.header("strict-transport-security", STRICT_TRANSPORT);
    checkOrigin(request);
    const { who = "anyone", csrf } = request.routeOptions.config;
    const hash = csrf === "signed-body" ? null : sessionHash(request);
    if (hash) request.viewer = await findViewer(hash, site.clock());
    if (mayCall(who, request.viewer)) return;
    throw request.viewer ? new Forbidden() : new Unauthorized();
  });
  server.addHook("preValidation", async (request) => checkToken(request));
}

/** Pages of a route with `keep` go to the cache when a visitor without a session asked for them. */
function keepPages(server: FastifyInstance, cache: PageCache): void {
  const begun = new WeakMap<FastifyRequest, number>();
  server.addHook("preHandler", async (request) => {
    if (request.routeOptions.config.keep) begun.set(request, cache.drops);
  });
  server.addHook("onSend", async (request, reply, payload) => {
    const keep = request.routeOptions.config.keep;
    if (!keep || !mayKeep(request, reply)) {
      if (!reply.hasHeader("cache-control")) reply.header("cache-control", "private, no-store");
      return payload;
    }
    const headers = { ...SECURITY_HEADERS, "cache-control": "public, no-cache" };
    const kept = {
      ...headers,
      "content-type": "text/html; charset=utf-8",
      vary: "accept-encoding",
    };
    reply.headers(kept);
    const drops = begun.get(request) ?? -1;
    if (typeof payload === "string") {
      void cache.keep(request.url, payload, kept, { tags: keep(request), drops });
    }
    return payload;
  });
}

/** Only a plain address is kept: a query may be anything, and would fill the cache. */
function mayKeep(request: FastifyRequest, reply: FastifyReply): boolean {
  const plain = request.method === "GET" && !request.url.includes("?");
  return plain && reply.statusCode === 200 && !request.cookies["__Host-earnest"];
}
