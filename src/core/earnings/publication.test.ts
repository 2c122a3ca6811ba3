import { describe, expect, it } from "vitest";
import type { Day } from "../time.ts";
import { EARNEST_1, type Policy } from "./policy.ts";
import { earliestEffect, publicationFaults } from "./publication.ts";

const NOW = new Date("2026-10-15T12:00:00Z");
const SECOND: Policy = { ...EARNEST_1, name: "earnest-2" };
const known = [{ version: "earnest-1", effectiveFrom: "2000-01-01" as Day }];

function faults(effectiveFrom: string, policy: Policy = SECOND, now = NOW): string[] {
  const publication = { policy, effectiveFrom: effectiveFrom as Day, inForce: EARNEST_1, known };
  return publicationFaults(publication, now);
}

describe("a new version", () => {
  it("may take effect on a first of a month that is the notice away", () => {
    expect(faults("2026-12-01")).toEqual([]);
    expect(faults("2026-12-01", SECOND, new Date("2026-11-01T23:59:59Z"))).toEqual([]);
    expect(faults("2026-12-01", SECOND, new Date("2026-11-02T00:00:00Z"))).toHaveLength(1);
  });

  it("is refused with every reason at once", () => {
    const bad = { ...EARNEST_1, dues: { ...EARNEST_1.dues, marginBps: 5000 } };
    expect(faults("2026-10-20", bad)).toEqual([
      expect.stringContaining("exceed the smallest net dues of a member"),
      expect.stringContaining("exceed the smallest net dues of a friend"),
      "A version takes effect on the first of a month.",
      expect.stringContaining("at least 30 days"),
      expect.stringContaining("earnest-1 already"),
    ]);
  });

  it("cannot shorten the notice it is published with", () => {
    const hasty = { ...SECOND, noticeDays: 1 };
    expect(faults("2026-11-01", hasty)).toHaveLength(1);
    expect(faults("2026-12-01", { ...SECOND, noticeDays: 90 })).toHaveLength(1);
  });

  it("is offered the first day it can take effect", () => {
    expect(earliestEffect(EARNEST_1, NOW)).toBe("2026-12-01");
    expect(earliestEffect(EARNEST_1, new Date("2026-11-01T10:00:00Z"))).toBe("2026-12-01");
    expect(earliestEffect(EARNEST_1, new Date("2026-11-02T10:00:00Z"))).toBe("2027-01-01");
  });
});
