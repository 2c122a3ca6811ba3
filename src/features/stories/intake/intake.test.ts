/** Bringing stories in, from the form to the stored revision. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { z } from "zod";
import { NOW, openSite, type Person, type TestSite } from "../../../../test/support/site.ts";
import { upload } from "../../../../test/support/stories.ts";
import { sql } from "../../../store/db.ts";
import { storyTasks } from "../jobs.ts";
import { findOwnStory, type OwnStory } from "../store.ts";
import { storyForReader } from "../story-body.ts";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

type Files = Record<string, string | Buffer>;

async function zip(files: Files): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) {
    archive.addBuffer(Buffer.from(content), name);
  }
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

interface Sent {
  [fileName: string]: string | Buffer;
}

function send(who: Person, files: Sent, publish = false) {
  const parts = Object.entries(files).map(([fileName, content]) => ({
    name: "files",
    fileName,
    content,
  }));
  const choice = publish ? [{ name: "publish", content: "on" }] : [];
  return upload(site, who, "/import", [...choice, ...parts]);
}

/** The report that the form leads to. */
async function imported(who: Person, files: Sent, publish = false): Promise<string> {
  const answer = await send(who, files, publish);
  expect(answer.statusCode).toBe(303);
  return (await site.as(who).get(String(answer.headers.location))).body;
}

async function storiesOf(author: Person): Promise<OwnStory[]> {
  const rows = await site.db.many(sql.of(z.object({ key: z.string() }))`
    select key from story where author_id = ${author.id} order by id`);
  const stories = await Promise.all(rows.map(({ key }) => findOwnStory(site.db, author.id, key)));
  return stories.flatMap((story) => story ?? []);
}

const page = (title: string, body: string, published = "") =>
  `<!doctype html><html><head>${published && `<meta property="article:published_time" content="${published}">`}</head><body><article><h1>${title}</h1>${body}</article></body></html>`;

const medium = (title: string, body: string, footer: string) => `<!DOCTYPE html><html><body>
<article class="h-entry"><header><h1 class="p-name">${title}</h1></header>
<section data-field="body" class="e-content"><h3 class="graf graf--h3 graf--title">${title}</h3>
${body}</section><footer>${footer}</footer></article></body></html>`;

const PUBLISHED = `<p>Tagged in <a class="p-tag" href="#">Tea</a></p>
<time class="dt-published" datetime="2018-08-11T11:23:34.123Z">August 11, 2018</time>
<a class="p-canonical" href="https://medium.com/@ann/kettle-abc">Canonical</a>`;

