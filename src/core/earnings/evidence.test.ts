import { describe, expect, it } from "vitest";
import { communityOf } from "./any-month.test-support.ts";
import { Evidence } from "./evidence.ts";
import { Lines } from "./lines.ts";
import { monthOf, split } from "./notation.test-support.ts";
import { addMonth, catalogueOf, emptyMonth, OCTOBER, splitOf } from "./plain-month.test-support.ts";
import { EARNEST_1 } from "./policy.ts";
import { referenceSplit } from "./reference.test-support.ts";
import { Splitter } from "./split.ts";

describe("a split of many", () => {
  it("is the naive one when columns grow, with thousands of members and with thousands of rows", () => {
    const { stories, months } = communityOf(7, 10, 6);
    const many = Array.from({ length: 3000 }, (_, index) => ({
      ...months[index % months.length]!,
      member: 1000 + index,
    }));
    expect(splitOf(stories, many)).toEqual(referenceSplit(stories, many));
    for (const large of [communityOf(3, 150, 6), communityOf(3, 900, 6)]) {
      expect(large.stories.length).toBeGreaterThan(50);
      const apart = large.stories.map((story, index) => ({ ...story, author: 50 + index }));
      for (const stories of [large.stories, apart]) {
        expect(splitOf(stories, large.months)).toEqual(referenceSplit(stories, large.months));
      }
    }
  });
});

describe("evidence that cannot be", () => {
  const kettle = "pool 100 · kettle by wil 600s";

  it("is a fault: a story twice on a day", () => {
    expect(() => split(`${kettle} · 3 kettle 60 · 3 kettle 60`)).toThrow(
      "one row of reading a day",
    );
    expect(() => split(`${kettle} · 3 kettle 60 · view 3 kettle · view 3 kettle`)).toThrow(
      "one row of views a day",
    );
  });

  it("is a fault: a day no month has, more boosted seconds than seconds, a hold of more than all", () => {
    expect(() => split(`${kettle} · 32 kettle 60`)).toThrow("1 to 31");
    expect(() => split(`${kettle} · view 0 kettle`)).toThrow("1 to 31");
    expect(() => split(`${kettle} · 3 kettle 60 boosted 61`)).toThrow("boosted seconds");
    expect(() => split(`${kettle} · hold wil 10001`)).toThrow("a part of the whole");
  });

  it("is a fault: members out of order, twice, or with a negative pool", () => {
    const months = (...ids: number[]) => ids.map((id) => emptyMonth(id, 100n));
    expect(() => splitOf([], months(2, 1))).toThrow("in order of id");
    expect(() => splitOf([], months(2, 2))).toThrow("in order of id");
    expect(() => splitOf([], [emptyMonth(1, -1n)])).toThrow("not negative");
    expect(() => splitOf([], [emptyMonth(1, 2n ** 63n)])).toThrow("below 2^63");
  });

  it("is a fault: rows that would be passed over", () => {
    const { stories, month } = monthOf(`${kettle} · 3 kettle 60`);
    const catalogue = catalogueOf(stories);
    const late = new Evidence(OCTOBER);
    addMonth(late, catalogue, { ...month, member: 5 });
    late.pools.add(7, 100n);
    late.readings.add(6, 0);
    late.readings.put(1, 60, 0, 0);
    late.readings.add(4, 0);
    late.readings.put(1, 60, 0, 0);
    const splitter = new Splitter(EARNEST_1, catalogue);
    expect(() => splitter.split(late, new Lines())).toThrow("ascending order of member");
    late.pools.count = 1;
    expect(() => splitter.split(late, new Lines())).toThrow("ascending order of member");
  });

  it("is passed over: rows of someone without a pool", () => {
    const { stories, month } = monthOf(`${kettle} · 3 kettle 60`);
    const others = [3, 5, 9].map((member) => ({ ...month, member }));
    const catalogue = catalogueOf(stories);
    const evidence = new Evidence(OCTOBER);
    for (const other of others) addMonth(evidence, catalogue, other);
    evidence.pools.clear();
    evidence.pools.add(5, 100n);
    const lines = new Lines();
    new Splitter(EARNEST_1, catalogue).split(evidence, lines);
    expect([lines.count, lines.member[0], lines.amounts.micros[0]]).toEqual([1, 5, 100n]);
  });
});
