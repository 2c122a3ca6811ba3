/** Membership: plans, joining, cancelling, refunds. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function membershipRoutes(_server: FastifyInstance, _site: Site): void {}
