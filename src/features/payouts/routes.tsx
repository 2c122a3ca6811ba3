/** Payouts as their author meets them. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function payoutRoutes(_server: FastifyInstance, _site: Site): void {}
