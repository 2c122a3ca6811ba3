/** Stories, members and uploads for tests, made through the same operations as the site's. */
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { LightMyRequestResponse } from "fastify";
import { present } from "../../src/core/assert.ts";
import type { Audience } from "../../src/core/stories/gate.ts";
import type { DocumentNode } from "../../src/core/stories/grammar.ts";
import { saveDraft } from "../../src/features/stories/draft/save-draft.ts";
import { startDraft } from "../../src/features/stories/draft/start-draft.ts";
import { publishStory } from "../../src/features/stories/publication/publish-story.ts";
import { findOwnStory } from "../../src/features/stories/store.ts";
import { sql } from "../../src/store/db.ts";
import { csrfToken, SESSION_COOKIE, tokenHash } from "../../src/web/session.ts";
import type { Person, TestSite } from "./site.ts";
import { until } from "./until.ts";

export interface Written {
  title?: string;
  subtitle?: string;
  document?: DocumentNode;
  audience?: Audience;
  tags?: string[];
}

/** Ten paragraphs, the first of which begins "Paragraph 1". */
export function paragraphs(count = 10): DocumentNode {
  const content = Array.from({ length: count }, (_, index) => ({
    type: "paragraph",
    content: [{ type: "text", text: `Paragraph ${index + 1} of a story about the harbour.` }],
  }));
  return { type: "doc", content };
}

/** The key of a draft with these words. */
export async function draftOf(site: TestSite, author: Person, written: Written = {}) {
  const key = await startDraft(site.db, site.clock(), author.id);
  const { title = "Kettle", subtitle = "", document = paragraphs() } = written;
  const copy = { version: 1, title, subtitle, document };
  const saved = await saveDraft(site.db, site.clock(), { authorId: author.id, key }, copy);
  if (!saved.ok) throw new Error(`The draft was refused: ${saved.refusal}`);
  return key;
}

/** The story as its author has it, published. */
export async function publishedStory(site: TestSite, author: Person, written: Written = {}) {
  const key = await draftOf(site, author, written);
  const place = { authorId: author.id, key };
  const { audience = "everyone", tags = [] } = written;
  const choice = { version: 2, kicker: "", tags, audience, responsesOpen: true };
  const ruling = await publishStory(site.db, site.clock(), place, choice);
  if (!ruling.ok) throw new Error(`The story was refused: ${ruling.refusal}`);
  return present(await findOwnStory(site.db, author.id, key), "a published story is its author's");
}

/** Makes the reader a member until the end of the century. */
export async function makeMember(site: TestSite, person: Person): Promise<void> {
  await site.db.run(sql`
    insert into membership (reader_id, plan_code, tier, card_last4, card_token, started_at,
                            anchor_day, paid_until)
    values (${person.id}, 'member-monthly', 'member', '4242', 'tok', ${site.clock()}, 1,
            '2099-12-31')`);
}

export interface UploadPart {
  name: string;
  /** A file has one. */
  fileName?: string;
  content: string | Uint8Array;
}

/** A form with files, as a browser sends it. */
export async function upload(
  site: TestSite,
  person: Person,
  url: string,
  parts: readonly UploadPart[],
): Promise<LightMyRequestResponse> {
  const form = new FormData();
  for (const { name, fileName, content } of parts) {
    if (fileName === undefined) form.append(name, String(content));
    else form.append(name, new Blob([content as BlobPart]), fileName);
  }
  const body = new Response(form);
  return site.server.inject({
    method: "POST",
    url,
    headers: {
      host: "localhost",
      origin: "http://localhost",
      cookie: `${SESSION_COOKIE}=${person.token}`,
      "x-csrf": csrfToken(site.secret, tokenHash(person.token)),
      "content-type": body.headers.get("content-type") ?? "",
    },
    payload: Buffer.from(await body.arrayBuffer()),
  });
}

/** Whether the site would answer a visitor from what it keeps, without asking anybody. */
export function isKept(site: TestSite, url: string): boolean {
  const request = new IncomingMessage(new Socket());
  request.method = "GET";
  request.url = url;
  return site.cache.answer(request, new ServerResponse(request));
}

/** Visits the pages until all are kept: one that was made while a drop came is not. */
export async function keepPages(site: TestSite, urls: readonly string[]): Promise<void> {
  await until(async () => {
    for (const url of urls) if (!isKept(site, url)) await site.visitor.get(url);
    return urls.every((url) => isKept(site, url));
  });
}
