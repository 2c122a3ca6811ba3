/** An ordinary page of HTML or XHTML: where its story is, and what of it is title and subtitle. */

import {
  KICKER_CHARS_MAX,
  SUBTITLE_CHARS_MAX,
  TITLE_CHARS_MAX,
} from "../../../core/stories/publish.ts";
import { collapsed, cutText } from "../../../core/stories/text.ts";
import { isInk, isRead, says } from "./elements.ts";
import { type Fields, fieldText, hasInk, isHeading } from "./fields.ts";
import { sourceCounts } from "./source-counts.ts";
import {
  elementsWhere,
  findAround,
  findElement,
  rawText,
  type SourceElement,
  within,
} from "./source-tree.ts";

/** The element the story is in: the first article or main if it has half of the text, else the body. */
export function storyRoot(page: SourceElement): SourceElement {
  const body = bodyOf(page);
  const half = rawText(body).length / 2;
  for (const wanted of ["article", "main"]) {
    const isWanted = ({ name }: SourceElement) => name === wanted;
    const outermost = elementsWhere(body, isWanted).filter(
      (element) => findAround(element, isWanted) === null,
    );
    const [first] = outermost;
    if (first !== undefined && rawText(first).length >= half) return first;
  }
  return body;
}

/** The body, unless a careless page has text before or after it. */
function bodyOf(page: SourceElement): SourceElement {
  const body = findElement(page, ({ name }) => name === "body");
  if (body === null) return page;
  const [inside, all] = [body, page].map((part) => sourceCounts(part).counts.characters);
  return inside === all ? body : page;
}

function isInside(element: SourceElement, other: SourceElement): boolean {
  return findAround(element, (around) => around === other) !== null;
}

/** The fields, by the first heading and what stands with it. */
export function htmlFields(page: SourceElement, root: SourceElement): Fields {
  const heading = titleHeading(root);
  if (heading === null) return { ...NO_FIELDS, title: titleOfPage(page, root) };
  const parts = { ...headerParts(heading), title: heading };
  const named = namedTitle(heading);
  return fieldsOf(named === null ? parts : { ...parts, title: named, kicker: heading });
}

const NO_FIELDS: Fields = { title: "", subtitle: "", kicker: "", taken: [], repeated: 0 };

/** The heading of the whole story: nothing but its own header stands before it. */
function titleHeading(root: SourceElement): SourceElement | null {
  const heading = findElement(root, (element) => isHeading(element) && hasInk(element));
  if (heading === null) return null;
  const header = headerOf(heading, root);
  return isTextBefore(header ?? heading, root) ? null : heading;
}

function headerOf(heading: SourceElement, root: SourceElement): SourceElement | null {
  const header = findAround(heading, ({ name }) => name === "header" || name === "hgroup");
  return header !== null && isInside(header, root) ? header : null;
}

function isTextBefore(element: SourceElement, root: SourceElement): boolean {
  for (const node of within(root, isRead)) {
    if (node === element) return false;
    if (typeof node === "string" && isInk(node)) return true;
  }
  return false;
}

/** A page that puts its title outside the story, or only in its head. */
function titleOfPage(page: SourceElement, root: SourceElement): string {
  const outside = findElement(
    page,
    (element) => element.name === "h1" && hasInk(element) && !isInside(element, root),
  );
  const head = findElement(page, ({ name }) => name === "title");
  return outside ? fieldText(outside) : collapsed(rawText(head ?? EMPTY));
}

const EMPTY: SourceElement = { name: "", attributes: {}, children: [], parent: null };

interface HeaderParts {
  title: SourceElement;
  subtitle: SourceElement | null;
  kicker: SourceElement | null;
}

/**
 * Where the heading is only a number, as chapters have it: the line that says what the chapter is
 * about. Books in XHTML mark both (`epub:type`, EPUB Structural Semantics Vocabulary 1.1).
 */
function namedTitle(heading: SourceElement): SourceElement | null {
  const siblings = elementsBeside(heading);
  const title = siblings.find((element) => element.name === "p" && says(element, /(^|\s)title\b/));
  if (title !== undefined && heading.parent?.name === "hgroup") return title;
  if (!says(heading, /\bordinal\b/)) return null;
  const line = siblings.find((element) => says(element, /\bbridgehead\b/));
  return line !== undefined && fieldText(line).length <= TITLE_CHARS_MAX ? line : null;
}

/** In an hgroup the lines around the heading belong to it; elsewhere they must say so. */
function headerParts(heading: SourceElement): Omit<HeaderParts, "title"> {
  const isGroup = heading.parent?.name === "hgroup";
  const siblings = elementsBeside(heading).filter(hasInk);
  const kicker = siblings.find((element) => says(element, /\b(kicker|eyebrow)\b/)) ?? null;
  const subtitle =
    siblings.find((element) => says(element, /\b(subtitle|standfirst|dek)\b/)) ??
    siblings.find((element) => isGroup && element !== kicker && !says(element, /(^|\s)title\b/));
  return { kicker, subtitle: subtitle ?? null };
}

function elementsBeside(heading: SourceElement): SourceElement[] {
  const all = heading.parent?.children ?? [];
  return all.filter((node): node is SourceElement => typeof node !== "string" && node !== heading);
}

/** A line too long for its field stays in the text; of a title so long the beginning is the title. */
function fieldsOf(parts: HeaderParts): Fields {
  const title = fitting(parts.title, TITLE_CHARS_MAX);
  const subtitle = fitting(parts.subtitle, SUBTITLE_CHARS_MAX);
  const kicker = fitting(parts.kicker, KICKER_CHARS_MAX);
  const elements = [
    kicker === "" ? null : parts.kicker,
    title === "" ? null : parts.title,
    subtitle === "" ? null : parts.subtitle,
  ];
  const taken = elements.filter((element) => element !== null);
  const shown = title || cutText(fieldText(parts.title), TITLE_CHARS_MAX);
  return { title: shown, subtitle, kicker, taken: inOrder(parts.title, taken), repeated: 0 };
}

function fitting(element: SourceElement | null, charsMax: number): string {
  const text = element === null ? "" : fieldText(element);
  return text.length <= charsMax ? text : "";
}

/** As they stand in the page, so that their text compares with the page's. */
function inOrder(title: SourceElement, taken: readonly SourceElement[]): SourceElement[] {
  return (title.parent?.children ?? []).filter(
    (node): node is SourceElement => typeof node !== "string" && taken.includes(node),
  );
}

/** The address the page says is its own. */
export function canonicalOf(page: SourceElement): string | null {
  const link = findElement(
    page,
    ({ name, attributes }) => name === "link" && attributes.rel === "canonical",
  );
  return webAddress(link?.attributes.href);
}

export function webAddress(href: string | undefined): string | null {
  return href !== undefined && /^https?:\/\//i.test(href) && URL.canParse(href) ? href : null;
}

/** What the page's head says under one of these names. */
export function metaOf(page: SourceElement, names: readonly string[]): string[] {
  return elementsWhere(page, ({ name, attributes }) => {
    const said = (attributes.property ?? attributes.name ?? "").toLowerCase();
    return name === "meta" && names.includes(said);
  }).map(({ attributes }) => attributes.content ?? "");
}
