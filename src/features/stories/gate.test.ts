/** The gate: every role, every state, every representation there is. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import {
  draftOf,
  isKept,
  keepPages,
  makeMember,
  publishedStory,
  upload,
  type Written,
} from "../../../test/support/stories.ts";
import { until } from "../../../test/support/until.ts";
import { type Audience, readablePart, type StoryState } from "../../core/stories/gate.ts";
import type { DocumentNode } from "../../core/stories/grammar.ts";
import { withdrawStory } from "./shelf/withdraw-story.ts";
import { findOwnStory } from "./store.ts";
import { storyForReader } from "./story-body.ts";

let site: TestSite;
let author: Person;
let member: Person;
let reader: Person;
beforeAll(async () => {
  site = await openSite();
  author = await site.reader("author");
  member = await site.reader("member");
  reader = await site.reader("reader");
  await makeMember(site, member);
});
afterAll(() => site.close());

const OPEN = "The harbour was quiet";
const CLOSED = "what only members may know";

let pictures = 0;

/** A picture of its own, so that no other story shows it too. */
async function picture(owner: Person): Promise<string> {
  pictures += 1;
  const background = { r: pictures, g: 90, b: 60 };
  const content = await sharp({ create: { width: 900, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
  const answer = await upload(site, owner, "/images", [
    { name: "picture", fileName: "a.png", content },
  ]);
  return answer.json().key;
}

interface Told {
  key: string;
  open: string;
  closed: string;
}

/** A story whose first picture and sentence are open, and whose last ones are not. */
async function told(state: StoryState, audience: Audience): Promise<Told> {
  const [open, closed] = [await picture(author), await picture(author)];
  const figure = (key: string): DocumentNode => ({ type: "figure", attrs: { key } });
  const text = (words: string): DocumentNode => ({
    type: "paragraph",
    content: [{ type: "text", text: words }],
  });
  const middle = Array.from({ length: 12 }, (_, index) => text(`Line ${index} of the middle.`));
  const content = [text(OPEN), figure(open), ...middle, text(CLOSED), figure(closed)];
  const written: Written = { audience, document: { type: "doc", content } };
  if (state === "draft") return { key: await draftOf(site, author, written), open, closed };
  const { key } = await publishedStory(site, author, written);
  if (state === "withdrawn") {
    await withdrawStory(site.db, site.clock(), { authorId: author.id, key });
  }
  return { key, open, closed };
}

const STATES: StoryState[] = ["draft", "published", "withdrawn"];
const AUDIENCES: Audience[] = ["everyone", "members"];
const ROLES = ["author", "member", "reader", "visitor"] as const;
type Role = (typeof ROLES)[number];

const browser = (role: Role) =>
  role === "visitor" ? site.visitor : site.as({ author, member, reader }[role]);

const asker = (role: Role) =>
  role === "visitor"
    ? null
    : { readerId: { author, member, reader }[role].id, isMember: role === "member" };

describe.each(
  STATES.flatMap((state) => AUDIENCES.map((audience) => ({ state, audience }))),
)("a $state story for $audience", ({ state, audience }) => {
  let story: Told;
  beforeAll(async () => {
    story = await told(state, audience);
  });

  describe.each(ROLES)("for its %s", (role) => {
    const part = readablePart({
      state,
      audience,
      isAuthor: role === "author",
      isMember: role === "member",
    });

    it("gives the data the part that the rule gives", async () => {
      const body = await storyForReader(site.db, story.key, asker(role));
      // A draft has no page yet: its author reads it in the editor.
      const expected = state === "draft" || part === "nothing" ? undefined : part;
      expect(body?.part).toBe(expected);
      expect(body?.html.includes(CLOSED) ?? false).toBe(expected === "whole");
      expect(body?.html.includes(OPEN) ?? false).toBe(expected !== undefined);
      expect(body?.excerpt.includes(CLOSED) ?? false).toBe(false);
    });

    it("gives the page no more", async () => {
      const { statusCode, body } = await browser(role).get(`/@author/kettle-${story.key}`);
      const isThere = state !== "draft" && part !== "nothing";
      expect(statusCode).toBe(isThere ? 200 : 404);
      expect(body.includes(CLOSED)).toBe(isThere && part === "whole");
    });

    it.each(["/", "/@author", "/topics"])("lists it at %s without what is closed", async (url) => {
      const { body } = await browser(role).get(url);
      expect(body).not.toContain(CLOSED);
      if (state !== "published") expect(body).not.toContain(story.key);
    });

    it("opens the editor, the copy and the sheet for its author alone", async () => {
      for (const url of ["edit", "publication"].map((page) => `/stories/${story.key}/${page}`)) {
        const { statusCode, body } = await browser(role).get(url);
        expect(statusCode).toBe({ author: 200, member: 404, reader: 404, visitor: 303 }[role]);
        if (role !== "author") expect(body).not.toContain(OPEN);
      }
      const copy = await browser(role).get(`/stories/${story.key}`, { accept: "application/json" });
      expect(copy.statusCode).toBe({ author: 200, member: 404, reader: 404, visitor: 401 }[role]);
    });

    it.each([
      "open",
      "closed",
    ] as const)("gives its %s picture to whom it gives the part", async (which) => {
      const isOwner = role === "author";
      const isPublic = state === "published" && (audience === "everyone" || which === "open");
      const mayToo = state === "published" && role === "member";
      for (const url of [story[which], `${story[which]}?width=800`]) {
        const { statusCode, headers } = await browser(role).get(`/images/${url}`);
        expect(statusCode).toBe(isOwner || isPublic || mayToo ? 200 : 404);
        expect(headers["cache-control"]).toBe(
          isPublic ? "public, max-age=31536000, immutable" : "private, no-store",
        );
      }
    });
  });
});

describe("the gate", () => {
  it("closes at once when a story is withdrawn, on kept pages and pictures too", async () => {
    const story = await told("published", "everyone");
    const url = `/@author/kettle-${story.key}`;
    expect((await site.visitor.get(url)).statusCode).toBe(200);
    expect((await site.visitor.get(`/images/${story.open}`)).statusCode).toBe(200);
    await keepPages(site, [url]);
    await site.as(author).post(`/stories/${story.key}/withdrawal`);
    await until(() => !isKept(site, url));
    expect((await site.visitor.get(url)).statusCode).toBe(404);
    expect((await site.visitor.get(`/images/${story.open}`)).statusCode).toBe(404);
  });

  it("closes the rest at once when a story becomes members' own", async () => {
    const story = await told("published", "everyone");
    const version = (await findOwnStory(site.db, author.id, story.key))?.version;
    const form = { version: String(version), audience: "members", kicker: "", responses: "on" };
    const answer = await site.as(author).post(`/stories/${story.key}/publication`, form);
    expect(answer.statusCode).toBe(303);
    const page = await site.visitor.get(`/@author/kettle-${story.key}`);
    expect(page.body).toContain(OPEN);
    expect(page.body).not.toContain(CLOSED);
    expect((await site.visitor.get(`/images/${story.closed}`)).statusCode).toBe(404);
    expect((await site.visitor.get(`/images/${story.open}`)).statusCode).toBe(200);
  });

  it("shows no picture of another reader, even to whoever names its key in a story", async () => {
    const secret = await picture(reader);
    const figure = { type: "figure", attrs: { key: secret } };
    const document = { type: "doc", content: [figure, { type: "paragraph" }] };
    const { key } = await publishedStory(site, author, { document, title: "Peeping" });
    const page = await site.as(author).get(`/@author/peeping-${key}`);
    expect(page.body).not.toContain(secret);
    expect((await site.visitor.get(`/images/${secret}`)).statusCode).toBe(404);
    expect((await site.as(author).get(`/images/${secret}`)).statusCode).toBe(404);
    expect((await site.as(reader).get(`/images/${secret}`)).statusCode).toBe(200);
  });

  it("shows no picture any more that a later revision left out", async () => {
    const { key, open } = await told("published", "everyone");
    const copy = { version: 2, title: "Kettle", subtitle: "" };
    const text = { type: "paragraph", content: [{ type: "text", text: "Without it." }] };
    const document = { type: "doc", content: [text] };
    await site.as(author).send("PUT", `/stories/${key}`, { ...copy, document });
    expect((await site.visitor.get(`/images/${open}`)).statusCode).toBe(200);
    const form = { version: "3", audience: "everyone", kicker: "" };
    await site.as(author).post(`/stories/${key}/publication`, form);
    expect((await site.visitor.get(`/images/${open}`)).statusCode).toBe(404);
  });
});
