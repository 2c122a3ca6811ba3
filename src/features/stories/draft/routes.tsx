/** Writing: a draft is begun, shown in the editor, saved by it every moment. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { NotFound } from "../../../web/departures.ts";
import { readForm } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { ownStoryOf, placeOf } from "../own-story.ts";
import type { OwnStory } from "../store.ts";
import { editUrl, publicationUrl } from "../story-url.ts";
import { EditPage } from "./edit-page.tsx";
import { editView } from "./edit-view.ts";
import { type SaveRefusal, saveDraft, saveSentences } from "./save-draft.ts";
import { saveParagraphs } from "./save-paragraphs.ts";
import { startDraft } from "./start-draft.ts";

const SaveBody = z.object({
  version: z.int(),
  title: z.string(),
  subtitle: z.string(),
  document: z.unknown(),
});

/** What a browser without script sends; `text` is left out of a story it could not hold. */
const SaveForm = z.object({
  version: z.coerce.number().int(),
  title: z.string(),
  subtitle: z.string(),
  text: z.string().optional(),
  next: z.string().optional(),
});

const STATUS: Partial<Record<SaveRefusal, number>> = { "no-such-story": 404, stale: 409 };

export function draftRoutes(server: FastifyInstance, site: Site): void {
  const reader = { config: { who: "reader" as const } };

  server.post("/stories", reader, async (request, reply) => {
    const key = await startDraft(site.db, site.clock(), signedIn(request).readerId);
    if (wantsJson(request)) return reply.code(201).send({ key, version: 1 });
    return reply.redirect(editUrl(key), 303);
  });

  server.get("/stories/:key/edit", reader, async (request, reply) => {
    const story = await ownStoryOf(site, request);
    const view = await editView(site.db, story);
    return render(reply, <EditPage {...frame(site, request)} {...view} story={story} />);
  });

  server.get("/stories/:key", reader, async (request, reply) => {
    const story = await ownStoryOf(site, request);
    return reply.send({ ...copyOf(story), csrf: signedIn(request).csrf });
  });

  server.put("/stories/:key", reader, async (request, reply) => {
    const body = SaveBody.safeParse(request.body);
    if (!body.success) return refused(reply, "malformed-document");
    const ruling = await saveDraft(site.db, site.clock(), placeOf(request), body.data);
    if (ruling.ok) return reply.send(ruling.value);
    if (ruling.refusal !== "stale") return refused(reply, ruling.refusal);
    return refused(reply, "stale", { current: copyOf(await ownStoryOf(site, request)) });
  });

  server.post("/stories/:key", reader, async (request, reply) => {
    const form = readForm(SaveForm, request.body);
    const story = await ownStoryOf(site, request);
    if (!form.ok) throw new NotFound();
    const ruling = await saveParagraphs(site.db, site.clock(), story, form.value);
    if (ruling.ok) {
      const onward = form.value.next === "publication" ? publicationUrl : editUrl;
      return reply.redirect(onward(story.key), 303);
    }
    const { refusal } = ruling;
    const shown = { ...(await editView(site.db, story)), story, refusal, typed: form.value };
    return render(
      reply.code(STATUS[refusal] ?? 422),
      <EditPage {...frame(site, request)} {...shown} />,
    );
  });
}

function frame(site: Site, request: FastifyRequest) {
  return { site, viewer: signedIn(request), path: request.url };
}

function copyOf({ version, title, subtitle, document, savedAt }: OwnStory) {
  return { version, title, subtitle, document, savedAt };
}

function refused(reply: FastifyReply, refusal: SaveRefusal, more: object = {}): FastifyReply {
  return reply
    .code(STATUS[refusal] ?? 422)
    .send({ refusal, text: saveSentences[refusal], ...more });
}

function wantsJson(request: FastifyRequest): boolean {
  return (request.headers.accept ?? "").startsWith("application/json");
}
