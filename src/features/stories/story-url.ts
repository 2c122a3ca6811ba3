/** Where a story is read. */
import { addressOf } from "../../core/stories/address.ts";
import { authorUrl } from "../../web/parts/places.ts";

/** `/@ada/on-walking-7k2m9qh4xd`; the slug may be of any script, so it is percent-encoded here. */
export function storyUrl(handle: string, { slug, key }: { slug: string; key: string }): string {
  return `${authorUrl(handle)}/${encodeURIComponent(addressOf(slug, key))}`;
}

export const editUrl = (key: string): string => `/stories/${key}/edit`;
export const publicationUrl = (key: string): string => `/stories/${key}/publication`;