describe("an export of Medium's", () => {
  const files = () =>
    zip({
      "posts/2018_Kettle.html": medium("Kettle", "<p class=graf>It boils.</p>", PUBLISHED),
      "posts/draft_Cup.html": medium("Cup", "<p class=graf>It waits.</p>", "<p>View original.</p>"),
      "posts/2018_Reply.html": `<article class="h-entry"><h1 class="p-name">Well said</h1>
        <section data-field="body"><p class="graf">Well said</p></section></article>`,
      "claps/claps.html": "<html><body><p>Not a story.</p></body></html>",
    });

  it("arrives as drafts with a report; responses and lists stay behind", async () => {
    const ann = await site.reader("ann");
    const report = await imported(ann, { "medium.zip": await files() });
    expect(report).toContain("2 imported, 1 skipped.");
    expect(report).toContain("Responses stay with the story they answer.");
    expect(report.match(/Every word kept/g)).toHaveLength(2);
    const stories = await storiesOf(ann);
    expect(stories.map(({ title, state, tags }) => [title, state, tags])).toEqual([
      ["Kettle", "draft", ["tea"]],
      ["Cup", "draft", []],
    ]);
  });

  it("is published under its own dates when its author says so, and drafts stay drafts", async () => {
    const bob = await site.reader("bob");
    expect((await site.visitor.get("/@bob")).body).not.toContain("Kettle");
    await imported(bob, { "medium.zip": await files() }, true);
    const [kettle, cup] = await storiesOf(bob);
    expect(cup).toMatchObject({ state: "draft", publishedAt: null });
    expect(await storyForReader(site.db, kettle!.key, null)).toMatchObject({
      title: "Kettle",
      slug: "kettle",
      tags: ["tea"],
      html: "<p>It boils.</p>",
      publishedAt: new Date("2018-08-11T11:23:34.123Z"),
    });
    expect((await site.visitor.get("/@bob")).body).toContain("Kettle");
  });

  it("changes nothing when it is imported again", async () => {
    const cat = await site.reader("cat");
    await imported(cat, { "medium.zip": await files() });
    const before = await storiesOf(cat);
    expect(await imported(cat, { "medium.zip": await files() })).toContain(
      "2 unchanged, 1 skipped.",
    );
    expect(await storiesOf(cat)).toEqual(before);
  });

  it("publishes what an earlier import left as drafts, when asked to", async () => {
    const dan = await site.reader("dan");
    await imported(dan, { "medium.zip": await files() });
    const report = await imported(dan, { "medium.zip": await files() }, true);
    expect(report).toContain("1 updated, 1 unchanged, 1 skipped.");
    expect((await storiesOf(dan)).map(({ state }) => state)).toEqual(["published", "draft"]);
  });

  it("brings what changed there, unless its author has written on here", async () => {
    const eve = await site.reader("eve");
    const post = (text: string) => medium("Kettle", `<p class=graf>${text}</p>`, PUBLISHED);
    await imported(eve, { "a.html": post("One.") });
    expect(await imported(eve, { "a.html": post("Two.") })).toContain("1 updated.");
    const [story] = await storiesOf(eve);
    expect(JSON.stringify(story?.document)).toContain("Two.");
    const words = { type: "paragraph", content: [{ type: "text", text: "Mine." }] };
    await site.as(eve).send("PUT", `/stories/${story!.key}`, {
      ...{ version: story!.version, title: "Kettle", subtitle: "" },
      document: { type: "doc", content: [words] },
    });
    const report = await imported(eve, { "a.html": post("Three.") });
    expect(report).toContain("You changed this story here since it was imported");
    expect(JSON.stringify((await storiesOf(eve))[0]?.document)).toContain("Mine.");
  });

  it("may have two stories that claim one address: both arrive, and both are known again", async () => {
    const fay = await site.reader("fay");
    const posts = async () =>
      zip({
        "posts/1.html": medium("One", "<p class=graf>One.</p>", PUBLISHED),
        "posts/2.html": medium("Two", "<p class=graf>Two.</p>", PUBLISHED),
      });
    expect(await imported(fay, { "medium.zip": await posts() })).toContain("2 imported.");
    expect(await imported(fay, { "medium.zip": await posts() })).toContain("2 unchanged.");
    expect((await storiesOf(fay)).map(({ title }) => title)).toEqual(["One", "Two"]);
  });
});

