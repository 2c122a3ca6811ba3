import { describe, expect, it } from "vitest";
import { ruleDormancy, type Sleeper } from "./dormancy.ts";

const AT = new Date("2029-11-08T06:00:00Z");
const WIL: Sleeper = {
  ...{ payableMicros: 1n, underWay: false, state: "active" as const },
  lastSignAt: new Date("2026-11-08T05:59:59Z"),
};

describe("a balance", () => {
  it.each<[string, Partial<Sleeper>, string]>([
    ["sleeps after three years, to the micro", {}, "1"],
    ["of who left sleeps too", { state: "left", payableMicros: 7n }, "7"],
    ["is awake until then", { lastSignAt: new Date("2026-11-08T06:00:00Z") }, "heard-of"],
    ["of nothing does not sleep", { payableMicros: 0n }, "nothing-payable"],
    ["that is on its way does not", { underWay: true }, "under-way"],
    ["under review does not", { state: "paused" }, "paused"],
  ])("%s", (_, part, said) => {
    const ruling = ruleDormancy({ ...WIL, ...part }, AT);
    expect(ruling.ok ? String(ruling.value) : ruling.refusal).toBe(said);
  });
});
