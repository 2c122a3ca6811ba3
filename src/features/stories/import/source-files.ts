/** Files to import from, whether they come in an archive or lie in a folder: one interface for both. */
import { allow, type Ruling } from "../../../core/ruling.ts";

export const ENTRIES_MAX = 20_000;
export const ENTRY_BYTES_MAX: number = 30 * 1024 * 1024;
export const TOTAL_BYTES_MAX: number = 1024 * 1024 * 1024;

/**
 * "story" is a page to import (its dialect is found by reading it), "profile" is Medium's page about
 * the author, "picture" may be what a story's page refers to.
 */
export type SourceFileKind = "story" | "profile" | "picture" | "other";

export interface SourceFile {
  /** The path inside, with slashes. */
  name: string;
  kind: SourceFileKind;
  bytes(): Promise<Ruling<Buffer, SourceFileRefusal>>;
  /** As text, in the encoding the bytes are in. */
  text(): Promise<Ruling<string, SourceFileRefusal>>;
}

/** By name, in order. Close them when nothing more is to be read. */
export interface SourceFiles {
  files: SourceFile[];
  close(): void;
}

export type SourceFileRefusal = "broken-file" | "file-too-large";

export type SourceFilesRefusal =
  | "not-found"
  | "not-a-zip"
  | "broken-archive"
  | "encrypted-archive"
  | "path-outside"
  | "link-inside"
  | "too-many-files"
  | "unpacks-too-large";

/** What the refusals say to whoever imports. */
export const sourceFilesSentences: Record<SourceFilesRefusal | SourceFileRefusal, string> = {
  "not-found": "There is no such file or folder, or it may not be read.",
  "not-a-zip":
    "This file is not a zip archive. Give the zip that Medium sent, or a page as HTML or XHTML.",
  "broken-archive":
    "This archive is broken: it could not be read to its end. Download it again. Nothing was imported.",
  "encrypted-archive": "This archive is encrypted. Unpack it and give the folder.",
  "path-outside":
    "This archive has a file that would lie outside of it. It was not opened, and nothing was imported.",
  "link-inside":
    "This archive holds a link to another file. It was not opened, and nothing was imported.",
  "too-many-files": `There are more than ${ENTRIES_MAX.toLocaleString("en")} files. Give fewer at a time.`,
  "unpacks-too-large":
    "This archive is much larger unpacked than packed. It was not opened, and nothing was imported.",
  "broken-file": "This file is broken and could not be read. The others are not touched by that.",
  "file-too-large": "This file has more than 30 MB. The others are not touched by that.",
};

const PAGE = /\.(x?html?|xht)$/i;
const PICTURE = /\.(jpe?g|png|gif|webp|avif|svg)$/i;

/**
 * What each file is, by its path and by what lies around: in Medium's export stories are in `posts`,
 * and pages elsewhere are lists of claps, bookmarks and so on.
 */
export function kindsOf(names: readonly string[]): SourceFileKind[] {
  const isExport = names.some((name) => inFolder(name, "posts"));
  return names.map((name) => {
    if (PICTURE.test(name)) return "picture";
    if (!PAGE.test(name) || /(^|\/)(\.|__MACOSX\/)/.test(name)) return "other";
    if (/(^|\/)profile\/profile\.html$/i.test(name)) return "profile";
    return isExport && !inFolder(name, "posts") ? "other" : "story";
  });
}

function inFolder(name: string, folder: string): boolean {
  return PAGE.test(name) && (name.split("/").at(-2) ?? "") === folder;
}

/** The file a page's relative address means: `../a.svg` in `text/one.html` is `a.svg`; null outside. */
export function resolveSource(page: string, address: string): string | null {
  const path = page.split("/").slice(0, -1);
  for (const part of decoded(address).split(/[?#]/)[0]!.split("/")) {
    if (part === "..") {
      if (path.pop() === undefined) return null;
    } else if (part !== "." && part !== "") path.push(part);
  }
  return path.length === 0 ? null : path.join("/");
}

function decoded(address: string): string {
  return address.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) =>
    Buffer.from(escaped.replaceAll("%", ""), "hex").toString("utf8"),
  );
}

/** A file whose bytes are read by `read` each time they are asked for. */
export function sourceFile(
  name: string,
  kind: SourceFileKind,
  read: () => Promise<Ruling<Buffer, SourceFileRefusal>>,
): SourceFile {
  const text = async () => {
    const bytes = await read();
    return bytes.ok ? allow(decodeText(bytes.value)) : bytes;
  };
  return { name, kind, bytes: read, text };
}

/** UTF-8, or UTF-16 if it says so by its mark; what is neither is read as old Western pages were. */
export function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  const utf8 = findUtf8(bytes);
  return utf8 ?? new TextDecoder("windows-1252").decode(bytes);
}

function findUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The system's own word for what went wrong, such as "ENOENT"; null when it is not the system's error. */
export function systemCode(error: unknown): string | null {
  const isSystems = error instanceof Error && "syscall" in error && "code" in error;
  return isSystems && typeof error.code === "string" ? error.code : null;
}
