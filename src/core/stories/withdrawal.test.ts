import { describe, expect, it } from "vitest";
import { ruleRestore } from "./withdrawal.ts";

const withdrawn = new Date("2026-10-01T12:00:00Z");

describe("bringing a story back", () => {
  it.each([
    ["2026-10-01T12:00:00Z", true],
    ["2026-10-31T12:00:00Z", true],
    ["2026-10-31T12:00:01Z", "too-late"],
  ])("at %s: %s", (at, expected) => {
    const ruling = ruleRestore(withdrawn, new Date(at));
    expect(ruling.ok || ruling.refusal).toBe(expected);
  });

  it("needs a story that is withdrawn", () => {
    expect(ruleRestore(null, withdrawn)).toEqual({ ok: false, refusal: "not-withdrawn" });
  });
});
