/** Bringing stories in: what arrives, what is published, what a second import changes. */
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { htmlPage, reportOf, storiesOf, zip } from "../../../../test/support/imports.ts";
import { allAtOnce } from "../../../../test/support/meet.ts";
import { openSite, type TestSite } from "../../../../test/support/site.ts";
import { sql } from "../../../store/db.ts";
import { storyForReader } from "../story-body.ts";

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

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
    const report = await reportOf(site, ann, { "medium.zip": await files() });
    expect(report).toContain("2 imported, 1 skipped.");
    expect(report).toContain("Responses stay with the story they answer.");
    expect(report.match(/Every word kept/g)).toHaveLength(2);
    const stories = await storiesOf(site, ann);
    expect(stories.map(({ title, state, tags }) => [title, state, tags])).toEqual([
      ["Kettle", "draft", ["tea"]],
      ["Cup", "draft", []],
    ]);
  });

  it("is published under its own dates when its author says so, and drafts stay drafts", async () => {
    const bob = await site.reader("bob");
    expect((await site.visitor.get("/@bob")).body).not.toContain("Kettle");
    await reportOf(site, bob, { "medium.zip": await files() }, true);
    const [kettle, cup] = await storiesOf(site, bob);
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
    await reportOf(site, cat, { "medium.zip": await files() });
    const before = await storiesOf(site, cat);
    expect(await reportOf(site, cat, { "medium.zip": await files() })).toContain(
      "2 unchanged, 1 skipped.",
    );
    expect(await storiesOf(site, cat)).toEqual(before);
  });

  it("publishes what an earlier import left as drafts, when asked to", async () => {
    const dan = await site.reader("dan");
    await reportOf(site, dan, { "medium.zip": await files() });
    const report = await reportOf(site, dan, { "medium.zip": await files() }, true);
    expect(report).toContain("1 updated, 1 unchanged, 1 skipped.");
    expect((await storiesOf(site, dan)).map(({ state }) => state)).toEqual(["published", "draft"]);
  });

  it("brings what changed there, unless its author has written on here", async () => {
    const eve = await site.reader("eve");
    const post = (text: string) => medium("Kettle", `<p class=graf>${text}</p>`, PUBLISHED);
    await reportOf(site, eve, { "a.html": post("One.") });
    expect(await reportOf(site, eve, { "a.html": post("Two.") })).toContain("1 updated.");
    const [story] = await storiesOf(site, eve);
    expect(JSON.stringify(story?.document)).toContain("Two.");
    const words = { type: "paragraph", content: [{ type: "text", text: "Mine." }] };
    await site.as(eve).send("PUT", `/stories/${story!.key}`, {
      ...{ version: story!.version, title: "Kettle", subtitle: "" },
      document: { type: "doc", content: [words] },
    });
    expect(await reportOf(site, eve, { "a.html": post("Two.") })).toContain("1 unchanged.");
    const report = await reportOf(site, eve, { "a.html": post("Three.") });
    expect(report).toContain("You changed this story here since it was imported");
    expect(JSON.stringify((await storiesOf(site, eve))[0]?.document)).toContain("Mine.");
    await reportOf(site, eve, { "a.html": post("Two.") }, true);
    expect((await storiesOf(site, eve))[0]?.state).toBe("draft");
  });

  it("brought twice at the same moment arrives once", async () => {
    const gus = await site.reader("gus");
    const files = { "a.html": medium("Kettle", "<p class=graf>It boils.</p>", PUBLISHED) };
    const reports = await allAtOnce(
      site.db,
      (tx) => tx.run(sql`lock table story in share mode`),
      2,
      () => reportOf(site, gus, files, true),
    );
    expect(reports.filter((report) => report.includes("1 imported."))).toHaveLength(1);
    expect(reports.filter((report) => report.includes("1 unchanged."))).toHaveLength(1);
    expect(await storiesOf(site, gus)).toHaveLength(1);
  });

  it("may have two stories that claim one address: both arrive, and both are known again", async () => {
    const fay = await site.reader("fay");
    const posts = async () =>
      zip({
        "posts/1.html": medium("One", "<p class=graf>One.</p>", PUBLISHED),
        "posts/2.html": medium("Two", "<p class=graf>Two.</p>", PUBLISHED),
      });
    expect(await reportOf(site, fay, { "medium.zip": await posts() })).toContain("2 imported.");
    expect(await reportOf(site, fay, { "medium.zip": await posts() })).toContain("2 unchanged.");
    expect((await storiesOf(site, fay)).map(({ title }) => title)).toEqual(["One", "Two"]);
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
      "text/one.html": htmlPage("Kettle", body, "2020-01-02T00:00:00Z"),
      "img/a.png": await png(),
    });
    const report = await reportOf(site, gil, { "pages.zip": files }, true);
    expect(report).toContain("One picture is stored here now.");
    expect(report).toContain('<a href="https://elsewhere.example/b.png"');
    expect(report).toContain("The picture gone.png was not stored. It was not in what you gave.");
    const [story] = await storiesOf(site, gil);
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
      "one.html": htmlPage("Kettle", '<p>Text.</p><img src="a.png" alt="A">'),
      "a.png": "not a picture",
    });
    expect(await reportOf(site, hal, { "pages.zip": files })).toContain(
      "The picture a.png was not stored. This file is not a picture we can read.",
    );
  });
});

