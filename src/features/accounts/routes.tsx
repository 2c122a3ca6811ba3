/** Join, sign in, sessions, and one's own account. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function accountRoutes(_server: FastifyInstance, _site: Site): void {}
