/** Files a browser sent: archives opened, pages as they are, all together as one source to import. */
import { allow, type Ruling } from "../../../core/ruling.ts";
import { openArchive } from "../import/open-archive.ts";
import {
  kindsOf,
  type SourceFile,
  type SourceFiles,
  type SourceFilesRefusal,
  sourceFile,
} from "../import/source-files.ts";

export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

/** Close them when nothing more is to be read. The first file that is refused refuses all. */
export async function openUploads(
  uploads: readonly UploadedFile[],
): Promise<Ruling<SourceFiles, SourceFilesRefusal>> {
  const pages = uploads.filter(isPage);
  const kinds = kindsOf(pages.map(({ name }) => name));
  const files: SourceFile[] = pages.map(({ name, bytes }, index) =>
    sourceFile(name, kinds[index] ?? "other", () => Promise.resolve(allow(bytes))),
  );
  const opened: SourceFiles[] = [];
  const close = () => {
    for (const each of opened) each.close();
  };
  for (const { bytes } of uploads.filter((upload) => !isPage(upload))) {
    const archive = await openArchive(bytes);
    if (!archive.ok) {
      close();
      return archive;
    }
    opened.push(archive.value);
    files.push(...archive.value.files);
  }
  return allow({ files, close });
}

/** Pages and the pictures chosen along with them; all else must be an archive. */
function isPage({ name }: UploadedFile): boolean {
  return /\.(x?html?|xht|jpe?g|png|gif|webp|avif)$/i.test(name);
}
