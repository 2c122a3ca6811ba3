/** Archives and pages to import, and the import form of a test's site. */
import { ZipFile } from "yazl";
import { z } from "zod";
import { findOwnStory, type OwnStory } from "../../src/features/stories/store.ts";
import { sql } from "../../src/store/db.ts";
import type { Person, TestSite } from "./site.ts";
import { upload } from "./stories.ts";

export type Files = Record<string, string | Buffer>;

export async function zip(files: Files): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    archive.addBuffer(Buffer.from(content), name);
  }
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export function sendFiles(site: TestSite, who: Person, files: Files, publish = false) {
  const parts = Object.entries(files).map(([fileName, content]) => ({
    name: "files",
    fileName,
    content,
  }));
  const choice = publish ? [{ name: "publish", content: "on" }] : [];
  return upload(site, who, "/import", [...choice, ...parts]);
}

/** The report that the form leads to. */
export async function reportOf(site: TestSite, who: Person, files: Files, publish = false) {
  const { headers, statusCode } = await sendFiles(site, who, files, publish);
  if (statusCode !== 303) throw new Error(`The import was answered with ${statusCode}`);
  return (await site.as(who).get(String(headers.location))).body;
}

/** In the order in which they were made. */
export async function storiesOf(site: TestSite, author: Person): Promise<OwnStory[]> {
  const rows = await site.db.many(sql.of(z.object({ key: z.string() }))`
    select key from story where author_id = ${author.id} order by id`);
  const stories = await Promise.all(rows.map(({ key }) => findOwnStory(site.db, author.id, key)));
  return stories.flatMap((story) => story ?? []);
}

/** An ordinary page; `published` is when it says it was. */
export function htmlPage(title: string, body: string, published = ""): string {
  const meta = published && `<meta property="article:published_time" content="${published}">`;
  const article = `<article><h1>${title}</h1>${body}</article>`;
  return `<!doctype html><html><head>${meta}</head><body>${article}</body></html>`;
}
