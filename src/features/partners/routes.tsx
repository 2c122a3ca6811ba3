/** The Partner Program: checklist, application, review. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function partnerRoutes(_server: FastifyInstance, _site: Site): void {}
