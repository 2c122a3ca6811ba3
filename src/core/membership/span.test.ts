import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Day, dayAfter, daysBetween } from "../time.ts";
import { dayOfMonth, renewalFrom, spanFrom } from "./span.ts";

describe("a span", () => {
  it.each([
    ["2026-10-05", 1, "2026-11-05"],
    ["2026-12-31", 1, "2027-01-31"],
    ["2027-01-31", 1, "2027-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-10-05", 12, "2027-10-05"],
    ["2028-02-29", 12, "2029-02-28"],
  ])("from %s for %d months runs to %s", (from, months, to) => {
    expect(spanFrom(from as Day, months, dayOfMonth(from as Day)).to).toBe(to);
  });

  it("of the 31st comes back to it after a short month", () => {
    const ends: string[] = [];
    let from = "2026-12-31" as Day;
    for (let month = 0; month < 5; month++) {
      from = spanFrom(from, 1, 31).to;
      ends.push(from);
    }
    expect(ends).toEqual(["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]);
  });

  it("is never empty, and twelve of a month are one of a year", () => {
    fc.assert(
      fc.property(fc.nat(3000), (days) => {
        const start = dayAfter("2026-01-01" as Day, days);
        const anchor = dayOfMonth(start);
        let end = start;
        for (let month = 0; month < 12; month++) {
          const next = spanFrom(end, 1, anchor).to;
          expect(daysBetween(end, next)).toBeGreaterThanOrEqual(28);
          end = next;
        }
        expect(end).toBe(spanFrom(start, 12, anchor).to);
      }),
    );
  });
});

describe("a renewal", () => {
  it.each([
    ["2026-11-04", "2026-11-05"],
    ["2026-11-05", "2026-11-05"],
    ["2026-11-12", "2026-11-05"],
    ["2026-11-13", "2026-11-13"],
  ])("of a membership paid until November 5, asked on %s, begins on %s", (today, from) => {
    expect(renewalFrom("2026-11-05" as Day, today as Day)).toBe(from);
  });
});
