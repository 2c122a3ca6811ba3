import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Recent } from "./recent.ts";

describe("what was asked for lately", () => {
  it("is there, however much else came before", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30)), fc.integer({ min: 1, max: 8 }), (keys, max) => {
        const recent = new Recent<number, number>(max);
        for (const [index, key] of keys.entries()) {
          if (recent.get(key) === undefined) recent.set(key, index);
          const last = [...new Set(keys.slice(0, index + 1).reverse())].slice(0, max);
          // Looked at from the latest on, so that looking changes nothing that is still asked for.
          for (const known of last.reverse()) expect(recent.get(known)).toBeDefined();
        }
      }),
    );
  });

  it("is all that is kept", () => {
    const recent = new Recent<number, string>(10);
    for (let key = 0; key < 1000; key++) recent.set(key, "x");
    const kept = Array.from({ length: 1000 }, (_, key) => key).filter((key) => recent.get(key));
    expect(kept.length).toBeLessThanOrEqual(20);
  });

  it("is gone when it was deleted", () => {
    const recent = new Recent<string, number>(1);
    recent.set("a", 1);
    recent.set("b", 2);
    recent.delete("a");
    recent.delete("b");
    expect([recent.get("a"), recent.get("b")]).toEqual([undefined, undefined]);
  });
});
