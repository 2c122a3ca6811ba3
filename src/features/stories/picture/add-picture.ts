/** A reader adds a picture: to a story, or of themselves. */
import { createHash } from "node:crypto";
import { present } from "../../../core/assert.ts";
import type { ReaderId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import type { PictureRefusal } from "../../../core/stories/picture.ts";
import type { Files } from "../../../store/files.ts";
import { isFileError } from "../../../store/trouble.ts";
import type { Site } from "../../../web/site.ts";
import { randomKey } from "../random-key.ts";
import { findOwnImage, insertImage } from "../store.ts";
import { type EncodedPicture, encodePicture } from "./encode-picture.ts";

const KEY_CHARS = 16;

export interface AddedPicture {
  key: string;
  width: number;
  height: number;
  /** More than 1 in an animation, of which the first is kept. */
  frames: number;
}

/** The files of a picture: the large one, and the small one that only wide pictures have. */
export const largeFile = (key: string): string => `${key}.webp`;
export const smallFile = (key: string): string => `${key}-small.webp`;

/**
 * The same file added twice by one reader is one picture. The files are durable before the row that
 * names them, so a picture that is known can be shown.
 */
export async function addPicture(
  { db, files, clock }: Pick<Site, "db" | "files" | "clock">,
  owner: ReaderId,
  bytes: Buffer,
): Promise<Ruling<AddedPicture, PictureRefusal>> {
  const sha256 = createHash("sha256").update(bytes).digest();
  const known = await findOwnImage(db, owner, sha256);
  if (known) return allow({ ...known, frames: 1 });

  const encoded = await encodePicture(bytes);
  if (!encoded.ok) return encoded;
  const { large, small, width, height, frames } = encoded.value;
  const key = randomKey(KEY_CHARS);
  const written = await writeFiles(files, key, encoded.value);
  if (!written.ok) return written;

  const image = { key, ownerId: owner, sha256, width, height };
  const bytesKept = large.length + (small?.length ?? 0);
  if (await insertImage(db, clock(), { ...image, bytes: bytesKept })) {
    return allow({ key, width, height, frames });
  }
  await removeFiles(files, key);
  const first = await findOwnImage(db, owner, sha256);
  return allow({ ...present(first, "whoever came first added this picture"), frames });
}

async function writeFiles(
  files: Files,
  key: string,
  { large, small }: EncodedPicture,
): Promise<Ruling<true, "no-room">> {
  try {
    await files.write(largeFile(key), large);
    if (small) await files.write(smallFile(key), small);
    return allow(true);
  } catch (error) {
    if (!isFileError(error, ["ENOSPC", "EDQUOT"])) throw error;
    await removeFiles(files, key);
    return refuse("no-room");
  }
}

async function removeFiles(files: Files, key: string): Promise<void> {
  await files.remove(largeFile(key));
  await files.remove(smallFile(key));
}
