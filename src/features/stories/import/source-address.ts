/** Addresses in imported pages: which are kept, and how they are written. */
import { isPictureSource, isSafeHref } from "../../../core/stories/grammar.ts";
import { findElement, type SourceElement } from "./source-tree.ts";

/** The link's address as we keep it; null when it may not be followed. */
export function findHref({ attributes }: SourceElement): string | null {
  const href = tidied(unwrapped(attributes.href ?? ""));
  return isSafeHref(href) ? href : null;
}

/** Whether the element says it is a link at all. */
export function isLink({ name, attributes }: SourceElement): boolean {
  return name === "a" && (attributes.href ?? "").trim() !== "";
}

/** Where the picture is; for one that a script would load later, where it says it is. */
export function findPictureSource({ attributes }: SourceElement): string | null {
  const { src, srcset } = attributes;
  const firstOfSet = srcset?.trim().split(/[\s,]/)[0];
  const candidates = [src, attributes["data-src"], attributes["data-original"], firstOfSet];
  for (const candidate of candidates) {
    const source = tidied((candidate ?? "").replace("/fit/t/NaN/NaN/", "/"));
    if (isPictureSource(source)) return source;
  }
  return null;
}

/** A picture nobody sees, there to count openings. */
export function isTracker({ attributes }: SourceElement): boolean {
  const tiny = /^[01](px)?$/;
  return tiny.test(attributes.width ?? "") && tiny.test(attributes.height ?? "");
}

const EMBEDS: ReadonlySet<string> = new Set(["iframe", "video", "audio", "object", "embed"]);

export function isEmbed({ name, attributes }: SourceElement): boolean {
  return EMBEDS.has(name) || (name === "script" && isGist(attributes.src ?? ""));
}

/** The address an embedded thing can be seen at; null when it has none that may be followed. */
export function findEmbedHref(embed: SourceElement): string | null {
  const inner = findElement(embed, ({ name }) => name === "source");
  const { src, data } = embed.attributes;
  const written = src || data || inner?.attributes.src || "";
  const href = tidied(isGist(written) ? written.replace(/\.js(?=$|\?)/, "") : written);
  return isSafeHref(href) ? href : null;
}

function isGist(src: string): boolean {
  return src.startsWith("https://gist.github.com/");
}

/** As a browser reads it: blanks at the ends and line ends anywhere are not part of it. */
function tidied(address: string): string {
  const trimmed = address.trim().replace(/[\t\n\r]/g, "");
  return (trimmed.startsWith("//") ? `https:${trimmed}` : trimmed).replaceAll(" ", "%20");
}

/** Medium sends some links through itself; where they lead stands in the query. */
function unwrapped(href: string): string {
  const target = /^https?:\/\/medium\.com\/r\/\?(?:.*&)?url=([^&#]+)/.exec(href)?.[1];
  if (target === undefined || !URL.canParse(href)) return href;
  return new URL(href).searchParams.get("url") ?? href;
}
