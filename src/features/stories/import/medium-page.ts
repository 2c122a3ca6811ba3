/** A story as Medium's own export writes it: one page, marked with microformats and Medium's classes. */
import { SUBTITLE_CHARS_MAX } from "../../../core/stories/publish.ts";
import { type Fields, fieldText, hasInk, isHeading, isSameOrCut } from "./fields.ts";
import { webAddress } from "./html-page.ts";
import { elementsWhere, findElement, hasClass, type SourceElement } from "./source-tree.ts";

/** The parts of the export's page. */
export interface MediumPage {
  article: SourceElement;
  body: SourceElement;
}

/** Null when the page is not one of Medium's. */
export function findMediumPage(page: SourceElement): MediumPage | null {
  const article = findElement(page, (element) => hasClass(element, "h-entry"));
  if (article === null) return null;
  const body = findElement(article, ({ attributes }) => attributes["data-field"] === "body");
  return body === null ? null : { article, body };
}

/**
 * The header has the title and, for most stories, a subtitle; the body repeats both, if it has them,
 * in paragraphs of their own. A subtitle that only is the beginning of the text is none.
 */
export function mediumFields({ article, body }: MediumPage): Fields {
  const header = (name: string) => findElement(article, (element) => hasClass(element, name));
  const part = (name: string) => findElement(body, (element) => hasClass(element, name));
  const [title, titlePart] = oneOf(header("p-name"), part("graf--title"));
  const [subtitle, subtitlePart] = oneOf(header("p-summary"), part("graf--subtitle"));
  const kickerPart = part("graf--kicker");
  const isFirstText = subtitlePart === null && isSameOrCut(subtitle, firstText(body));
  const isSubtitle = !isFirstText && subtitle.length <= SUBTITLE_CHARS_MAX;
  const repeats = [titlePart, isSubtitle ? subtitlePart : null].filter((part) => part !== null);
  const taken = kickerPart === null ? repeats : [...repeats, kickerPart];
  return {
    title,
    subtitle: isSubtitle ? subtitle : "",
    kicker: kickerPart === null ? "" : fieldText(kickerPart),
    taken: elementsWhere(body, (element) => taken.includes(element)),
    repeated: repeats.length,
  };
}

/** The field's text, and the part of the body that repeats it; that part is whole where the header is cut. */
function oneOf(
  header: SourceElement | null,
  part: SourceElement | null,
): [string, SourceElement | null] {
  const said = header === null ? "" : fieldText(header);
  if (part === null) return [said, null];
  const whole = fieldText(part);
  return said === "" || isSameOrCut(said, whole) ? [whole, part] : [said, null];
}

/** The first paragraph under the title. */
function firstText(body: SourceElement): string {
  const first = findElement(body, (element) => {
    const isHead = hasClass(element, "graf--title") || hasClass(element, "graf--kicker");
    return hasClass(element, "graf") && !isHead && hasInk(element);
  });
  return first === null ? "" : fieldText(first);
}

export type MediumState = "published" | "draft" | "response";

/**
 * Responses are exported among the stories. They have no title of their own: the header's is the
 * beginning of their text; and no subtitle and no tags. A story of one untagged paragraph looks the same.
 */
export function mediumState({ article, body }: MediumPage): MediumState {
  const has = (name: string) => findElement(article, (element) => hasClass(element, name)) !== null;
  const title = findElement(article, (element) => hasClass(element, "p-name"));
  const isUntitled = title !== null && isBeginning(fieldText(title), firstText(body));
  const isBare = !has("graf--title") && !has("p-summary") && !has("p-tag");
  const hasHeading = findElement(body, isHeading) !== null;
  if (isBare && isUntitled && !hasHeading) return "response";
  return has("dt-published") || has("p-canonical") ? "published" : "draft";
}

function isBeginning(title: string, text: string): boolean {
  return isSameOrCut(title, text) || (title !== "" && text.startsWith(title));
}

export interface MediumFooter {
  tags: string[];
  canonicalUrl: string | null;
  publishedAt: Date | null;
}

export function mediumFooter({ article }: MediumPage): MediumFooter {
  const one = (name: string) => findElement(article, (element) => hasClass(element, name));
  return {
    tags: elementsWhere(article, (element) => hasClass(element, "p-tag")).map(fieldText),
    canonicalUrl: webAddress(one("p-canonical")?.attributes.href),
    publishedAt: instantOf(one("dt-published")?.attributes.datetime),
  };
}

export function instantOf(written: string | undefined): Date | null {
  const at = new Date(written ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}
