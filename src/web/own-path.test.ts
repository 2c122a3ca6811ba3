/** Which paths are ours. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath } from "./own-path.ts";

describe("where to go back to", () => {
  it.each([
    "/",
    "/@ann",
    "/@ann/kettle-abc?x=1#responses",
    "/topics/caf%C3%A9",
  ])("%s is ours", (path) => {
    expect(ownPath(path)).toBe(path);
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/..//evil.example",
    "/./\\evil.example",
    "/a/../..//evil.example",
    "javascript:alert(1)",
    " /me",
    "me",
    "",
    undefined,
    ["/me", "//evil.example"],
  ])("%j is not", (path) => {
    expect(ownPath(path)).toBe("/");
  });

  it("is never another site, whatever is typed", () => {
    const part = fc.constantFrom(
      "/",
      "\\",
      "..",
      ".",
      "@",
      ":",
      "evil.example",
      "\t",
      "%2f",
      "?",
      "#",
      "a",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const to = ownPath(parts.join(""));
        expect(new URL(to, "https://ours.example").origin).toBe("https://ours.example");
      }),
      { numRuns: 2000 },
    );
  });
});
