/** Following and unfollowing people. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function followingRoutes(_server: FastifyInstance, _site: Site): void {}
