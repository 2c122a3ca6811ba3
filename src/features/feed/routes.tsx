/** The front page, the followed, and topics. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { tagLabel } from "../../core/stories/tags.ts";
import { NotFound } from "../../web/departures.ts";
import { render } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { cursorOf, type ListedRow, listed, pageOf } from "../stories/listed-story.ts";
import { FeedPage, HomePage, TopicsPage } from "./feed-page.tsx";
import { followedStories, newestStories, topicStories, topics } from "./store.ts";

/** Stories on a page of the feed. */
const PAGE_STORIES = 24;

/** Topics under the front page, and on their own page. */
const HOME_TOPICS = 18;
const TOPICS_MAX = 500;

const Query = z.object({ after: z.string().optional() });

export function feedRoutes(server: FastifyInstance, { db, name }: Site): void {
  server.get("/", { config: { who: "anyone", keep: () => ["feed"] } }, async (request, reply) => {
    const after = afterOf(request);
    const [rows, tags] = await Promise.all([
      newestStories(db, after, PAGE_STORIES),
      after ? [] : topics(db, HOME_TOPICS),
    ]);
    const page = { ...shownPage("/", rows), topics: tags, isFirst: !after, siteName: name };
    return render(reply, <HomePage {...page} viewer={request.viewer} path={request.url} />);
  });

  server.get("/following", { config: { who: "reader" } }, async (request, reply) => {
    const viewer = signedIn(request);
    const rows = await followedStories(db, viewer.readerId, afterOf(request), PAGE_STORIES);
    const page = shownPage("/following", rows);
    return render(
      reply,
      <FeedPage
        {...page}
        title="Following"
        sentence="New stories by the people you follow, newest first."
        empty="Stories by people you follow will be here. Follow an author from their page or under one of their stories."
        viewer={viewer}
        path={request.url}
      />,
    );
  });

  server.get(
    "/topics",
    { config: { who: "anyone", keep: () => ["feed"] } },
    async (request, reply) =>
      render(
        reply,
        <TopicsPage
          topics={await topics(db, TOPICS_MAX)}
          viewer={request.viewer}
          path={request.url}
        />,
      ),
  );

  topicRoute(server, db);
}

function topicRoute(server: FastifyInstance, db: Site["db"]): void {
  const keep = (request: FastifyRequest) => [`topic:${tagOf(request)}`];
  const config = { who: "anyone", keep } as const;
  server.get("/topics/:tag", { config }, async (request, reply: FastifyReply) => {
    const tag = tagOf(request);
    const after = afterOf(request);
    const rows = await topicStories(db, tag, after, PAGE_STORIES);
    if (rows.length === 0 && !after) throw new NotFound();
    return render(
      reply,
      <FeedPage
        {...shownPage(`/topics/${encodeURIComponent(tag)}`, rows)}
        title={tagLabel(tag)}
        sentence="Stories on this topic, newest first."
        empty="There are no older stories on this topic."
        viewer={request.viewer}
        path={request.url}
      />,
    );
  });
}

const Tag = z.object({ tag: z.string().max(60) });

function tagOf(request: FastifyRequest): string {
  const params = Tag.safeParse(request.params);
  if (!params.success) throw new NotFound();
  return params.data.tag;
}

function afterOf(request: FastifyRequest) {
  const query = Query.safeParse(request.query);
  return query.success ? cursorOf(query.data.after) : null;
}

function shownPage(path: string, asked: ListedRow[]) {
  const { rows, next } = pageOf(asked, PAGE_STORIES);
  return {
    stories: rows.map(listed),
    older: next && `${path}?after=${encodeURIComponent(next)}`,
  };
}