describe("a page", () => {
  it("with programs loses them, which is reported, and keeps its words", async () => {
    const ivy = await site.reader("ivy");
    const body = `<p onclick="alert(1)">Harmless</p><script>alert(2)</script>
      <p><a href="javascript:alert(3)">words</a></p><iframe src="javascript:alert(4)"></iframe>`;
    const report = await reportOf(
      site,
      ivy,
      { "a.html": htmlPage("Kettle", body, "2020-01-01T00:00:00Z") },
      true,
    );
    expect(report).toContain("1 × Scripts. A story never runs programs.");
    expect(report).toContain("1 × Attributes that run programs.");
    const [story] = await storiesOf(site, ivy);
    const shown = await storyForReader(site.db, story!.key, null);
    expect(shown?.html).toBe("<p>Harmless</p><p>words</p>");
  });

  const deep = `${"<div>".repeat(6000)}<p>Deep.</p>`;
  const refused: [string, string, string][] = [
    ["6,000 elements deep", htmlPage("Kettle", deep), "nests its elements too deep to be a text"],
    [
      "of 1 MB of text",
      htmlPage("Kettle", `<p>${"word ".repeat(210_000)}</p>`),
      "more text than one story",
    ],
    ["without anything", "<html><body></body></html>", "there is nothing to import"],
  ];

  it.each(
    refused,
  )("%s is refused in its line of the report; the others arrive", async (_, bad, sentence) => {
    const who = await site.reader(`jo${refused.findIndex(([, text]) => text === bad)}`);
    const report = await reportOf(site, who, {
      "bad.html": bad,
      "good.html": htmlPage("Good", "<p>Good.</p>"),
    });
    expect(report).toContain("1 imported, 1 refused.");
    expect(report).toContain(sentence);
    expect((await storiesOf(site, who)).map(({ title }) => title)).toEqual(["Good"]);
  });
});

describe("a report", () => {
  it("is its reader's own: each counts from 1, and nobody sees another's", async () => {
    const [oli, pia] = [await site.reader("oli"), await site.reader("pia")];
    await reportOf(site, oli, { "a.html": htmlPage("Oli’s", "<p>One.</p>") });
    await reportOf(site, pia, { "b.html": htmlPage("Pia’s", "<p>Two.</p>") });
    expect((await site.as(oli).get("/import/1")).body).toContain("Oli’s");
    expect((await site.as(pia).get("/import/1")).body).toContain("Pia’s");
    expect((await site.as(pia).get("/import/2")).statusCode).toBe(404);
    expect((await site.visitor.get("/import/1")).statusCode).toBe(303);
  });
});
