/** Author pages and one's own profile. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function profileRoutes(_server: FastifyInstance, _site: Site): void {}
