/** The law that a statement's lines are the ledger's legs, over 10,000 random months (docs/policy/earnings.md §13). */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { communityOf } from "../earnings/any-month.test-support.ts";
import { splitOf } from "../earnings/plain-month.test-support.ts";
import type { AuthorId } from "../ids.ts";
import { sum } from "../money.ts";
import { monthAfter, monthOf } from "../time.ts";
import { earned, escrow, memberPool } from "./chart.ts";
import { creditedMicros } from "./credited.test-support.ts";
import { monthSplit } from "./flows.ts";

vi.setConfig({ testTimeout: 300_000 });

const MONTH = monthOf(new Date("2026-10-01T00:00:00Z"));

describe("a month's statements and its journal", () => {
  it("say the same of every author, of what is held and of what nobody claimed", () => {
    fc.assert(
      fc.property(fc.nat(10), fc.nat(), (size, seed) => {
        const { stories, months } = communityOf(seed, size, 3, {});
        const { lines, unclaimed } = splitOf(stories, months);
        const statements = [...Map.groupBy(lines, ({ author }) => author)].map(([author, own]) => ({
          partnerId: author as AuthorId,
          micros: sum(own.map(({ micros }) => micros)),
          escrowMicros: sum(own.map(({ escrowMicros }) => escrowMicros)),
        }));
        const carriedMicros = sum(unclaimed.map(({ micros }) => micros));
        const poolMicros = sum(months.map((month) => month.poolMicros));
        const facts = { month: MONTH, currency: "USD", poolMicros, shares: statements };
        const { legs } = monthSplit({ ...facts, commonsMicros: 0n, carriedMicros });

        for (const { partnerId, micros, escrowMicros } of statements) {
          expect(creditedMicros(legs, earned(partnerId))).toBe(micros - escrowMicros);
          expect(creditedMicros(legs, escrow(partnerId))).toBe(escrowMicros);
        }
        expect(creditedMicros(legs, memberPool(monthAfter(MONTH)))).toBe(carriedMicros);
        expect(sum(legs.map(({ micros }) => micros))).toBe(poolMicros);
      }),
      { numRuns: 10_000 },
    );
  });
});
