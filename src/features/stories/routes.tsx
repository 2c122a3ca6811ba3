/** Writing: drafts, the editor, publishing, pictures, import. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";
import { draftRoutes } from "./draft/routes.tsx";
import { intakeRoutes } from "./intake/routes.tsx";
import { pictureRoutes } from "./picture/routes.ts";
import { publicationRoutes } from "./publication/routes.tsx";
import { shelfRoutes } from "./shelf/routes.tsx";

export function storyRoutes(server: FastifyInstance, site: Site): void {
  shelfRoutes(server, site);
  draftRoutes(server, site);
  publicationRoutes(server, site);
  pictureRoutes(server, site);
  intakeRoutes(server, site);
}
