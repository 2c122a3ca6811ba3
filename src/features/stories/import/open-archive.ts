/**
 * A zip archive as files to import. All is listed and judged before anything is unpacked: names,
 * kinds, sizes; and nothing is ever written to disk.
 */
import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from "yauzl";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import {
  ENTRIES_MAX,
  ENTRY_BYTES_MAX,
  kindsOf,
  type SourceFile,
  type SourceFileRefusal,
  type SourceFiles,
  type SourceFilesRefusal,
  sourceFile,
  systemCode,
  TOTAL_BYTES_MAX,
} from "./source-files.ts";

/** Text seldom packs better than 20 to 1; a bomb packs 1,000 to 1. */
const RATIO_MAX = 200;
/** Below this a ratio says nothing. */
const RATIO_BYTES_MIN: number = 1024 * 1024;

const OPTIONS = { autoClose: false, strictFileNames: true, validateEntrySizes: true };

/** `archive` is a path or the bytes. */
export async function openArchive(
  archive: string | Buffer,
): Promise<Ruling<SourceFiles, SourceFilesRefusal>> {
  const zip = await opened(archive);
  if (!zip.ok) return zip;
  const entries = await listed(zip.value);
  if (!entries.ok) {
    zip.value.close();
    return entries;
  }
  const files = filesOf(zip.value, entries.value);
  return allow({ files, close: () => zip.value.close() });
}

async function opened(archive: string | Buffer): Promise<Ruling<ZipFile, SourceFilesRefusal>> {
  const opening =
    typeof archive === "string"
      ? openPromise(archive, OPTIONS)
      : fromBufferPromise(archive, OPTIONS);
  const [outcome] = await Promise.allSettled([opening]);
  if (outcome.status === "fulfilled") return allow(outcome.value);
  const code = systemCode(outcome.reason);
  if (code === null) return refuse("not-a-zip");
  if (code === "ENOENT" || code === "EACCES" || code === "EISDIR") return refuse("not-found");
  throw outcome.reason;
}

async function listed(zip: ZipFile): Promise<Ruling<Entry[], SourceFilesRefusal>> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= ENTRIES_MAX) return refuse("too-many-files");
      const refusal = entryRefusal(entry);
      if (refusal !== null) return refuse(refusal);
      if (!entry.fileName.endsWith("/")) entries.push(entry);
    }
  } catch (error) {
    return refuse(brokenBy(error));
  }
  const totalBytes = entries.reduce((total, { uncompressedSize }) => total + uncompressedSize, 0);
  return totalBytes > TOTAL_BYTES_MAX ? refuse("unpacks-too-large") : allow(entries);
}

/** The library looks at names itself and says so in words only. */
function brokenBy(error: unknown): SourceFilesRefusal {
  if (!(error instanceof Error) || systemCode(error) !== null) throw error;
  const isPath = /^(absolute path|invalid relative path|invalid characters in fileName)/;
  return isPath.test(error.message) ? "path-outside" : "broken-archive";
}

function entryRefusal(entry: Entry): SourceFilesRefusal | null {
  const unixMode = entry.externalFileAttributes >>> 16;
  if ((unixMode & 0o170000) === 0o120000) return "link-inside";
  if (entry.isEncrypted()) return "encrypted-archive";
  if (!entry.canDecodeFileData()) return "broken-archive";
  const { uncompressedSize, compressedSize } = entry;
  const isBomb =
    uncompressedSize > RATIO_BYTES_MIN && uncompressedSize > compressedSize * RATIO_MAX;
  return isBomb ? "unpacks-too-large" : null;
}

function filesOf(zip: ZipFile, entries: readonly Entry[]): SourceFile[] {
  const inOrder = entries.toSorted((left, right) => (left.fileName < right.fileName ? -1 : 1));
  const kinds = kindsOf(inOrder.map(({ fileName }) => fileName));
  return inOrder.map((entry, index) =>
    sourceFile(entry.fileName, kinds[index] ?? "other", () => unpacked(zip, entry)),
  );
}

/** The library stops at the size the archive lists, but leaves the check sum to us. */
async function unpacked(zip: ZipFile, entry: Entry): Promise<Ruling<Buffer, SourceFileRefusal>> {
  if (entry.uncompressedSize > ENTRY_BYTES_MAX) return refuse("file-too-large");
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return crc32(bytes) === entry.crc32 ? allow(bytes) : refuse("broken-file");
  } catch (error) {
    // A disk that fails is not the archive's fault.
    if (error instanceof Error && systemCode(error) === null) return refuse("broken-file");
    throw error;
  }
}
