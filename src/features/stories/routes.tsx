/** Writing: drafts, the editor, publishing, pictures, import. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";

export function storyRoutes(_server: FastifyInstance, _site: Site): void {}
