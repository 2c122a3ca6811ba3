/** Words that would be programs: shown on every page, run on none. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSite, type Person, type TestSite } from "../../../test/support/site.ts";
import { draftOf, paragraphs } from "../../../test/support/stories.ts";

let site: TestSite;
let ann: Person;
beforeAll(async () => {
  site = await openSite();
  ann = await site.reader("ann");
});
afterAll(() => site.close());

const form = (more: Record<string, string> = {}) => ({
  version: "2",
  kicker: "",
  audience: "everyone",
  responses: "on",
  ...more,
});

describe("what writers write is shown, never run", () => {
  const script = `<script>alert(1)</script><img src=x onerror=alert(1)>"'>`;
  const marked = (href: string) => ({
    type: "doc",
    content: [
      {
        type: "paragraph",
        content: [{ type: "text", text: "here", marks: [{ type: "link", attrs: { href } }] }],
      },
    ],
  });

  it("in title, subtitle, kicker, tags and text, on every page that shows them", async () => {
    const zed = await site.reader("zed");
    const document = {
      type: "doc",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: script }] },
        { type: "code_block", content: [{ type: "text", text: script }] },
        { type: "figure", attrs: { alt: script, src: "https://example.org/a.png" } },
        ...(paragraphs().content ?? []),
      ],
    };
    const key = await draftOf(site, zed, { title: script, subtitle: script, document });
    const fields = form({ kicker: script, "tag-1": script.slice(0, 30) });
    const { location } = (await site.as(zed).post(`/stories/${key}/publication`, fields)).headers;
    const pages = ["/", "/@zed", "/stories?state=published", String(location)];
    for (const page of [...pages, `/stories/${key}/edit`, `/stories/${key}/publication`]) {
      const { body } = await site.as(zed).get(page);
      expect(body).toContain("alert(1)");
      expect(body).not.toContain("<script>alert");
      expect(body).not.toContain("<img src=x");
      // Quotes of an attribute that holds the text are escaped too.
      expect(body).not.toMatch(/="[^"]*<img src=x onerror/);
    }
  });

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    "//evil.example/",
    "\\\\evil.example",
  ])("not by a link to %j", async (href) => {
    const key = await draftOf(site, ann);
    const copy = { version: 2, title: "Kettle", subtitle: "", document: marked(href) };
    expect((await site.as(ann).send("PUT", `/stories/${key}`, copy)).statusCode).toBe(422);
  });
});
