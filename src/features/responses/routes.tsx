/** Claps and responses. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { mayReadWhole } from "../../core/stories/gate.ts";
import { DAY_MS } from "../../core/time.ts";
import { Forbidden, NotFound, TooMany } from "../../web/departures.ts";
import { render, renderPart } from "../../web/render.tsx";
import { signedIn } from "../../web/session.ts";
import type { Site } from "../../web/site.ts";
import { storyUrl } from "../stories/story-url.ts";
import { ClapForm } from "./clap-form.tsx";
import { approach, giveClaps, takeClapsBack } from "./give-claps.ts";
import { heldRoutes } from "./held/held-routes.tsx";
import { ResponsePage, ResponseRefusedPage } from "./response-page.tsx";
import { type AnsweredStory, findAnsweredStory, findResponse, tallyOf } from "./store.ts";
import { removeResponse, writeResponse } from "./write-response.ts";

const reader = { config: { who: "reader" } } as const;
const anyone = { config: { who: "anyone" } } as const;

interface ByKey {
  Params: { key: string };
}

export function responseRoutes(server: FastifyInstance, site: Site): void {
  heldRoutes(server, site);
  server.post<ByKey>("/stories/:key/claps", reader, (request, reply) => clap(site, request, reply));
  server.post<ByKey>("/stories/:key/responses", reader, (request, reply) =>
    respond(site, request, reply),
  );
  server.get<ByKey>("/responses/:key", anyone, (request, reply) =>
    show(site, request, reply, request.params.key),
  );
  server.post<ByKey>("/responses/:key/withdrawal", reader, async (request, reply) => {
    const viewer = signedIn(request);
    const response = await findResponse(site.db, request.params.key);
    if (!response) throw new NotFound();
    const story = await storyOf(site, response.storyKey);
    const ruling = await removeResponse(site.db, site.clock(), { viewer, story, response });
    if (!ruling.ok) throw new Forbidden("this response is neither yours nor under your story");
    return reply.redirect(storyUrl(story.authorHandle, story), 303);
  });
}

const Claps = z.object({
  more: z.coerce.number().int().min(1).max(50).catch(1),
  undo: z.literal("1").optional(),
});

async function clap(site: Site, request: FastifyRequest<ByKey>, reply: FastifyReply) {
  const viewer = signedIn(request);
  const story = await storyOf(site, request.params.key);
  const { more, undo } = Claps.parse(request.body);
  const ruling = undo
    ? await takeClapsBack(site.db, site.clock(), { viewer, story })
    : await giveClaps(site.db, site.clock(), { viewer, story, more });
  if (!ruling.ok && ruling.refusal === "too-many") throw new TooMany(DAY_MS / 1000);
  if (!ruling.ok) {
    throw new Forbidden(
      ruling.refusal === "own-story"
        ? "one does not clap for one’s own story"
        : "only those who may read the whole story can clap for it",
    );
  }
  if (!request.headers.accept?.includes("part=form"))
    return reply.redirect(storyUrl(story.authorHandle, story), 303);
  const { claps } = await tallyOf(site.db, story.storyId);
  const { key: storyKey } = story;
  const own = ruling.value;
  const path = storyUrl(story.authorHandle, story);
  return renderPart(reply, <ClapForm {...{ storyKey, claps, own, path }} csrf={viewer.csrf} />);
}

const Text = z.object({ text: z.string().catch("") });

async function respond(site: Site, request: FastifyRequest<ByKey>, reply: FastifyReply) {
  const viewer = signedIn(request);
  const story = await storyOf(site, request.params.key);
  const { text } = Text.parse(request.body);
  const ruling = await writeResponse(site.db, site.clock(), { viewer, story, text });
  if (ruling.ok) {
    const { key, isHeld } = ruling.value;
    const under = `${storyUrl(story.authorHandle, story)}#response-${key}`;
    return reply.redirect(isHeld ? `/responses/${key}` : under, 303);
  }
  const { refusal } = ruling;
  return render(
    reply.code(422),
    <ResponseRefusedPage {...{ viewer, story, text, refusal }} path={request.url} />,
  );
}

/** A response is shown to whoever may read the story it answers, and when hidden to its author. */
async function show(site: Site, request: FastifyRequest, reply: FastifyReply, key: string) {
  const { viewer } = request;
  const response = await findResponse(site.db, key);
  if (!response) throw new NotFound();
  const story = await storyOf(site, response.storyKey);
  const gone = response.withdrawnAt ?? response.hiddenAt ?? response.isHeld;
  const own = viewer?.readerId === response.authorId;
  if (gone && !own) throw new NotFound();
  if (!mayReadWhole(approach(viewer, story)) && !own) throw new NotFound();
  return render(reply, <ResponsePage {...{ viewer, story, response }} path={request.url} />);
}

async function storyOf(site: Site, key: string): Promise<AnsweredStory> {
  const story = await findAnsweredStory(site.db, key);
  if (story?.state !== "published") throw new NotFound();
  return story;
}
