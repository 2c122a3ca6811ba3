/** Pictures: which files are taken, and how large one may be. */
import { allow, type Ruling, refuse } from "../ruling.ts";

export const PICTURE_BYTES_MAX: number = 25 * 1024 * 1024;
/** Of all frames together, so that a short animation cannot unpack into gigabytes. */
export const PICTURE_PIXELS_MAX = 60_000_000;

/** Wider pictures are made this wide; a text on the widest page asks for no more. */
export const PICTURE_WIDTH_MAX = 2000;
/** The small one of each pair, for lists and phones. */
export const PICTURE_WIDTH_SMALL = 800;

export type PictureFormat = "jpeg" | "png" | "gif" | "webp" | "avif";

export type PictureRefusal =
  | "too-large"
  | "too-many-pixels"
  | "svg"
  | "not-a-picture"
  | "broken"
  | "no-room";

/** What the refusals say to whoever uploads. */
export const pictureSentences: Record<PictureRefusal, string> = {
  "too-large": "This picture has more than 25 MB. Make it smaller and add it again.",
  "too-many-pixels":
    "This picture has more than 60 million pixels, its frames together. Make it smaller and add it again.",
  svg: "SVG files are not taken, because they can hold programs. Save it as a PNG and add that.",
  "not-a-picture": "This file is not a picture we can read. JPEG, PNG, GIF, WebP and AVIF work.",
  broken: "This picture is broken: it could not be read to its end. Save it anew and add it again.",
  "no-room":
    "The site has no room left on its disk, so the picture was not stored. Your text is safe; try again later.",
};

/** What the file's first bytes say it is, whatever its name says. */
export function ruleFormat(bytes: Uint8Array): Ruling<PictureFormat, "svg" | "not-a-picture"> {
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  if (head.startsWith("\xff\xd8\xff")) return allow("jpeg");
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return allow("png");
  if (/^GIF8[79]a/.test(head)) return allow("gif");
  if (/^RIFF[\s\S]{4}WEBP/.test(head)) return allow("webp");
  if (/^[\s\S]{4}ftypavi[fs]/.test(head)) return allow("avif");
  return refuse(/<svg|<!doctype svg/i.test(head) ? "svg" : "not-a-picture");
}

/** `height` is that of one frame. */
export function ruleSize(size: {
  width: number;
  height: number;
  frames: number;
}): Ruling<true, "too-many-pixels"> {
  const pixels = size.width * size.height * size.frames;
  return pixels > PICTURE_PIXELS_MAX ? refuse("too-many-pixels") : allow(true);
}
