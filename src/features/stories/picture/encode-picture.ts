/**
 * An uploaded file becomes two pictures of ours: decoded, turned upright, made smaller, encoded anew.
 * Nothing of the file itself is kept, so neither its hidden data nor a program in it can travel on.
 */
import type { Metadata, Sharp } from "sharp";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import {
  PICTURE_BYTES_MAX,
  PICTURE_PIXELS_MAX,
  PICTURE_WIDTH_MAX,
  PICTURE_WIDTH_SMALL,
  type PictureRefusal,
  ruleFormat,
  ruleSize,
} from "../../../core/stories/picture.ts";

/** WebP of this quality is not told from the original at reading distance. */
const QUALITY = 82;

export interface EncodedPicture {
  /** WebP, at most 2,000 px wide. */
  large: Buffer;
  /** WebP, 800 px wide; null when the large one is no wider. */
  small: Buffer | null;
  width: number;
  height: number;
  /** Frames of the file; of more than one only the first is kept. */
  frames: number;
}

export type EncodeRefusal = Exclude<PictureRefusal, "no-room">;

/** One picture at a time, whoever asks: decoding takes memory, and readers need the other core. */
export function encodePicture(bytes: Buffer): Promise<Ruling<EncodedPicture, EncodeRefusal>> {
  const turn = last.then(() => encode(bytes));
  last = turn.then(nothing, nothing);
  return turn;
}

const nothing = (): void => {};
let last: Promise<void> = Promise.resolve();

async function encode(bytes: Buffer): Promise<Ruling<EncodedPicture, EncodeRefusal>> {
  if (bytes.length > PICTURE_BYTES_MAX) return refuse("too-large");
  const format = ruleFormat(bytes);
  if (!format.ok) return format;
  const open = await decoder();
  const facts = await translated(open(bytes).metadata());
  if (!facts.ok) return facts;
  const frames = facts.value.pages ?? 1;
  const size = ruleSize({ ...sizeOf(facts.value), frames });
  if (!size.ok) return size;
  return translated(webps(open, bytes, frames));
}

type Open = (bytes: Buffer) => Sharp;

/** The small one is made from the large one: decoding a camera's file twice would take too long. */
async function webps(open: Open, bytes: Buffer, frames: number): Promise<EncodedPicture> {
  const { data, info } = await webp(open(bytes).autoOrient(), PICTURE_WIDTH_MAX);
  const wide = info.width > PICTURE_WIDTH_SMALL;
  const small = wide ? (await webp(open(data), PICTURE_WIDTH_SMALL)).data : null;
  return { large: data, small, width: info.width, height: info.height, frames };
}

function webp(picture: Sharp, width: number) {
  return picture
    .resize({ width, withoutEnlargement: true })
    .toColourspace("srgb")
    .webp({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true });
}

function sizeOf({ width, height, pageHeight }: Metadata): { width: number; height: number } {
  return { width, height: pageHeight ?? height };
}

/** The decoder is large and few requests need it, so it is loaded by the first that does. */
async function decoder(): Promise<Open> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  return (bytes) =>
    sharp(bytes, {
      failOn: "error",
      limitInputPixels: PICTURE_PIXELS_MAX,
      pages: 1,
      sequentialRead: true,
    });
}

/** The decoder throws plain errors, for a broken file and for too many pixels alike. */
async function translated<Value>(
  work: Promise<Value>,
): Promise<Ruling<Value, "broken" | "too-many-pixels">> {
  try {
    return allow(await work);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return refuse(/exceeds pixel limit/i.test(error.message) ? "too-many-pixels" : "broken");
  }
}
