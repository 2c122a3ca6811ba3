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
  type onSendHookHandler,
} from "fastify";
import { assert } from "../core/assert.ts";
import { checkOrigin, checkToken } from "./csrf.ts";
import { Forbidden, Unauthorized } from "./departures.ts";
import { showErrors } from "./errors.tsx";
import { SECURITY_HEADERS, STRICT_TRANSPORT, securityHeaders } from "./headers.ts";
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
    /**
     * `signed-body`: the body proves who sent it, so the session is not looked up. `signed-call`: so
     * does it, and another machine calls, so that there is no origin either. The handler checks.
     */
    csrf?: "signed-body" | "signed-call";
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
    schemaController: {
      compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas },
    },
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

/** Zod reads what comes in; without these two the framework loads a compiler for schemas of its own. */
function noSchemas() {
  return () => {
    throw new Error("A route has no schema of the framework; its handler reads what it is given.");
  };
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
  const headers = securityHeaders(site.formTargets ?? []);
  server.decorate("routesOfSite", routes);
  server.addHook("onRoute", ({ url, method, config }) => {
    assert(config?.who !== undefined, `the route ${url} says who may call it`);
    for (const one of [method].flat()) routes.push({ method: one, url, who: config.who });
  });
  // Hooks call back where they need not wait: a promise a hook and request is what a server spends on.
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers).header("x-request-id", request.id);
    reply.header("cache-control", "private, no-store");
    if (request.protocol === "https") reply.header("strict-transport-security", STRICT_TRANSPORT);
    const { who = "anyone", csrf } = request.routeOptions.config;
    if (csrf !== "signed-call") checkOrigin(request);
    const hash = csrf === undefined ? sessionHash(request) : null;
    if (!hash) {
      admit(request, who);
      done();
      return;
    }
    findViewer(hash, site.clock())
      .then((viewer) => {
        request.viewer = viewer;
        admit(request, who);
      })
      .then(() => done(), done);
  });
  server.addHook("preValidation", (request, _reply, done) => {
    checkToken(request);
    done();
  });
}

function admit({ viewer }: FastifyRequest, who: Who): void {
  if (mayCall(who, viewer)) return;
  throw viewer ? new Forbidden() : new Unauthorized();
}

/** What a visitor's page is sent and kept with. */
const KEPT_HEADERS: Record<string, string> = {
  ...SECURITY_HEADERS,
  "cache-control": "public, no-cache",
  "content-type": "text/html; charset=utf-8",
  vary: "accept-encoding",
};

/** Pages of a route with `keep` go to the cache when a visitor without a session asked for them. */
function keepPages(server: FastifyInstance, cache: PageCache): void {
  const begun = new WeakMap<FastifyRequest, number>();
  server.addHook("onRoute", (route) => {
    const keep = route.config?.keep;
    if (!keep) return;
    route.preHandler = (request, _reply, done) => {
      begun.set(request, cache.drops);
      done();
    };
    const keepSent: onSendHookHandler = (request, reply, payload, done) => {
      if (mayKeep(request, reply) && typeof payload === "string") {
        reply.headers(KEPT_HEADERS);
        const drops = begun.get(request) ?? -1;
        void cache.keep(request.url, payload, KEPT_HEADERS, { tags: keep(request), drops });
      }
      done(null, payload);
    };
    // Before the one that takes the body of a HEAD away.
    route.onSend = [keepSent, ...[route.onSend ?? []].flat()];
  });
}

/** Only a plain address is kept: a query may be anything, and would fill the cache. */
function mayKeep(request: FastifyRequest, reply: FastifyReply): boolean {
  const plain = request.method === "GET" && !request.url.includes("?");
  return plain && reply.statusCode === 200 && !request.cookies["__Host-earnest"];
}
