/** Which kept pages show a story, and so are no longer true when it changes. */
import type { Tx } from "../../store/db.ts";
import { dropPages } from "../../web/drops.ts";
import type { OwnStory } from "./store.ts";

/** `tags` are the story's tags from now on; pages of those it had are dropped too. */
export async function dropStoryPages(
  tx: Tx,
  story: OwnStory,
  tags: readonly string[] = [],
): Promise<void> {
  const topics = [...new Set([...story.tags, ...tags])].map((tag) => `topic:${tag}`);
  await dropPages(tx, [`story:${story.id}`, `author:${story.authorId}`, "feed", ...topics]);
}
