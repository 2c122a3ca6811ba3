import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CHART } from "./chart.ts";

describe("the chart of accounts", () => {
  it("is what the policy says", () => {
    const policy = readFileSync("docs/policy/money.md", "utf8");
    const published = [...policy.matchAll(/^\| (\d{4}) \| (.+) \|$/gm)].map((match) => {
      const [name, per, normalSide, guard] = match[2]!.split("|").map((cell) => cell.trim());
      return { code: match[1], name, per, normalSide, guard };
    });
    expect(published).toEqual(Object.values(CHART));
  });

  it("has a guard for everything we owe to somebody, and for nothing that may turn", () => {
    const guarded = Object.values(CHART).filter(({ guard }) => guard !== "none");
    for (const { normalSide, guard } of guarded) {
      const may = normalSide === "debit" ? "credits within debits" : "debits within credits";
      expect(guard).toBe(may);
    }
    const owed = Object.values(CHART).filter(({ code }) => code.startsWith("2"));
    expect(owed.filter(({ guard }) => guard === "none").map(({ name }) => name)).toEqual(["Tax"]);
  });
});
