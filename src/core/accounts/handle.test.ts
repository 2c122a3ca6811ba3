/** Which handles there are, and the one a name proposes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HANDLE_LENGTH_MAX, handleNumber, isHandle, proposeHandle, ruleHandle } from "./handle.ts";

/** The handle, or why not. */
function ruled(text: string): string {
  const ruling = ruleHandle(text);
  return ruling.ok ? ruling.value : `refused: ${ruling.refusal}`;
}

describe("a handle", () => {
  it("is what was typed, in small letters and without the sign before it", () => {
    expect(ruled("ann")).toBe("ann");
    expect(ruled(" @Ann_2 ")).toBe("ann_2");
  });

  it.each([
    ["a", "handle-length"],
    ["", "handle-length"],
    ["a".repeat(31), "handle-length"],
    ["zoë", "handle-letters"],
    ["аnn", "handle-letters"],
    ["ann smith", "handle-letters"],
    ["../me", "handle-letters"],
    ["2026", "handle-letters"],
    ["__", "handle-letters"],
    ["admin", "handle-reserved"],
    ["Operator", "handle-reserved"],
    ["__support__", "handle-reserved"],
    ["help_desk", "handle-reserved"],
  ])("%j is refused: %s", (text, refusal) => {
    expect(ruled(text)).toBe(`refused: ${refusal}`);
  });

  it("may hold a reserved word among others", () => {
    expect(ruled("administered")).toBe("administered");
  });
});

describe("the handle a name proposes", () => {
  it.each([
    ["Ann", "ann"],
    ["Zoë O’Neil", "zoeoneil"],
    ["山田太郎", "reader"],
    ["A", "reader_a"],
    ["Admin", "reader_admin"],
    ["1984", "reader_1984"],
    ["Wolfeschlegelsteinhausenbergerdorff", "wolfeschlegelsteinhausen"],
  ])("of %s is @%s", (name, handle) => {
    expect(proposeHandle(name)).toBe(handle);
  });

  it("is always allowed, and so is any number of it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 1, max: 999_999 }),
        (name, number) => {
          const handle = handleNumber(proposeHandle(name), number);
          expect(ruled(handle)).toBe(handle);
          expect(isHandle(handle)).toBe(true);
          expect(handle.length).toBeLessThanOrEqual(HANDLE_LENGTH_MAX);
        },
      ),
    );
  });
});
