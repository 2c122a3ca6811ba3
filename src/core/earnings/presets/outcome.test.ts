import { describe, expect, it } from "vitest";
import { giniBps } from "./outcome.ts";

describe("inequality", () => {
  it("is none when all have the same, and near the whole when one has all", () => {
    expect(giniBps([5n, 5n, 5n, 5n])).toBe(0);
    expect(giniBps([0n, 0n, 0n, 8n])).toBe(7500);
    expect(giniBps([1n, 3n])).toBe(2500);
    expect(giniBps([0n, 0n])).toBe(0);
  });
});
