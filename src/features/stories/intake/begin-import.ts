/** An import asked for in the browser: a small one is done at once, a large one is left to the queue. */
import { z } from "zod";
import { assert } from "../../../core/assert.ts";
import type { AuthorId } from "../../../core/ids.ts";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { enqueue } from "../../../jobs/queue.ts";
import { importId, readerId } from "../../../store/columns.ts";
import { isFileError } from "../../../store/trouble.ts";
import type { Site } from "../../../web/site.ts";
import { type SourceFilesRefusal, sourceFilesSentences } from "../import/source-files.ts";
import { finishImport, insertImport } from "../store.ts";
import { NOTHING_TO_IMPORT, runImport, storiesIn } from "./import-stories.ts";
import { openUploads, type UploadedFile } from "./uploads.ts";

/** More than these and the browser would wait too long. */
const AT_ONCE_STORIES = 20;
const AT_ONCE_BYTES: number = 2 * 1024 * 1024;

export const IMPORT_BYTES_MAX: number = 50 * 1024 * 1024;

export type BeginRefusal =
  | SourceFilesRefusal
  | "no-file"
  | "too-large"
  | "nothing-to-import"
  | "no-room";

/** What the refusals say to whoever imports. */
export const beginSentences: Record<BeginRefusal, string> = {
  ...sourceFilesSentences,
  "no-file": "Choose a file first: the zip that Medium sent, or pages as HTML or XHTML.",
  "too-large":
    "That is more than 50 MB. Nothing was imported. Give fewer files at a time, or ask the operator to run “earnest import”.",
  "nothing-to-import": NOTHING_TO_IMPORT,
  "no-room":
    "The site has no room left on its disk, so nothing was imported. Keep the file and try again later.",
};

interface Wish {
  publish: boolean;
  uploads: readonly UploadedFile[];
}

/** Resolves to the import's number among the reader's own. */
export async function beginImport(
  site: Site,
  author: AuthorId,
  { publish, uploads }: Wish,
): Promise<Ruling<number, BeginRefusal>> {
  if (uploads.length === 0) return refuse("no-file");
  const bytes = uploads.reduce((sum, upload) => sum + upload.bytes.length, 0);
  if (bytes > IMPORT_BYTES_MAX) return refuse("too-large");
  const source = await openUploads(uploads);
  if (!source.ok) return source;
  try {
    const count = storiesIn(source.value).length;
    if (count === 0) return refuse("nothing-to-import");
    const name = nameOf(uploads);
    if (count > AT_ONCE_STORIES || bytes > AT_ONCE_BYTES) {
      return await leaveToQueue(site, author, { name, publish, uploads });
    }
    const { id, number } = await insertImport(site.db, site.clock(), author, name);
    await runImport(site, { importId: id, authorId: author, publish }, source.value);
    return allow(number);
  } finally {
    source.value.close();
  }
}

function nameOf(uploads: readonly UploadedFile[]): string {
  const [first, ...rest] = uploads.map(({ name }) => name);
  return rest.length === 0 ? (first ?? "") : `${first} and ${rest.length} more`;
}

export const IMPORT_TASK = "import-stories";

const Payload = z.object({
  importId,
  readerId,
  publish: z.boolean(),
  /** Where the uploads wait, and what they were called. */
  uploads: z.array(z.object({ key: z.string(), name: z.string() })),
});

/** The files are durable before the task that reads them is. */
async function leaveToQueue(
  { db, files, clock }: Site,
  author: AuthorId,
  { name, publish, uploads }: Wish & { name: string },
): Promise<Ruling<number, "no-room">> {
  const { id, number } = await insertImport(db, clock(), author, name);
  const kept = uploads.map((upload, index) => ({
    key: `import-${id}-${index}`,
    name: upload.name,
  }));
  try {
    for (const [index, { key }] of kept.entries()) await files.write(key, uploads[index]!.bytes);
  } catch (error) {
    if (!isFileError(error, ["ENOSPC", "EDQUOT"])) throw error;
    for (const { key } of kept) await files.remove(key);
    await finishImport(db, clock(), id, beginSentences["no-room"]);
    return refuse("no-room");
  }
  const payload = { importId: id, readerId: author, publish, uploads: kept };
  await db.transaction((tx) => enqueue(tx, IMPORT_TASK, payload, { key: `import-${id}` }));
  return allow(number);
}

/** The task: bears being stopped and run again. The uploads go when all is done. */
export async function finishQueuedImport(site: Site, given: unknown): Promise<void> {
  const { importId: id, readerId: author, publish, uploads } = Payload.parse(given);
  const source = await openUploads(await waitingUploads(site, uploads));
  assert(source.ok, "uploads that could be opened can be opened again");
  try {
    await runImport(site, { importId: id, authorId: author, publish }, source.value);
  } finally {
    source.value.close();
  }
  for (const { key } of uploads) await site.files.remove(key);
}

async function waitingUploads(
  { files }: Site,
  uploads: z.output<typeof Payload>["uploads"],
): Promise<UploadedFile[]> {
  const found: UploadedFile[] = [];
  for (const { key, name } of uploads) {
    const file = await files.find(key);
    if (!file) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of file.stream()) chunks.push(Buffer.from(chunk));
    found.push({ name, bytes: Buffer.concat(chunks) });
  }
  return found;
}
