/** Claps and responses. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function responseRoutes(_server: FastifyInstance, _site: Site): void {}
