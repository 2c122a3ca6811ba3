/** What `earnest earnings` says to words it cannot use, before it opens or writes anything. */
import { describe, expect, it } from "vitest";
import { earningsCommand } from "./earnings.ts";

describe("earnest earnings", () => {
  const out = "somewhere";
  it.each<[string, string[], Record<string, string>, string]>([
    ["nothing to do", [], {}, "What to do, split or export, is missing."],
    ["something else to do", ["merge"], {}, "there are split and export"],
    ["no month to export", ["export"], { out }, "The month is missing."],
    ["a month that is none", ["export", "2026-13"], { out }, "“2026-13” is not a month."],
    ["nowhere to export to", ["export", "2026-10"], {}, "--out is missing."],
    ["a month that split takes by name", ["split", "2026-10"], { out }, "one argument too many"],
    ["no month to divide", ["split"], { out }, "--month is missing."],
    [
      "a policy that nobody knows",
      ["split"],
      { out, month: "2026-10", events: ".", policy: "earnest-0" },
      "“earnest-0” is neither a policy’s name, of which there are earnest-1, applause-2017, reading-2019, nor a file.",
    ],
    [
      "a rule that goes by more than the files say",
      ["split"],
      { out, month: "2026-10", events: ".", policy: "points-2023-capped" },
      "there are earnest-1, applause-2017, reading-2019, or a file.",
    ],
  ])("refuses %s", async (_, positionals, values, sentence) => {
    await expect(earningsCommand.run({ positionals, values })).rejects.toThrow(sentence);
  });
});
