/** A story is published, or its published text or settings are changed. */
import type { RevisionId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { Audience } from "../../../core/stories/gate.ts";
import {
  type PublishedFields,
  type PublishRefusal,
  publishSentences,
  rulePublish,
} from "../../../core/stories/publish.ts";
import type { Database, Tx } from "../../../store/db.ts";
import { storedDocument } from "../document/parse-document.ts";
import { picturesOf } from "../document/pictures.ts";
import { dropStoryPages } from "../drop-story-pages.ts";
import type { StoryPlace } from "../own-story.ts";
import {
  insertRevision,
  insertRevisionImages,
  lockOwnStory,
  type OwnStory,
  ownImages,
  recordPublication,
} from "../store.ts";
import { findRevisionSame } from "./find-revision-same.ts";
import { renderRevision } from "./render-revision.ts";

export interface PublicationChoice {
  /** The version the author saw when choosing; another is not published unseen. */
  version: number;
  kicker: string;
  tags: readonly string[];
  audience: Audience;
  responsesOpen: boolean;
  /** For an imported story: when it first appeared. Otherwise now. */
  publishedAt?: Date;
}

export type PublicationRefusal = PublishRefusal | "no-such-story" | "withdrawn" | "changed-since";

/** What the refusals say to the author. */
export const publicationSentences: Record<PublicationRefusal, string> = {
  "no-such-story": "This story is not one of yours, or is no longer there.",
  withdrawn: "This story is withdrawn. Bring it back first, on the page of your stories.",
  "changed-since":
    "The text was changed after this page was opened. Look at it once more below, then publish.",
  ...publishSentences,
};

type Published = Ruling<{ slug: string }, PublicationRefusal>;

/** Resolves to the story's address. A second time with nothing changed makes no new revision. */
export function publishStory(
  db: Database,
  now: Date,
  place: StoryPlace,
  choice: PublicationChoice,
): Promise<Published> {
  return db.transaction((tx) => publishWithin(tx, now, place, choice));
}

/** The same as a part of something larger. */
export async function publishWithin(
  tx: Tx,
  now: Date,
  { authorId, key }: StoryPlace,
  choice: PublicationChoice,
): Promise<Published> {
  const story = await lockOwnStory(tx, authorId, key);
  if (!story) return refuse("no-such-story");
  const ruling = rulePublication(story, choice);
  if (!ruling.ok) return ruling;
  const fields = ruling.value;
  const { audience, responsesOpen, publishedAt = now } = choice;
  const revision = await revisionFor(tx, now, story, { fields, audience });
  const settings = { fields, audience, responsesOpen, publishedAt };
  await recordPublication(tx, { storyId: story.id, ...revision, ...settings });
  await dropStoryPages(tx, story, fields.tags);
  return allow({ slug: fields.slug });
}

function rulePublication(
  story: OwnStory,
  { version, kicker, tags }: PublicationChoice,
): Ruling<PublishedFields, PublicationRefusal> {
  if (story.state === "withdrawn") return refuse("withdrawn");
  if (story.version !== version) return refuse("changed-since");
  return rulePublish({ ...story, kicker, tags });
}

interface Shown {
  revisionId: RevisionId;
  readingSeconds: number;
}

/** The revision that says this already, or a new one. A change of audience moves what may be shown. */
async function revisionFor(
  tx: Tx,
  at: Date,
  story: OwnStory,
  { fields, audience }: { fields: PublishedFields; audience: Audience },
): Promise<Shown> {
  const same = story.audience === audience ? await findRevisionSame(tx, story, fields) : null;
  if (same) return same;
  const document = storedDocument(story.document);
  const keys = picturesOf(document).flatMap(({ key }) => key ?? []);
  const images = await ownImages(tx, story.authorId, keys);
  const { shown, ...rendered } = renderRevision(document, audience, images);
  const { title, subtitle, kicker } = fields;
  const words = { title, subtitle, kicker, document: story.document };
  const revisionId = await insertRevision(tx, at, { storyId: story.id, ...words, ...rendered });
  await insertRevisionImages(tx, revisionId, shown);
  return { revisionId, readingSeconds: rendered.readingSeconds };
}
