/** Files as people send them: an export in a zip, and a picture. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { ZipFile } from "yazl";

/** What a browser's file field takes. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export async function picture(name: string, background = "#8a5a44"): Promise<ChosenFile> {
  const create = { width: 900, height: 600, channels: 3, background } as const;
  return { name, mimeType: "image/png", buffer: await sharp({ create }).png().toBuffer() };
}

const EXPORT = "../shared/data/medium-export";

export interface Export extends ChosenFile {
  /** How many stories come of it; a response among them is left out. */
  stories: number;
}

/** The export of Medium's that tests share; where it is not, a small one in the same form. */
export async function mediumExport(): Promise<Export> {
  const found = existsSync(EXPORT);
  if (!found) console.log(`A small export stands in for the real one, which is not at ${EXPORT}.`);
  const buffer = await zipped(found ? filesIn(EXPORT) : SMALL_EXPORT);
  const name = "medium-export.zip";
  return { name, mimeType: "application/zip", buffer, stories: found ? 5 : 2 };
}

function filesIn(folder: string): Map<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => path.endsWith(".html"));
  return new Map(files.map((path) => [path, readFileSync(join(folder, path))]));
}

async function zipped(files: ReadonlyMap<string, Buffer | string>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [path, content] of files) archive.addBuffer(Buffer.from(content), path);
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const page = (title: string, body: string) => `<!doctype html>
<html><head><meta charset="utf-8"><title>${title}</title></head><body><article class="h-entry">
<header><h1 class="p-name">${title}</h1></header>
<section data-field="body" class="e-content"><section class="section section--body"><div class="section-content"><div class="section-inner">
<h3 class="graf graf--h3 graf--title">${title}</h3>${body}
</div></div></section></section>
<footer><p>By <a href="https://medium.com/@wil" class="p-author h-card">Wil</a> on
<a href="https://medium.com/p/0123456789ab"><time class="dt-published" datetime="2024-05-01T08:00:00.000Z">May 1, 2024</time></a>.</p></footer>
</article></body></html>`;

const SMALL_EXPORT: ReadonlyMap<string, string> = new Map([
  [
    "posts/2024-05-01_The-tide-table-0123456789ab.html",
    page(
      "The tide table",
      '<p class="graf graf--p">It hangs behind the door and is never right.</p>',
    ),
  ],
  [
    "posts/draft_A-second-kettle-0123456789ac.html",
    page("A second kettle", '<p class="graf graf--p">The first one sings.</p>'),
  ],
]);
