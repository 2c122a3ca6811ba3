/** Join, sign in, sessions, and one's own account. */
import type { FastifyInstance } from "fastify";
import type { Site } from "../../web/site.ts";
import { joinRoutes } from "./join/join-routes.tsx";
import { linkRoutes } from "./links/link-routes.tsx";
import { meRoutes } from "./me/me-routes.tsx";
import { passwordRoutes } from "./me/password-routes.ts";
import { pictureRoutes } from "./me/picture-routes.ts";
import { sessionRoutes } from "./sessions/session-routes.tsx";
import { signInRoutes } from "./sign-in/sign-in-routes.tsx";

export function accountRoutes(server: FastifyInstance, site: Site): void {
  joinRoutes(server, site);
  signInRoutes(server, site);
  linkRoutes(server, site);
  meRoutes(server, site);
  passwordRoutes(server, site);
  pictureRoutes(server, site);
  sessionRoutes(server, site);
}
