/** Tags as they are stored and shown. */
import { describe, expect, it } from "vitest";
import { ruleTags, tagLabel, tagOf } from "./tags.ts";

describe("a tag", () => {
  it.each([
    ["#Machine Learning", "machine-learning"],
    ["  Politics  ", "politics"],
    ["C++", "c++"],
    ["C#", "c#"],
    ["Writers’ life", "writers-life"],
    ["日本 語", "日本-語"],
    ["ＡＢＣ", "abc"],
    ["../..", ""],
    ["!!!", ""],
  ])("%j is stored as %j", (name, tag) => {
    expect(tagOf(name)).toBe(tag);
  });

  it("is shown with spaces and a capital", () => {
    expect(tagLabel("machine-learning")).toBe("Machine learning");
    expect(tagLabel("")).toBe("");
  });
});

describe("a story's tags", () => {
  it("are in the author's order, each once, without empty ones", () => {
    const ruling = ruleTags(["Walking", "", "On Foot", "walking", "!"]);
    expect(ruling).toEqual({ ok: true, value: ["walking", "on-foot"] });
  });

  it("are at most five", () => {
    expect(ruleTags(["a", "b", "c", "d", "e"]).ok).toBe(true);
    expect(ruleTags(["a", "b", "c", "d", "e", "A"]).ok).toBe(true);
    expect(ruleTags(["a", "b", "c", "d", "e", "f"])).toEqual({
      ok: false,
      refusal: "too-many-tags",
    });
  });

  it("are short", () => {
    expect(ruleTags(["x".repeat(30)]).ok).toBe(true);
    expect(ruleTags(["x".repeat(31)])).toEqual({ ok: false, refusal: "tag-too-long" });
  });
});
