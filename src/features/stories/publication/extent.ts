/** How a draft will stand in lists, and how much of it the gate will leave open. */
import { previewBlocks } from "../../../core/stories/preview.ts";
import { rulePublish } from "../../../core/stories/publish.ts";
import { readingMinutes, wordsOf } from "../../../core/stories/reading-time.ts";
import { authorUrl, imageUrl } from "../../../web/parts/places.ts";
import type { ListedStory } from "../../../web/parts/story-item.tsx";
import type { Viewer } from "../../../web/viewer.ts";
import { type Document, documentJson } from "../document/parse-document.ts";
import { plainText } from "../document/plain-text.ts";
import type { OwnImage, OwnStory } from "../store.ts";
import { editUrl } from "../story-url.ts";
import { renderRevision } from "./render-revision.ts";

export interface Extent {
  words: number;
  /** Of the part that anyone may read when the story is for members. */
  openWords: number;
}

export function extentOf(document: Document): Extent {
  const blocks = previewBlocks(documentJson(document), null);
  return {
    words: wordsOf(plainText(document)),
    openWords: wordsOf(plainText(document, blocks)),
  };
}

/** As lists will show it when it is published for `audience`. */
export function listedDraft(
  story: OwnStory,
  viewer: Viewer,
  document: Document,
  images: readonly OwnImage[],
): ListedStory {
  const rendered = renderRevision(document, story.audience, images);
  const fields = rulePublish(story);
  const lead = images.find(({ id }) => id === rendered.leadImageId);
  return {
    href: editUrl(story.key),
    kicker: story.kicker || null,
    title: fields.ok ? fields.value.title : story.title || "Untitled",
    dek: story.subtitle || rendered.excerpt || null,
    author: { name: viewer.name, href: authorUrl(viewer.handle) },
    publishedAt: story.publishedAt,
    minutes: readingMinutes(rendered.readingSeconds),
    membersOnly: story.audience === "members",
    image: lead ? imageUrl(lead.key) : null,
  };
}
