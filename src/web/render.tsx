/** From a view to an answer. */
import type { FastifyReply } from "fastify";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { SiteName } from "./site-name.ts";

declare module "fastify" {
  interface FastifyInstance {
    siteName: string;
  }
}

/** A whole page. */
export function render(reply: FastifyReply, page: VNode): FastifyReply {
  const named = <SiteName.Provider value={reply.server.siteName}>{page}</SiteName.Provider>;
  return reply.type("text/html; charset=utf-8").send(`<!doctype html>${renderToString(named)}`);
}

/** A part of a page, for an island that asked for it. */
export function renderPart(reply: FastifyReply, part: VNode): FastifyReply {
  return reply.type("text/html; charset=utf-8").send(renderToString(part));
}
