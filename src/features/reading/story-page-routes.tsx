/** The story page: one address, the part of the story that its reader may have. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { keyOfAddress } from "../../core/stories/address.ts";
import { NotFound } from "../../web/departures.ts";
import { render } from "../../web/render.tsx";
import type { Site } from "../../web/site.ts";
import { isFollowing } from "../following/store.ts";
import { plansOffered } from "../membership/store.ts";
import { clapsBy, responsesTo, tallyOf } from "../responses/store.ts";
import { type StoryBody, storyForReader } from "../stories/story-body.ts";
import { storyUrl } from "../stories/story-url.ts";
import { type ReaderMarks, StoryPage } from "./story-page.tsx";

interface Address {
  Params: { handle: string; address: string };
}

export function storyPageRoutes(server: FastifyInstance, site: Site): void {
  const keep = (request: FastifyRequest) => request.pageTags;
  server.get<Address>("/@:handle/:address", { config: { who: "anyone", keep } }, (request, reply) =>
    show(site, request, reply),
  );
}

type Asked = FastifyRequest<Address>;

function keyOf(request: Asked): string {
  const key = keyOfAddress(request.params.address);
  if (!key) throw new NotFound();
  return key;
}

async function show({ db, origin }: Site, request: Asked, reply: FastifyReply) {
  const { viewer } = request;
  const story = await storyForReader(db, keyOf(request), viewer);
  if (!story) throw new NotFound();
  request.pageTags = [`story:${story.storyId}`, `author:${story.authorId}`];
  const url = storyUrl(story.authorHandle, story);
  if (request.url.split("?")[0] !== url) return reply.redirect(url, 301);

  const whole = story.part === "whole";
  const [tally, responses, marks, plans] = await Promise.all([
    tallyOf(db, story.storyId),
    whole ? responsesTo(db, story.storyId) : [],
    viewer ? marksOf({ db }, viewer.readerId, story) : null,
    whole ? [] : plansOffered(db),
  ]);
  const page = { story, tally, responses, marks, plans };
  return render(reply, <StoryPage {...page} viewer={viewer} path={url} canonical={origin + url} />);
}

/** What is this reader's own on the page. */
async function marksOf(
  { db }: Pick<Site, "db">,
  reader: StoryBody["authorId"],
  story: StoryBody,
): Promise<ReaderMarks> {
  const isAuthor = reader === story.authorId;
  const [claps, follows] = await Promise.all([
    isAuthor ? 0 : clapsBy(db, reader, story.storyId),
    isAuthor ? false : isFollowing(db, reader, story.authorId),
  ]);
  return { claps, follows, isAuthor };
}
