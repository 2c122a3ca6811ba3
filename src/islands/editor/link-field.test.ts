import { describe, expect, it } from "vitest";
import { completed } from "./link-field.ts";

describe("what is typed as an address", () => {
  it.each([
    ["https://example.org/a?b#c", "https://example.org/a?b#c"],
    ["example.org", "https://example.org"],
    ["sub.example.org:8080/path", "https://sub.example.org:8080/path"],
    ["ann@example.org", "mailto:ann@example.org"],
    ["mailto:ann@example.org", "mailto:ann@example.org"],
    ["/stories", "/stories"],
    ["#notes", "#notes"],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["//elsewhere.example", null],
    ["two words", null],
  ])("%j is %j", (typed, href) => {
    expect(completed(typed)).toBe(href);
  });
});
