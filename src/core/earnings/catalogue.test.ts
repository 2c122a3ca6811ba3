import { describe, expect, it } from "vitest";
import { Catalogue } from "./catalogue.ts";

describe("a catalogue", () => {
  it("puts stories in order of author and story, also beyond 32 bits", () => {
    const large = 2 ** 33 + 1;
    const catalogue = new Catalogue([9, 4, large, 2], [7, 7, 3, large], [10, 20, 30, 40]);
    expect([...catalogue.storyIds]).toEqual([large, 4, 9, 2]);
    expect([...catalogue.expectedSeconds]).toEqual([30, 20, 10, 40]);
    expect([...catalogue.authorIds]).toEqual([3, 7, large]);
    expect([...catalogue.authorPlaces]).toEqual([0, 1, 1, 2]);
    expect([large, 4, 9, 2].map((id) => catalogue.storyPlace(id))).toEqual([0, 1, 2, 3]);
    expect([3, 7, large].map((id) => catalogue.authorPlace(id))).toEqual([0, 1, 2]);
  });

  it("has no place for what it does not hold", () => {
    const catalogue = new Catalogue([9], [7], [10]);
    expect([7, 0, -1, 2 ** 32 + 9].map((id) => catalogue.storyPlace(id))).toEqual([-1, -1, -1, -1]);
    expect(catalogue.authorPlace(9)).toBe(-1);
    expect(new Catalogue([], [], []).storyPlace(1)).toBe(-1);
  });

  it("finds each of many, spread however they may be", () => {
    for (const step of [1, 64, 2 ** 20, 2 ** 32, 1_000_003]) {
      const ids = Array.from({ length: 2000 }, (_, index) => 1 + index * step);
      const catalogue = new Catalogue(
        ids,
        ids.map(() => 1),
        ids.map(() => 60),
      );
      expect(ids.map((id) => catalogue.storyPlace(id))).toEqual(ids.map((_, index) => index));
    }
  });

  it("refuses a story that stands twice, and ids and times that are not whole", () => {
    expect(() => new Catalogue([9, 9], [7, 8], [10, 10])).toThrow("once");
    expect(() => new Catalogue([0], [7], [10])).toThrow("above zero");
    expect(() => new Catalogue([1.5], [7], [10])).toThrow("whole numbers");
    expect(() => new Catalogue([1], [7], [2 ** 31])).toThrow("fewer than 2^31");
    expect(() => new Catalogue([1], [7], [-1])).toThrow("fewer than 2^31");
    expect(() => new Catalogue([1], [7, 8], [1])).toThrow("every story has an author");
  });
});
