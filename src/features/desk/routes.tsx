/** The operator's console. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function deskRoutes(_server: FastifyInstance, _site: Site): void {}
