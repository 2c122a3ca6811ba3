/** Authors' pages. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { NotFound } from "../../web/departures.ts";
import { authorUrl } from "../../web/parts/places.ts";
import { render } from "../../web/render.tsx";
import type { Site } from "../../web/site.ts";
import { followerCount, isFollowing } from "../following/store.ts";
import { cursorOf, listed, pageOf } from "../stories/listed-story.ts";
import { AuthorPage } from "./author-page.tsx";
import { findAuthor, storiesBy } from "./store.ts";

const PAGE_STORIES = 20;

type AuthorRequest = FastifyRequest<{ Params: { handle: string } }>;

const Query = z.object({ after: z.string().optional() }).catch({});

export function profileRoutes(server: FastifyInstance, site: Site): void {
  const keep = (request: FastifyRequest) => request.pageTags;
  server.get<{ Params: { handle: string } }>(
    "/@:handle",
    { config: { who: "anyone", keep } },
    (request, reply) => show(site, request, reply),
  );
}

async function show({ db, origin }: Site, request: AuthorRequest, reply: FastifyReply) {
  const { viewer } = request;
  const handle = request.params.handle.toLowerCase();
  const author = await findAuthor(db, handle);
  if (!author) throw new NotFound();
  const path = authorUrl(handle);
  if (handle !== request.params.handle) return reply.redirect(path, 301);

  request.pageTags = [`author:${author.readerId}`];
  const after = cursorOf(Query.parse(request.query).after);
  const [followers, follows, rows] = await Promise.all([
    followerCount(db, author.readerId),
    viewer !== null && isFollowing(db, viewer.readerId, author.readerId),
    storiesBy(db, author.readerId, after, PAGE_STORIES),
  ]);
  const page = pageOf(rows, PAGE_STORIES);
  const older = page.next && `${path}?after=${encodeURIComponent(page.next)}`;
  const stories = page.rows.map(listed);
  const shown = { author, followers, follows, stories, older, isFirst: after === null };
  return render(reply, <AuthorPage {...shown} viewer={viewer} canonical={origin + path} />);
}
