/** A reader's picture is put in place, or taken away. */
import { randomBytes } from "node:crypto";
import type { ReaderId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { keyFrom } from "../../../core/stories/address.ts";
import type { PictureRefusal } from "../../../core/stories/picture.ts";
import { dropPages } from "../../../web/drops.ts";
import type { Site } from "../../../web/site.ts";
import { accountOf, lockReader, pagesShowing, updatePicture } from "../store.ts";
import { encodePicture } from "./encode-picture.ts";

const KEY_CHARS = 16;

/** The file of a person's picture; pictures in stories have other names. */
export function pictureFile(key: string): string {
  return `${key}.person.webp`;
}

/** The old picture's file goes when nothing shows it any more. */
export async function changePicture(
  site: Site,
  readerId: ReaderId,
  bytes: Buffer,
): Promise<Ruling<void, PictureRefusal>> {
  const picture = await encodePicture(bytes);
  if (!picture.ok) return picture;
  const key = keyFrom(randomBytes(KEY_CHARS), KEY_CHARS);
  const written = await writePicture(site, key, picture.value);
  if (written.ok) await replacePicture(site, readerId, key);
  return written;
}

export function removePicture(site: Site, readerId: ReaderId): Promise<void> {
  return replacePicture(site, readerId, null);
}

async function writePicture(
  { files }: Site,
  key: string,
  bytes: Buffer,
): Promise<Ruling<void, "no-room">> {
  try {
    await files.write(pictureFile(key), bytes);
    return allow(undefined);
  } catch (error) {
    const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
    if (isFull) return refuse("no-room");
    throw error;
  }
}

async function replacePicture(site: Site, readerId: ReaderId, key: string | null): Promise<void> {
  const oldKey = await site.db.transaction(async (tx) => {
    await lockReader(tx, readerId);
    const { pictureKey } = await accountOf(tx, readerId);
    await updatePicture(tx, readerId, key);
    await dropPages(tx, await pagesShowing(tx, readerId));
    return pictureKey;
  });
  if (oldKey) await site.files.remove(pictureFile(oldKey));
}
