/** Pages that want to run programs: none gets into a document, and the report counts what was left out. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printed } from "../document/notation.ts";
import { documentJson } from "../document/parse-document.ts";
import { renderHtml } from "../document/render-html.ts";
import { type ImportedStory, parseStoryHtml } from "./parse-story.ts";
import { parseSource, within } from "./source-tree.ts";

function imported(body: string): ImportedStory {
  const ruling = parseStoryHtml(`<h1>T</h1><p>a</p>${body}`, "html");
  if (!ruling.ok) throw new Error(`refused: ${ruling.refusal}`);
  return ruling.value;
}

const CORPUS: [string, string, Record<string, number>][] = [
  ["<script>alert(1)</script>", "p(a)", { script: 1 }],
  ["<SCRIPT SRC=https://evil.example/x.js></SCRIPT>", "p(a)", { script: 1 }],
  ["<scr<script>ipt>alert(1)</script>", "p(a) p(ipt>alert(1))", {}],
  ["<script>alert(1)", "p(a)", { script: 1 }],
  ["<style>body{background:url(javascript:alert(1))}</style>", "p(a)", { style: 1 }],
  [
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">b</noscript>',
    "p(a)",
    { hidden: 1 },
  ],
  ["<img src=x onerror=alert(1)>", "p(a) fig[x inset]()", { handler: 1 }],
  ["<img src=x onerror=alert(1)//", "p(a)", {}],
  ["<img src=`x` onerror=alert(1)>", "p(a) fig[`x` inset]()", { handler: 1 }],
  [
    '<img """><script>alert(1)</script>">',
    'p(a) p(">)',
    { "picture-without-address": 1, script: 1 },
  ],
  ['<img src="javascript:alert(1)">', "p(a)", { "picture-without-address": 1 }],
  ['<img src="data:image/svg+xml;base64,PHN2Zz4=">', "p(a)", { "picture-without-address": 1 }],
  ["<img src=1x1.gif width=1 height=1>", "p(a)", { tracker: 1 }],
  ['<p onclick=alert(1) ONMOUSEOVER="x">b</p>', "p(a) p(b)", { handler: 2 }],
  ['<a href="javascript:alert(1)">b</a>', "p(a) p(b)", { "unsafe-link": 1 }],
  ['<a href=" &#14;  javascript:alert(1)">b</a>', "p(a) p(b)", { "unsafe-link": 1 }],
  ['<a href="jav&#x09;ascript:alert(1)">b</a>', "p(a) p(b)", { "unsafe-link": 1 }],
  ['<a href="jav&#10;ascript:alert(1)">b</a>', "p(a) p(b)", { "unsafe-link": 1 }],
  ['<a href="java\0script:alert(1)">b</a>', "p(a) p(b)", { "unsafe-link": 1 }],
  ['<a href="javascript&colon;alert(1)">b</a>', "p(a) p(b)", { "unsafe-link": 1 }],
  [
    "<a href=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>b</a>",
    "p(a) p(b)",
    { "unsafe-link": 1 },
  ],
  [
    "<a href=&#0000106&#0000097&#0000118&#0000097&#0000115&#0000099&#0000114&#0000105&#0000112&#0000116&#0000058alert(1)>b</a>",
    "p(a) p(b)",
    { "unsafe-link": 1 },
  ],
  ['<a href="JaVaScRiPt:alert(1)" onclick=x>b</a>', "p(a) p(b)", { "unsafe-link": 1, handler: 1 }],
  [
    '<a href="vbscript:x">b</a><a href="data:text/html,<script>1</script>">c</a>',
    "p(a) p(bc)",
    { "unsafe-link": 2 },
  ],
  [
    "<a href='https://e.com/\"><script>alert(1)</script>'>b</a>",
    'p(a) p(a[https://e.com/"><script>alert(1)</script>](b))',
    {},
  ],
  [
    "<a href=https://medium.com/r/?url=javascript%3Aalert(1)>b</a>",
    "p(a) p(b)",
    { "unsafe-link": 1 },
  ],
  [
    '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:x"><text>b</text></a></svg>',
    "p(a)",
    { drawing: 1, handler: 1 },
  ],
  ["<svg><style><img src=x onerror=alert(1)></style></svg>", "p(a)", { drawing: 1 }],
  [
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "p(a)",
    { style: 1 },
  ],
  ['<iframe src="javascript:alert(1)"></iframe>', "p(a)", { "embed-without-address": 1 }],
  ['<iframe srcdoc="<script>alert(1)</script>"></iframe>', "p(a)", { "embed-without-address": 1 }],
  [
    '<object data="javascript:alert(1)"><embed src=x></object>',
    "p(a)",
    { "embed-without-address": 1 },
  ],
  [
    '<form action="javascript:alert(1)">b<input value=c><button formaction="javascript:x">d</button></form>',
    "p(a) p(b)",
    { control: 2 },
  ],
  [
    '<base href="javascript:/"><meta http-equiv=refresh content="0;url=javascript:1"><link rel=import href=x>',
    "p(a)",
    {},
  ],
  ["<body onload=alert(1)>b</body>", "p(a) p(b)", { handler: 1 }],
  ["<template><img src=x onerror=alert(1)></template>", "p(a)", { hidden: 1 }],
  [
    '<!--<img src="--><img src=x onerror=alert(1)//">-->',
    "p(a) fig[x inset]() p(-->)",
    { handler: 1 },
  ],
  ["<![CDATA[<script>alert(1)</script>]]>", "p(a)", {}],
  ['<xss style="behavior:url(x.htc)">b</xss>', "p(a) p(b)", {}],
  ["<plaintext><script>alert(1)</script>", "p(a) p(<script>alert(1)</script>)", {}],
  ["<textarea><script>alert(1)</script></textarea>", "p(a)", { control: 1 }],
  ["<title><img src=x onerror=alert(1)></title>", "p(a)", {}],
  [
    "<pre><img src=x onerror=alert(1)><a href=/x>b</a></pre>",
    "p(a) code(b)",
    { "picture-in-code": 1, "link-in-code": 1 },
  ],
  [
    "<pre>b<script>alert(1)</script><p hidden>c</p><iframe src=/x></iframe><q>d</q></pre>",
    "p(a) code(bd)",
    { script: 1, hidden: 1, "embed-in-code": 1 },
  ],
  ["<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "p(a) p(<script>alert(1)</script>)", {}],
  [
    "<p __proto__=x constructor=y>b</p><constructor>c</constructor><__proto__>d",
    "p(a) p(b) p(c<__proto__>d)",
    {},
  ],
];

describe("a page with a program", () => {
  it.each(CORPUS)("%s", (body, document, dropped) => {
    const story = imported(body);
    expect(printed(story.document)).toBe(document);
    expect(story.report.dropped).toMatchObject(dropped);
    expectHarmless(story);
  });

  it("is harmless however its parts are put together", () => {
    const parts = CORPUS.flatMap(([body]) => [body, body.slice(0, body.length / 2), body.slice(3)]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 5 }), (bodies) => {
        expectHarmless(imported(bodies.join("")));
      }),
      { numRuns: 500 },
    );
  });
});

function expectHarmless({ document, report }: ImportedStory): void {
  expect(report.lost.characters).toBe(0);
  const html = renderHtml(document, (key) => ({ src: `/pictures/${key}.webp` }));
  const page = parseSource(html, "html");
  if (!page.ok) throw new Error(page.refusal);
  for (const node of within(page.value)) {
    if (typeof node === "string") continue;
    expect(node.name).toMatch(
      /^(p|h[23]|em|strong|code|a|br|pre|span|figure|figcaption|blockquote|ul|ol|li|hr|div|table|tbody|tr|td|th)$/,
    );
    expect(Object.keys(node.attributes).filter((name) => /^on|style|src/.test(name))).toEqual([]);
    const { href } = node.attributes;
    if (href !== undefined)
      expect(new URL(href, "https://here.example/").protocol).toMatch(/^(https?|mailto):$/);
  }
  expect(JSON.stringify(documentJson(document))).not.toMatch(
    /"(href|src)":"\s*(javascript|data|vbscript):/i,
  );
}
