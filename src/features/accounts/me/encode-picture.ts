/**
 * Pictures of people, made anew from what was sent: 400 px square, upright, nothing of the original
 * file but what it shows. What does not begin like a picture never reaches a decoder.
 */
import type { Sharp } from "sharp";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import {
  PICTURE_BYTES_MAX,
  PICTURE_PIXELS_MAX,
  type PictureRefusal,
  ruleFormat,
  ruleSize,
} from "../../../core/stories/picture.ts";

const SIDE_PIXELS = 400;
const WEBP_QUALITY = 82;

export async function encodePicture(
  bytes: Buffer,
): Promise<Ruling<Buffer, Exclude<PictureRefusal, "no-room">>> {
  if (bytes.length > PICTURE_BYTES_MAX) return refuse("too-large");
  const format = ruleFormat(bytes);
  if (!format.ok) return format;
  try {
    const picture = await open(bytes);
    const { width, height } = await picture.metadata();
    const size = ruleSize({ width, height, frames: 1 });
    return size.ok ? allow(await squareOf(picture)) : size;
  } catch (error) {
    // The decoder throws plain errors, for a broken file and for too many pixels alike.
    if (!(error instanceof Error)) throw error;
    return refuse(/exceeds pixel limit/i.test(error.message) ? "too-many-pixels" : "broken");
  }
}

function squareOf(picture: Sharp): Promise<Buffer> {
  return picture
    .autoOrient()
    .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: "cover" })
    .toColourspace("srgb")
    .webp({ quality: WEBP_QUALITY })
    .toBuffer();
}

/** The decoder is large and few requests need it, so it is loaded by the first that does. */
async function open(bytes: Buffer): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp(bytes, { failOn: "error", limitInputPixels: PICTURE_PIXELS_MAX, pages: 1 });
}
