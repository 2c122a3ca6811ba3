/** The publish sheet: publishing, and changing what is published. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { tagLabel } from "../../../core/stories/tags.ts";
import { readForm, type Typed, typed } from "../../../web/form.ts";
import { render } from "../../../web/render.tsx";
import { signedIn } from "../../../web/session.ts";
import type { Site } from "../../../web/site.ts";
import { storedDocument } from "../document/parse-document.ts";
import { picturesOf } from "../document/pictures.ts";
import { ownStoryOf, placeOf } from "../own-story.ts";
import { type OwnStory, ownImages } from "../store.ts";
import { storyUrl } from "../story-url.ts";
import { extentOf, listedDraft } from "./extent.ts";
import { knownTopics } from "./known-topics.ts";
import { PublicationPage, TAG_FIELDS } from "./publication-page.tsx";
import { type PublicationRefusal, publicationSentences, publishStory } from "./publish-story.ts";

const text = z.string().default("");

const PublicationForm = z.object({
  version: z.coerce.number().int(),
  kicker: text,
  audience: z.enum(["everyone", "members"], { error: "Choose who may read it." }),
  responses: z.literal("on").optional(),
  ...Object.fromEntries(TAG_FIELDS.map((name) => [name, text])),
});

/** At which field a refusal stands; the others are said at the head of the page. */
const FIELD: Partial<Record<PublicationRefusal, string>> = {
  "too-many-tags": "tags",
  "tag-too-long": "tags",
  "kicker-too-long": "kicker",
};

export function publicationRoutes(server: FastifyInstance, site: Site): void {
  const reader = { config: { who: "reader" as const } };

  server.get("/stories/:key/publication", reader, async (request, reply) => {
    const story = await ownStoryOf(site, request);
    return render(reply, await sheet(site, request, story, settingsOf(story)));
  });

  server.post("/stories/:key/publication", reader, async (request, reply) => {
    const story = await ownStoryOf(site, request);
    const form = readForm(PublicationForm, request.body);
    if (!form.ok) return render(reply.code(422), await sheet(site, request, story, form));
    const { version, kicker, audience, responses, ...tags } = form.value;
    const choice = { version, kicker, audience, responsesOpen: responses === "on" };
    const ruling = await publishStory(site.db, site.clock(), placeOf(request), {
      ...choice,
      tags: Object.values(tags).map(String),
    });
    if (ruling.ok) {
      const address = { slug: ruling.value.slug, key: story.key };
      return reply.redirect(storyUrl(signedIn(request).handle, address), 303);
    }
    const errors = { [FIELD[ruling.refusal] ?? "_"]: publicationSentences[ruling.refusal] };
    return render(reply.code(422), await sheet(site, request, story, typed(request.body, errors)));
  });
}

/** The sheet for the story as it is, with `form` in its fields. */
async function sheet(site: Site, request: FastifyRequest, story: OwnStory, form: Typed) {
  const viewer = signedIn(request);
  const document = storedDocument(story.document);
  const keys = picturesOf(document).flatMap(({ key }) => key ?? []);
  const images = await ownImages(site.db, viewer.readerId, keys);
  const listed = listedDraft(story, viewer, document, images);
  const topics = await knownTopics(site.db);
  const shown = { story, listed, extent: extentOf(document), topics, form };
  return <PublicationPage {...{ site, viewer, path: request.url }} {...shown} />;
}

/** What the fields hold when the sheet is opened. */
function settingsOf({ tags, kicker, audience, responsesOpen }: OwnStory): Typed {
  const topics = tags.map((tag, index) => [TAG_FIELDS[index] ?? "", tagLabel(tag)]);
  const responses = responsesOpen ? { responses: "on" } : {};
  return { values: { kicker, audience, ...responses, ...Object.fromEntries(topics) }, errors: {} };
}
