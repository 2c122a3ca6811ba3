/** An author's own stories, page by page. */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { ownStories, shelfCounts } from "./own-stories.ts";
import { ShelfPage } from "./shelf-page.tsx";

/** What is not understood is the first page of drafts. */
const ShelfQuery = z.object({
  state: z.enum(["draft", "published", "withdrawn"]).catch("draft"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

export function shelfRoutes(server: FastifyInstance, site: Site): void {
  server.get("/stories", { config: { who: "reader" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const query = ShelfQuery.parse(request.query);
    const shown = { state: query.state, page: query.page - 1 };
    const now = site.clock();
    const stories = await ownStories(site.db, now, viewer.readerId, shown);
    const counts = await shelfCounts(site.db, now, viewer.readerId);
    const frame = { site, viewer, path: "/stories" };
    return render(reply, <ShelfPage {...frame} {...shown} {...{ counts, stories }} />);
  });
}
