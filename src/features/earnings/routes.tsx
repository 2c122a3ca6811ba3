/** Months, statements and receipts. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function earningsRoutes(_server: FastifyInstance, _site: Site): void {}
