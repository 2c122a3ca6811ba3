/** What `earnest integrity` says to words it cannot use, before it opens or writes anything. */
import { describe, expect, it } from "vitest";
import { integrityCommand } from "./integrity.ts";

describe("earnest integrity", () => {
  const out = "somewhere";
  it.each<[string, string[], Record<string, string>, string]>([
    ["nothing to do", [], {}, "What to do, which is score, is missing."],
    [
      "something else to do",
      ["judge"],
      {},
      "there is no “earnest integrity judge”; there is score.",
    ],
    ["no events", ["score"], { out }, "--events is missing."],
    ["nowhere to write", ["score"], { events: "." }, "--out is missing."],
    [
      "events that are not there",
      ["score"],
      { events: "nowhere", out },
      "There is no folder nowhere.",
    ],
  ])("refuses %s", async (_, positionals, values, sentence) => {
    await expect(integrityCommand.run({ positionals, values })).rejects.toThrow(sentence);
  });
});
