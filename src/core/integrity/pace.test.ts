import { describe, expect, it } from "vitest";
import { PACE, rulePace } from "./pace.ts";

describe("the pace of follows, claps and responses", () => {
  it.each(Object.entries(PACE))("of a %s is limited, and lower for who stands out", (act, pace) => {
    const { dayMax, brakedDayMax } = pace;
    const at = (acts: number, braked: boolean) =>
      rulePace(act as keyof typeof PACE, { acts, braked }).ok;
    expect([at(dayMax - 1, false), at(dayMax, false)]).toEqual([true, false]);
    expect([at(brakedDayMax - 1, true), at(brakedDayMax, true)]).toEqual([true, false]);
    expect(brakedDayMax).toBeLessThan(dayMax);
    expect(brakedDayMax).toBeGreaterThan(0);
  });
});
