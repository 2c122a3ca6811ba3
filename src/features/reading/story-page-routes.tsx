/** The story page. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function storyPageRoutes(_server: FastifyInstance, _site: Site): void {}
