import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IdPlaces } from "./id-places.ts";

describe("places of ids", () => {
  it("are those in which the ids came, each once, whatever they are", () => {
    const anyId = fc.oneof(
      fc.integer(),
      fc.nat(50),
      fc.constantFrom(-1, 0, 2 ** 31 - 1, -(2 ** 31)),
    );
    fc.assert(
      fc.property(fc.array(anyId), fc.array(anyId), (ids, others) => {
        const places = new IdPlaces(0);
        const known = new Map<number, number>();
        for (const id of ids) {
          expect(places.placeOf(id)).toBe(known.get(id) ?? -1);
          expect(places.add(id)).toBe(!known.has(id));
          if (!known.has(id)) known.set(id, known.size);
        }
        for (const id of [...ids, ...others]) expect(places.placeOf(id)).toBe(known.get(id) ?? -1);
      }),
    );
  });

  it("hold more than 65,536, and take unsigned ids for the same 32 bits", () => {
    const places = new IdPlaces(10);
    const ids = Array.from({ length: 200_000 }, (_, n) => (n * 65_536 + n) % 2 ** 32);
    expect(ids.every((id) => places.add(id))).toBe(true);
    expect(ids.every((id, place) => places.placeOf(id) === place)).toBe(true);
    expect(places.placeOf(ids[199_999]! | 0)).toBe(199_999);
  });
});
