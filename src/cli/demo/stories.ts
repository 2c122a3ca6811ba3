/** The demo's stories appear, with their pictures, and are answered. */
import { assert, present } from "../../core/assert.ts";
import type { DocumentNode } from "../../core/stories/grammar.ts";
import { DAY_MS } from "../../core/time.ts";
import { findAnsweredStory } from "../../features/responses/store.ts";
import { writeResponse } from "../../features/responses/write-response.ts";
import { saveDraft } from "../../features/stories/draft/save-draft.ts";
import { startDraft } from "../../features/stories/draft/start-draft.ts";
import { addPicture } from "../../features/stories/picture/add-picture.ts";
import { publishStory } from "../../features/stories/publication/publish-story.ts";
import { storyForReader } from "../../features/stories/story-body.ts";
import type { DemoStory } from "./content.ts";
import { documentOf } from "./markdown.ts";
import { drawn } from "./people.ts";
import { type DemoEvent, viewerOf, type World } from "./world.ts";

const PICTURE_WIDTH = 1600;

export function publications(world: World): DemoEvent[] {
  return world.content.stories.map((story) => ({
    at: world.calendar.shifted(story.published),
    run: () => publish(world, story),
  }));
}

async function publish(world: World, story: DemoStory): Promise<void> {
  const author = present(world.people.get(story.handle), `${story.handle} is here`);
  const { db } = world;
  const place = { authorId: author.id, key: await startDraft(db, world.clock(), author.id) };
  const document = documentOf(story.text, await figureOf(world, story));
  const { title, subtitle, kicker, tags, audience } = story;
  const saved = await saveDraft(db, world.clock(), place, {
    version: 1,
    title,
    subtitle,
    document,
  });
  assert(saved.ok, `“${title}” is saved`);
  const choice = { version: saved.value.version, kicker, tags, audience, responsesOpen: true };
  const published = await publishStory(db, world.clock(), place, choice);
  assert(published.ok, `“${title}” is published`);
  const asker = { readerId: author.id, isMember: true };
  const body = present(await storyForReader(db, place.key, asker), `“${title}” can be read`);
  world.stories.push({
    id: body.storyId,
    key: place.key,
    slug: story.slug,
    authorId: author.id,
    tags,
    forMembers: audience === "members",
    readingSeconds: body.readingSeconds,
    publishedAt: world.clock(),
    appeal: appealOf(world, story),
  });
}

/** A few hits, many quiet ones, and the traders’ own, which nobody reads to the end. */
function appealOf({ chance, content }: World, { handle }: DemoStory): number {
  const isTraders = content.members.some((member) => member.trader && member.handle === handle);
  const luck = chance.next();
  return isTraders ? 0.03 : 0.25 + 6 * luck ** 5;
}

async function figureOf(world: World, story: DemoStory): Promise<DocumentNode | null> {
  if (!story.picture) return null;
  const author = present(world.people.get(story.handle), `${story.handle} is here`);
  const bytes = await drawn(world.content.picture(story.picture), PICTURE_WIDTH);
  const added = await addPicture(world, author.id, bytes);
  assert(added.ok, `the picture of “${story.title}” is added`);
  const { key, width, height } = added.value;
  const attrs = { key, width, height, layout: "outset", alt: story.alt };
  const content = story.caption ? [{ type: "text", text: story.caption }] : [];
  return { type: "figure", attrs, content } as DocumentNode;
}

/** Written responses, each some days after its story. One that its writer may not give is left out. */
export function responses(world: World): DemoEvent[] {
  const { content, calendar } = world;
  return content.responses.flatMap((response, index) => {
    const story = content.stories.find(({ slug }) => slug === response.story);
    if (!story) return [];
    const begun = calendar.shifted(story.published).getTime();
    const at = new Date(begun + response.daysAfter * DAY_MS + 3_600_000 + index * 60_000);
    return [{ at, run: () => respond(world, response) }];
  });
}

async function respond(
  world: World,
  { handle, story: slug, text }: { handle: string; story: string; text: string },
): Promise<void> {
  const person = world.people.get(handle);
  const published = world.stories.find((story) => story.slug === slug);
  if (!person || !published) return;
  const story = present(await findAnsweredStory(world.db, published.key), `${slug} is published`);
  await writeResponse(world.db, world.clock(), { viewer: viewerOf(person), story, text });
}
