/** The front page, the followed, the newest, and topics. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function feedRoutes(_server: FastifyInstance, _site: Site): void {}