describe("pictures of an import", () => {
  const png = () =>
    sharp({ create: { width: 40, height: 30, channels: 3, background: "#0e6b4f" } })
      .png()
      .toBuffer();

  it("that lie beside the page are stored here; those elsewhere are named, and nobody asks for them", async () => {
    const gil = await site.reader("gil");
    const body = `<p>Before.</p><figure><img src="../img/a.png" alt="A harbour"></figure>
      <img src="https://elsewhere.example/b.png" alt="B"><img src="gone.png" alt="C">`;
    const files = await zip({
      "text/one.html": page("Kettle", body, "2020-01-02T00:00:00Z"),
      "img/a.png": await png(),
    });
    const report = await imported(gil, { "pages.zip": files }, true);
    expect(report).toContain("One picture is stored here now.");
    expect(report).toContain('<a href="https://elsewhere.example/b.png"');
    expect(report).toContain("The picture gone.png was not stored. It was not in what you gave.");
    const [story] = await storiesOf(gil);
    const shown = await storyForReader(site.db, story!.key, null);
    const key = /src="\/images\/([a-z0-9]{16})"/.exec(shown?.html ?? "")?.[1];
    expect((await site.visitor.get(`/images/${key}`)).statusCode).toBe(200);
    expect(shown?.html).not.toMatch(/src="http/);
    const editor = await site.as(gil).get(`/stories/${story!.key}/edit`);
    expect(editor.body).toContain("https://elsewhere.example/b.png");
  });

  it("that are no pictures are named with the reason", async () => {
    const hal = await site.reader("hal");
    const files = await zip({
      "one.html": page("Kettle", '<p>Text.</p><img src="a.png" alt="A">'),
      "a.png": "not a picture",
    });
    expect(await imported(hal, { "pages.zip": files })).toContain(
      "The picture a.png was not stored. This file is not a picture we can read.",
    );
  });
});

describe("a page", () => {
  it("with programs loses them, which is reported, and keeps its words", async () => {
    const ivy = await site.reader("ivy");
    const body = `<p onclick="alert(1)">Harmless</p><script>alert(2)</script>
      <p><a href="javascript:alert(3)">words</a></p><iframe src="javascript:alert(4)"></iframe>`;
    const report = await imported(
      ivy,
      { "a.html": page("Kettle", body, "2020-01-01T00:00:00Z") },
      true,
    );
    expect(report).toContain("1 × Scripts. A story never runs programs.");
    expect(report).toContain("1 × Attributes that run programs.");
    const [story] = await storiesOf(ivy);
    const shown = await storyForReader(site.db, story!.key, null);
    expect(shown?.html).toBe("<p>Harmless</p><p>words</p>");
  });

  const deep = `${"<div>".repeat(6000)}<p>Deep.</p>`;
  const refused: [string, string, string][] = [
    ["6,000 elements deep", page("Kettle", deep), "nests its elements too deep to be a text"],
    [
      "of 1 MB of text",
      page("Kettle", `<p>${"word ".repeat(210_000)}</p>`),
      "more text than one story",
    ],
    ["without anything", "<html><body></body></html>", "there is nothing to import"],
  ];

  it.each(
    refused,
  )("%s is refused in its line of the report; the others arrive", async (_, bad, sentence) => {
    const who = await site.reader(`jo${refused.findIndex(([, text]) => text === bad)}`);
    const report = await imported(who, {
      "bad.html": bad,
      "good.html": page("Good", "<p>Good.</p>"),
    });
    expect(report).toContain("1 imported, 1 refused.");
    expect(report).toContain(sentence);
    expect((await storiesOf(who)).map(({ title }) => title)).toEqual(["Good"]);
  });
});

describe("an upload is refused at its field, with one sentence and nothing imported:", () => {
  let kim: Person;
  beforeAll(async () => {
    kim = await site.reader("kim");
  });

  const good = () => zip({ "posts/a.html": page("A", "<p>A.</p>") });
  const refused: [string, () => Promise<Sent>, string][] = [
    ["no file", async () => ({}), "Choose a file first"],
    [
      "a file that is no zip",
      async () => ({ "a.zip": "words" }),
      "This file is not a zip archive.",
    ],
    ["a PDF", async () => ({ "a.pdf": "%PDF-1.7" }), "This file is not a zip archive."],
    [
      "half a zip",
      async () => ({ "a.zip": (await good()).subarray(0, 60) }),
      "This file is not a zip archive.",
    ],
    [
      "a zip whose list is broken",
      async () => ({ "a.zip": broken(await good()) }),
      "This archive is broken",
    ],
    [
      "a zip that reaches outside",
      async () => ({ "a.zip": renamed(await good(), "posts/a.html", "../../a.html") }),
      "would lie outside of it",
    ],
    [
      "a bomb",
      async () => ({ "a.zip": await zip({ "posts/a.html": Buffer.alloc(40_000_000, 97) }) }),
      "much larger unpacked than packed",
    ],
    [
      "a zip without a story",
      async () => ({ "a.zip": await zip({ "notes.txt": "words" }) }),
      "There is no story in this",
    ],
    ["51 MB", async () => ({ "a.zip": Buffer.alloc(51 * 1024 * 1024, 1) }), "more than 50 MB"],
  ];

  it.each(refused)("%s", async (_, make, sentence) => {
    const answer = await send(kim, await make(), true);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(sentence);
    expect(answer.body).toMatch(/id="publish"[^>]*checked/);
    expect(await storiesOf(kim)).toEqual([]);
    expect(answer.body).not.toContain("Earlier imports");
  });
});

describe("a large import", () => {
  const many = (count: number) =>
    zip(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `${String(index + 1).padStart(3, "0")}.html`,
          page(`Story ${index + 1}`, `<p>Words of story ${index + 1}.</p>`),
        ]),
      ),
    );

  async function waiting(): Promise<unknown> {
    const rows = await site.db.many(sql.of(z.object({ payload: z.unknown() }))`
      select payload from graphile_worker._private_jobs order by id desc limit 1`);
    return rows[0]?.payload;
  }

  it("is left to the queue, tells how far it is, and ends as a small one does", async () => {
    const lea = await site.reader("lea");
    const report = await imported(lea, { "many.zip": await many(30) });
    expect(report).toContain("Still under way");
    expect(report).toContain('http-equiv="refresh"');
    await storyTasks["import-stories"]!(site, await waiting());
    const after = (await site.as(lea).get("/import/1")).body;
    expect(after).toContain("30 imported.");
    expect(after).not.toContain("Still under way");
    expect((await storiesOf(lea)).at(-1)?.title).toBe("Story 30");
  });

  it("stopped half-way and run again goes on where it was, and does nothing twice", async () => {
    const moe = await site.reader("moe");
    await imported(moe, { "many.zip": await many(24) });
    const task = storyTasks["import-stories"]!;
    const payload = await waiting();
    let asked = 0;
    const clock = () => {
      asked += 1;
      if (asked > 10) throw new Error("the machine stops");
      return NOW;
    };
    await expect(task({ ...site.house, clock }, payload)).rejects.toThrow("the machine stops");
    const half = (await storiesOf(moe)).length;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(24);
    await task(site.house, payload);
    expect((await site.as(moe).get("/import/1")).body).toContain("24 imported.");
    expect(await storiesOf(moe)).toHaveLength(24);
    await task(site.house, payload);
    expect(await storiesOf(moe)).toHaveLength(24);
  });

  it("has its report in pages of 50", async () => {
    const nan = await site.reader("nan");
    await imported(nan, { "many.zip": await many(60) });
    await storyTasks["import-stories"]!(site, await waiting());
    const first = (await site.as(nan).get("/import/1")).body;
    expect(first).toContain("Story 50<");
    expect(first).not.toContain("Story 51<");
    expect((await site.as(nan).get("/import/1?page=2")).body).toContain("Story 60<");
  });
});

describe("a report", () => {
  it("is its reader's own: each counts from 1, and nobody sees another's", async () => {
    const [oli, pia] = [await site.reader("oli"), await site.reader("pia")];
    await imported(oli, { "a.html": page("Oli’s", "<p>One.</p>") });
    await imported(pia, { "b.html": page("Pia’s", "<p>Two.</p>") });
    expect((await site.as(oli).get("/import/1")).body).toContain("Oli’s");
    expect((await site.as(pia).get("/import/1")).body).toContain("Pia’s");
    expect((await site.as(pia).get("/import/2")).statusCode).toBe(404);
    expect((await site.visitor.get("/import/1")).statusCode).toBe(303);
  });
});

/** The list of the files with its first sign gone. */
function broken(archive: Buffer): Buffer {
  const list = archive.indexOf(Buffer.from("PK\x01\x02", "latin1"));
  const copy = Buffer.from(archive);
  copy[list] = 0;
  return copy;
}

/** Of the same length, so that everything else stays where it is. */
function renamed(archive: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length);
  return Buffer.from(archive.toString("latin1").replaceAll(from, to), "latin1");
}
