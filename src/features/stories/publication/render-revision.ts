/** What a revision stores beside its document: all that pages show of it, made once. */
import type { ImageId } from "../../../core/ids.ts";
import type { Audience } from "../../../core/stories/gate.ts";
import { PICTURE_WIDTH_SMALL } from "../../../core/stories/picture.ts";
import { previewBlocks } from "../../../core/stories/preview.ts";
import { imageUrl } from "../../../web/parts/places.ts";
import { type Document, documentJson } from "../document/parse-document.ts";
import { picturesOf } from "../document/pictures.ts";
import { excerptOf, measureOf } from "../document/plain-text.ts";
import { type PictureLookup, renderHtml, renderPreviewHtml } from "../document/render-html.ts";
import type { NewRevision, OwnImage } from "../store.ts";

const EXCERPT_CHARS_MAX = 240;

export interface Rendered
  extends Pick<
    NewRevision,
    "html" | "previewHtml" | "excerpt" | "words" | "readingSeconds" | "leadImageId"
  > {
  /** The author's pictures that the story shows, each once. */
  shown: { id: ImageId; inPreview: boolean }[];
}

/**
 * `images` are the author's own among those the document names; others are not shown. The excerpt and
 * the picture that lists show come from the part that anyone may read.
 */
export function renderRevision(
  document: Document,
  audience: Audience,
  images: readonly OwnImage[],
): Rendered {
  const blocks = previewBlocks(documentJson(document), null);
  const open = audience === "everyone" ? document.childCount : blocks;
  const byKey = new Map(images.map((image) => [image.key, image]));
  const pictures = lookupIn(byKey);
  const places = picturesOf(document).flatMap(({ key, block }) => {
    const image = byKey.get(key ?? "");
    return image ? [{ image, block }] : [];
  });
  const { words, expectedSeconds } = measureOf(document);
  return {
    html: renderHtml(document, pictures),
    previewHtml: renderPreviewHtml(document, blocks, pictures),
    excerpt: excerptOf(document, EXCERPT_CHARS_MAX, open),
    words,
    readingSeconds: expectedSeconds,
    leadImageId: places.find(({ block }) => block < open)?.image.id ?? null,
    shown: images.map(({ id }) => ({
      id,
      inPreview: places.some(({ image, block }) => image.id === id && block < blocks),
    })),
  };
}

const SIZES: Record<string, string> = {
  inset: "(min-width: 680px) 680px, 100vw",
  outset: "(min-width: 1120px) 1120px, 100vw",
  full: "100vw",
};

/** Where the pictures of a text are, in two widths. */
export function lookupIn(images: ReadonlyMap<string, OwnImage>): PictureLookup {
  return (key, layout) => {
    const image = images.get(key);
    if (!image) return null;
    const src = imageUrl(key);
    if (image.width <= PICTURE_WIDTH_SMALL) return { src };
    const small = `${src}?width=${PICTURE_WIDTH_SMALL} ${PICTURE_WIDTH_SMALL}w`;
    return { src, srcset: `${small}, ${src} ${image.width}w`, sizes: SIZES[layout] ?? "100vw" };
  };
}
