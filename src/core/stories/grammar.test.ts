/** Which addresses a story may lead to, and what the grammar's attributes hold. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPictureSource, isSafeHref, leavesSite, marks, nodes } from "./grammar.ts";

describe("a link may lead", () => {
  it.each([
    "https://example.com/a?b=c#d",
    "HTTP://EXAMPLE.COM",
    "mailto:ada@example.com",
    "/@ada/on-walking-7k2m9qh4xd",
    "endnotes.xhtml#note-1",
    "../images/a.svg",
    "#note-1",
    "?page=2",
    "https://example.com/ü",
  ])("to %s", (href) => {
    expect(isSafeHref(href)).toBe(true);
  });
});

describe("a link may not lead", () => {
  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    "java\u0000script:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://example.com/1",
    "file:///etc/passwd",
    "intent://x#Intent;end",
    "//example.com/elsewhere",
    "\\\\example.com",
    "/\\example.com",
    "",
    " ",
    "https://example.com/\ud800",
    `https://example.com/${"a".repeat(2000)}`,
  ])("to %j", (href) => {
    expect(isSafeHref(href)).toBe(false);
  });

  it("to anything that is not a text", () => {
    for (const href of [null, undefined, 1, {}, ["https://example.com"]]) {
      expect(isSafeHref(href)).toBe(false);
    }
  });

  it("where a browser would find another scheme than http, https or mailto", () => {
    const part = fc.constantFrom(
      ...[
        "javascript",
        "data",
        "vbscript",
        "https",
        ":",
        "/",
        "\\",
        "\t",
        "\n",
        " ",
        "a",
        "\u0000",
      ],
    );
    const address = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(address, (href) => {
        const base = "https://here.example/story";
        fc.pre(isSafeHref(href) && URL.canParse(href, base));
        const url = new URL(href, base);
        expect(["http:", "https:", "mailto:"]).toContain(url.protocol);
        if (!leavesSite(href)) expect(url.host).toBe("here.example");
      }),
      { numRuns: 5000 },
    );
  });
});

describe("a picture may wait", () => {
  it.each(["https://example.com/a.jpeg", "../images/a.svg"])("at %s", (source) => {
    expect(isPictureSource(source)).toBe(true);
  });

  it.each([
    "data:image/png;base64,AAAA",
    "javascript:1",
    "mailto:a@b.c",
    "//example.com/a.png",
  ])("but not at %s", (source) => {
    expect(isPictureSource(source)).toBe(false);
  });
});

describe("an attribute", () => {
  const { figure, heading, ordered_list, code_block, table_cell } = nodes;
  it.each([
    ["heading level 1", heading.attrs.level, 1],
    ["list start 1.5", ordered_list.attrs.start, 1.5],
    ["list start '1'", ordered_list.attrs.start, "1"],
    ["language with a quote", code_block.attrs.language, 'js" onload="x'],
    ["key that is a path", figure.attrs.key, "../../etc/passwd0"],
    ["layout of another kind", figure.attrs.layout, "wide"],
    ["alternative text that is a list", figure.attrs.alt, ["a"]],
    ["width of nothing", figure.attrs.width, 0],
    ["figure that leads to a program", figure.attrs.href, "javascript:1"],
    ["cell over 1,000 columns", table_cell.attrs.colspan, 1000],
    ["link without an address", marks.link.attrs.href, null],
  ])("refuses a %s", (_, rule, value) => {
    expect(() => rule.validate(value)).toThrow(RangeError);
  });

  it("takes its own default", () => {
    for (const node of Object.values(nodes)) {
      for (const rule of Object.values("attrs" in node ? node.attrs : {})) {
        expect(() => rule.validate(rule.default)).not.toThrow();
      }
    }
  });
});
