/** One page becomes one story to be: its fields, its document and the report of what was kept. */
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { TAGS_MAX, tagOf } from "../../../core/stories/tags.ts";
import {
  type Document,
  type DocumentRefusal,
  documentSentences,
  parseDocument,
} from "../document/parse-document.ts";
import { picturesOf } from "../document/pictures.ts";
import { convert } from "./convert.ts";
import { isInk, isRead } from "./elements.ts";
import { fidelityOf } from "./fidelity.ts";
import { type Fields, fieldText, isHeading } from "./fields.ts";
import { canonicalOf, htmlFields, metaOf, storyRoot } from "./html-page.ts";
import type { TakenPart } from "./kept-counts.ts";
import {
  findMediumPage,
  instantOf,
  type MediumPage,
  mediumFields,
  mediumFooter,
  mediumState,
} from "./medium-page.ts";
import type { Fidelity } from "./report.ts";
import {
  elementsWhere,
  parseSource,
  type SourceElement,
  type SourceRefusal,
  within,
} from "./source-tree.ts";

export type StoryKind = "medium" | "html" | "xhtml";

/** A picture the story waits for. */
export interface WaitingPicture {
  /** As in the document: an http address, or a path beside the page. */
  src: string;
  alt: string;
  caption: string;
}

export interface ImportedStory {
  title: string;
  subtitle: string;
  kicker: string;
  document: Document;
  /** At most five, as they are stored. */
  tags: string[];
  canonicalUrl: string | null;
  publishedAt: Date | null;
  /** Pages other than Medium's are drafts unless they say when they were published. */
  state: "published" | "draft" | "response";
  images: WaitingPicture[];
  report: Fidelity;
}

export type ImportRefusal = SourceRefusal | DocumentRefusal | "empty-page";

/** What the refusals say to whoever imports. */
export const importSentences: Record<ImportRefusal, string> = {
  ...documentSentences,
  "malformed-document": "This page could not be made into a story. Nothing of it was imported.",
  "document-too-long":
    "This page has more text than one story may have. Split it and import the parts.",
  "too-many-blocks":
    "This page has more paragraphs than one story may have. Split it and import the parts.",
  "page-too-large": "This page is too large to read. Split it and import the parts.",
  "page-too-deep":
    "This page nests its elements too deep to be a text. Nothing of it was imported.",
  "empty-page": "This page has no text and no picture, so there is nothing to import.",
};

/** Only what the page holds is looked at: nothing is fetched, and no HTML of it is kept. */
export function parseStoryHtml(
  source: string,
  kind: StoryKind,
): Ruling<ImportedStory, ImportRefusal> {
  const page = parseSource(source, kind === "xhtml" ? "xml" : "html");
  if (!page.ok) return page;
  const medium = kind === "medium" ? findMediumPage(page.value) : null;
  const outline = medium === null ? htmlOutline(page.value) : mediumOutline(medium);
  const { root, fields } = outline;
  const largerLevel = medium === null ? topLevelOf(root, fields) : 3;
  const taken = new Set(fields.taken);
  const conversion = convert({ root, taken, largerLevel, isMedium: medium !== null });
  if (fields.repeated > 0) conversion.changed.repeated = fields.repeated;
  const document = parseDocument(conversion.document);
  if (!document.ok) return document;
  if (document.value.textContent === "" && picturesOf(document.value).length === 0) {
    if (fields.title === "") return refuse("empty-page");
  }
  const report = fidelityOf({ ...outline, taken: takenParts(fields) }, conversion, document.value);
  return allow(storyOf(outline, document.value, report));
}

/** What was found out about the page before it is converted. */
interface Outline extends Pick<ImportedStory, "canonicalUrl" | "publishedAt" | "state"> {
  /** What the story is a part of. */
  page: SourceElement;
  root: SourceElement;
  fields: Fields;
  tags: string[];
}

function mediumOutline(medium: MediumPage): Outline {
  const fields = mediumFields(medium);
  const state = mediumState(medium);
  return { page: medium.body, root: medium.body, fields, state, ...mediumFooter(medium) };
}

function htmlOutline(page: SourceElement): Outline {
  const root = storyRoot(page);
  const [published] = metaOf(page, ["article:published_time", "dc.date", "dcterms.date"]);
  const publishedAt = instantOf(published);
  const keywords = metaOf(page, ["keywords"]).flatMap((words) => words.split(","));
  return {
    page,
    root,
    fields: htmlFields(page, root),
    tags: [...metaOf(page, ["article:tag"]), ...keywords],
    canonicalUrl: canonicalOf(page),
    publishedAt,
    state: publishedAt === null ? "draft" : "published",
  };
}

/** The highest heading that is not the title is our larger one. */
function topLevelOf(root: SourceElement, { taken }: Fields): number {
  const levels = elementsWhere(root, (element) => isHeading(element) && saysSomething(element))
    .filter((heading) => !taken.includes(heading))
    .map(({ name }) => Number(name.slice(1)));
  return levels.length === 0 ? 2 : Math.min(...levels);
}

/** Also by a reference to a note alone, which is no text of a field but stays in the heading. */
function saysSomething(element: SourceElement): boolean {
  return [...within(element, isRead)].some((node) => typeof node === "string" && isInk(node));
}

function takenParts({ taken }: Fields): TakenPart[] {
  return taken.map((element) => ({
    kind: isHeading(element) ? "heading" : "paragraph",
    text: fieldText(element),
  }));
}

function storyOf(outline: Outline, document: Document, report: Fidelity): ImportedStory {
  const { fields, canonicalUrl, publishedAt, state } = outline;
  const { title, subtitle, kicker } = fields;
  const tags = [...new Set(outline.tags.map(tagOf))].filter((tag) => tag !== "");
  const images = picturesOf(document).map(({ src, alt, caption }) => ({
    src: src ?? "",
    alt,
    caption,
  }));
  return {
    ...{ title, subtitle, kicker, document, tags: tags.slice(0, TAGS_MAX) },
    ...{ canonicalUrl, publishedAt, state, images, report },
  };
}

/** What a page is, by its name and by what stands in it. */
export function storyKindOf(name: string, source: string): StoryKind {
  const beginning = source.slice(0, 20_000);
  if (/class="[^"]*\bh-entry\b/.test(beginning) && /data-field="body"/.test(beginning)) {
    return "medium";
  }
  return /\.(xhtml|xht|xml)$/i.test(name) || /^\s*<\?xml\b/.test(beginning) ? "xhtml" : "html";
}
