/** A row of the view `listed_story`, and what a list of stories makes of it. */
import { z } from "zod";
import { readingMinutes } from "../../core/stories/reading-time.ts";
import { instant, readerId, storyId } from "../../store/columns.ts";
import { authorUrl } from "../../web/parts/places.ts";
import type { ListedStory } from "../../web/parts/story-item.tsx";
import { storyUrl } from "./story-url.ts";

export const ListedRow = z.object({
  storyId,
  key: z.string(),
  slug: z.string(),
  authorId: readerId,
  authorHandle: z.string(),
  authorName: z.string(),
  title: z.string(),
  subtitle: z.string(),
  kicker: z.string(),
  excerpt: z.string(),
  readingSeconds: z.int(),
  audience: z.enum(["everyone", "members"]),
  tags: z.array(z.string()),
  publishedAt: instant,
  leadImageKey: z.string().nullable(),
});
export type ListedRow = z.output<typeof ListedRow>;

export function listed(row: ListedRow): ListedStory {
  return {
    href: storyUrl(row.authorHandle, row),
    kicker: row.kicker || null,
    title: row.title,
    dek: row.subtitle || row.excerpt || null,
    author: { name: row.authorName, href: authorUrl(row.authorHandle) },
    publishedAt: row.publishedAt,
    minutes: readingMinutes(row.readingSeconds),
    membersOnly: row.audience === "members",
    image: row.leadImageKey && `/images/${row.leadImageKey}`,
  };
}

/** Where a list goes on: after the story published then, with that id. */
export interface Cursor {
  at: Date;
  id: number;
}

/** "2026-10-15T12:00:00.000Z_81", as it stands in an address; anything else is the beginning. */
export function cursorOf(text: unknown): Cursor | null {
  const parts =
    typeof text === "string" ? /^(\d{4}-\d\d-\d\dT[\d:.]+Z)_(\d{1,15})$/.exec(text) : null;
  const at = parts && new Date(parts[1]!);
  return at && !Number.isNaN(at.getTime()) ? { at, id: Number(parts[2]) } : null;
}

/** A page of `rows` asked for with one more than `size`, and the cursor of the next page if there is one. */
export function pageOf(
  rows: ListedRow[],
  size: number,
): { rows: ListedRow[]; next: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const more = rows.length > size && last;
  return { rows: shown, next: more ? `${last.publishedAt.toISOString()}_${last.storyId}` : null };
}
