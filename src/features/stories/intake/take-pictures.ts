/** Pictures that came with a page: those beside it are stored here, those elsewhere stay where they are. */
import type { ReaderId } from "../../../core/ids.ts";
import { pictureSentences } from "../../../core/stories/picture.ts";
import type { Site } from "../../../web/site.ts";
import type { FetchedPicture } from "../document/pictures.ts";
import type { WaitingPicture } from "../import/parse-story.ts";
import { resolveSource, type SourceFile, sourceFilesSentences } from "../import/source-files.ts";
import { addPicture } from "../picture/add-picture.ts";
import type { ItemReport } from "./report.ts";

export interface TakenPictures {
  /** By their addresses in the page. */
  fetched: Map<string, FetchedPicture>;
  report: ItemReport["pictures"];
}

const MISSING = "It was not in what you gave.";

/** Nothing is fetched: only files that lie beside the page are taken. */
export async function takePictures(
  site: Pick<Site, "db" | "files" | "clock">,
  owner: ReaderId,
  page: { name: string; images: readonly WaitingPicture[] },
  files: ReadonlyMap<string, SourceFile>,
): Promise<TakenPictures> {
  const fetched = new Map<string, FetchedPicture>();
  const report: ItemReport["pictures"] = { rehosted: 0, elsewhere: [], refused: [] };
  for (const src of new Set(page.images.map((image) => image.src))) {
    if (/^https?:/i.test(src)) {
      report.elsewhere.push(src);
      continue;
    }
    const taken = await takePicture(site, owner, files.get(resolveSource(page.name, src) ?? ""));
    if (typeof taken === "string") report.refused.push({ src, text: taken });
    else fetched.set(src, taken);
  }
  report.rehosted = fetched.size;
  return { fetched, report };
}

/** The picture as stored, or the sentence why it was not. */
async function takePicture(
  site: Pick<Site, "db" | "files" | "clock">,
  owner: ReaderId,
  file: SourceFile | undefined,
): Promise<FetchedPicture | string> {
  if (!file) return MISSING;
  const bytes = await file.bytes();
  if (!bytes.ok) return sourceFilesSentences[bytes.refusal];
  const added = await addPicture(site, owner, bytes.value);
  if (!added.ok) return pictureSentences[added.refusal];
  const { key, width, height } = added.value;
  return { key, width, height };
}
