/** What docs/policy/earnings.md says, computed again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { poolMicros, ruleNet } from "../membership/accrual.ts";
import { formatExact } from "../money.ts";
import type { Day } from "../time.ts";
import { monthOf } from "./notation.test-support.ts";
import { catalogueOf, evidenceOf } from "./plain-month.test-support.ts";
import { EARNEST_1 } from "./policy.ts";
import { type Receipt, receiptOf, type Share } from "./receipt.ts";

const page = readFileSync(new URL("../../../docs/policy/earnings.md", import.meta.url), "utf8");

/** "4 140 000", as the page groups its figures. */
const grouped = (number: bigint | number) =>
  Number(number) < 10_000 ? `${number}` : `${number}`.replace(/\B(?=(\d{3})+$)/g, " ");

/** "1.445853659": nine decimals. */
function quota({ floorMicros, remainder, weightSum }: Share): string {
  const thousandths = (remainder * 1000n + weightSum / 2n) / weightSum;
  return `${formatExact(floorMicros)}${String(thousandths).padStart(3, "0")}`;
}

/** Mara's October in §14. */
function october(): Receipt {
  const net = ruleNet({ cashMicros: 5_000_000n, taxMicros: 0n, feeMicros: 450_000n });
  const [from, to] = ["2026-10-01" as Day, "2026-11-01" as Day];
  const netMicros = net.ok ? net.value : 0n;
  const span = { netMicros, from, to, refundedFrom: null };
  const pool = poolMicros(span, EARNEST_1.dues.tiers.member.poolBps, from, to);
  const { stories, month } = monthOf(`pool ${pool}
    kettle by Wil 240s · harbour by Wil 600s · moss by Ada 300s · fern by Lin 120s
    3 kettle 250 · 9 kettle 140 · 12 kettle 15 · view 3 kettle · view 9 kettle · view 12 kettle
    5 harbour 90 · view 5 harbour
    7 moss 270 boosted 270 · view 7 moss
    20 fern 45 · view 20 fern · view 21 fern
    follow Wil earned -10 · clap kettle 4
    response moss · follow Ada unproven 8 new
    highlight fern`);
  const catalogue = catalogueOf(stories);
  return receiptOf(EARNEST_1, catalogue, evidenceOf(catalogue, month));
}

describe("the published rules", () => {
  const receipt = october();

  it("give the example's authors what the split gives them", () => {
    expect(page).toContain(`her pool is ${formatExact(receipt.poolMicros)}`);
    const rows = receipt.authors.map(({ stories, reading, bonusBps, weight, share }, index) => {
      const read = stories.map((story) => `${story.countedSeconds} · ${grouped(story.secondBps)}`);
      const factor = `${grouped(reading)} · ${grouped(10_000 + bonusBps)} = ${grouped(weight)}`;
      return {
        start: `| ${["Wil", "Ada", "Lin"][index]} | ${read.join(" + ")} = ${grouped(reading)} |`,
        end: `| ${factor} | ${quota(share)} | ${formatExact(share.micros)} |`,
      };
    });
    for (const { start, end } of rows) {
      const row = page.split("\n").find((line) => line.startsWith(start));
      expect(row, start).toBeDefined();
      expect(row!.slice(-end.length)).toBe(end);
    }
  });

  it("name the example's bonuses", () => {
    const worth = receipt.authors.map(({ bonuses }) =>
      Object.values(bonuses).filter((bps) => bps > 0),
    );
    expect(worth).toEqual([[1200, 2500, 1500], [2000, 2000, 5000], [2000]]);
    expect(page).toContain("claps 1200, follower 2500, three days 1500");
    expect(page).toContain("response 2000, first follow 2000, Boost 5000");
    expect(page).toContain("highlight 2000");
  });

  it("divide Wil's amount as the split does", () => {
    const [kettle, harbour] = receipt.authors[0]!.stories;
    const text = page.replace(/\s+/g, " ");
    expect(text).toContain(`quotas of ${quota(kettle!.share)} and ${quota(harbour!.share)}`);
    expect(text).toContain(
      `so ${formatExact(kettle!.share.micros)} for Kettle and ${formatExact(harbour!.share.micros)} for Harbour`,
    );
  });

  it("list every number of the policy", () => {
    const listed = [...page.matchAll(/^\| `([\w.]+)` \| (\d+) \|$/gm)].map(([, path, value]) => [
      path,
      Number(value),
    ]);
    const { partners, ...rest } = EARNEST_1;
    const { eligibility, ...numbers } = partners;
    expect(Object.fromEntries(listed)).toEqual(numbersOf({ ...rest, partners: numbers }));
    expect(page.replace(/\s+/g, " ")).toContain(
      "within 183 days, an age of 18 and a complete profile",
    );
    expect(eligibility.map((one) => Object.values(one))).toEqual([
      ["published-within-days", 183],
      ["age-years", 18],
      ["profile-complete"],
    ]);
  });
});

function numbersOf(part: object, path = ""): Record<string, number> {
  const entries = Object.entries(part).flatMap(([key, value]) => {
    if (typeof value === "number") return [[`${path}${key}`, value] as const];
    return typeof value === "object" ? Object.entries(numbersOf(value, `${path}${key}.`)) : [];
  });
  return Object.fromEntries(entries);
}
