import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReaderId, StoryId } from "../ids.ts";
import {
  countReport,
  OVERLAP_MS_MAX,
  type Reading,
  reportRefusal,
  secondsMaxOf,
} from "./attention.ts";

const reading = (openedAtMs = 0, secondsMax = 10_000): Reading => ({
  sessionId: 1,
  readerId: 1 as ReaderId,
  storyId: 1 as StoryId,
  openedAtMs,
  secondsMax,
  earning: true,
});

/**
 * A reader's reports in order of arrival: "A 15@15, B 30@40" says that tab A reported 15 s at second
 * 15 and tab B 30 s at 40. All tabs open at 0. The answer is what each tab counted: "A 15, B 25".
 */
function counted(script: string, secondsMax = 10_000): string {
  const tabs = new Map<string, { seconds: number; coveragePercent: number }>();
  let countedUntilMs = 0;
  for (const step of script.split(", ")) {
    const [, tab, seconds, at] = /^(\w) (\d+)@(\d+)$/.exec(step)!;
    const before = tabs.get(tab!) ?? { seconds: 0, coveragePercent: 0 };
    const report = { seconds: Number(seconds), coveragePercent: 50 };
    const after = countReport(
      reading(0, secondsMax),
      report,
      { ...before, countedUntilMs },
      Number(at) * 1000,
    );
    countedUntilMs = after.countedUntilMs;
    tabs.set(tab!, after);
  }
  return [...tabs].map(([tab, { seconds }]) => `${tab} ${seconds}`).join(", ");
}

describe("a reading's reports", () => {
  it("count as they say when they are honest", () => {
    expect(counted("A 15@15, A 30@30, A 42@45")).toBe("A 42");
  });

  it("count once when they are repeated, late or out of order", () => {
    expect(counted("A 15@15, A 15@15, A 15@20")).toBe("A 15");
    expect(counted("A 30@30, A 15@31")).toBe("A 30");
  });

  it("lose nothing when earlier ones were lost", () => {
    expect(counted("A 60@60")).toBe("A 60");
  });

  it("count no more than the time that passed", () => {
    expect(counted("A 900@20")).toBe("A 20");
  });

  it("count one story at a time, but for a small overlap that does not add up", () => {
    expect(counted("A 30@30, B 30@30")).toBe("A 30, B 1");
    expect(counted("A 30@30, B 30@30, A 60@60, B 60@60, A 90@90, B 90@90")).toBe("A 90, B 1");
  });

  it("stop at one and a half times what the story takes", () => {
    expect(counted("A 500@500", secondsMaxOf(100))).toBe("A 150");
    expect(secondsMaxOf(10)).toBe(30);
  });

  it("are refused before the opening and twelve hours after it", () => {
    expect(reportRefusal(reading(1000), 999)).toBe("not-open-yet");
    expect(reportRefusal(reading(0), 12 * 3_600_000)).toBe(null);
    expect(reportRefusal(reading(0), 12 * 3_600_000 + 1)).toBe("over");
  });
});

describe("whatever is reported, in as many tabs as one likes", () => {
  const anyStep = fc.record({ tab: fc.nat(5), seconds: fc.nat(100_000), waitMs: fc.nat(40_000) });

  it("all counted seconds fit into the time that passed and the overlap", () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const tabs = new Map<number, { seconds: number; coveragePercent: number }>();
        let nowMs = 0;
        let countedUntilMs = 0;
        for (const { tab, seconds, waitMs } of steps) {
          nowMs += waitMs;
          const before = tabs.get(tab) ?? { seconds: 0, coveragePercent: 0 };
          const report = { seconds, coveragePercent: 0 };
          const after = countReport(reading(), report, { ...before, countedUntilMs }, nowMs);
          expect(after.seconds).toBeGreaterThanOrEqual(before.seconds);
          countedUntilMs = after.countedUntilMs;
          tabs.set(tab, after);
        }
        const total = [...tabs.values()].reduce((sum, { seconds }) => sum + seconds, 0);
        expect(total * 1000).toBeLessThanOrEqual(nowMs + OVERLAP_MS_MAX);
      }),
      { numRuns: 2000 },
    );
  });
});
