/** An author's own stories, page by page: withdrawing them, and bringing them back. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { NotFound } from "../../../web/departures.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { ownStoryOf, placeOf } from "../own-story.ts";
import { ownStories, shelfCounts } from "./own-stories.ts";
import { ShelfPage, shelfUrl } from "./shelf-page.tsx";
import { restoreStory, withdrawalSentences, withdrawStory } from "./withdraw-story.ts";

/** What is not understood is the first page of drafts. */
const ShelfQuery = z.object({
  state: z.enum(["draft", "published", "withdrawn"]).catch("draft"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

export function shelfRoutes(server: FastifyInstance, site: Site): void {
  const reader = { config: { who: "reader" as const } };

  server.get("/stories", reader, async (request, reply) => {
    return render(reply, await shelf(site, request, ShelfQuery.parse(request.query)));
  });

  server.post("/stories/:key/withdrawal", reader, async (request, reply) => {
    const ruling = await withdrawStory(site.db, site.clock(), placeOf(request));
    if (!ruling.ok) throw new NotFound();
    return reply.redirect(shelfUrl("withdrawn"), 303);
  });

  server.post("/stories/:key/restoration", reader, async (request, reply) => {
    const ruling = await restoreStory(site.db, site.clock(), placeOf(request));
    const story = await ownStoryOf(site, request);
    if (ruling.ok) return reply.redirect(shelfUrl(story.state), 303);
    const query = { state: story.state, page: 1 };
    const refused = withdrawalSentences[ruling.refusal];
    return render(reply.code(422), await shelf(site, request, query, refused));
  });
}

async function shelf(
  site: Site,
  request: FastifyRequest,
  query: z.output<typeof ShelfQuery>,
  refused?: string,
) {
  const viewer = signedIn(request);
  const shown = { state: query.state, page: query.page - 1 };
  const now = site.clock();
  const stories = await ownStories(site.db, now, viewer.readerId, shown);
  const counts = await shelfCounts(site.db, now, viewer.readerId);
  const frame = { site, viewer, path: "/stories" };
  return <ShelfPage {...frame} {...shown} {...{ counts, stories, refused }} />;
}
