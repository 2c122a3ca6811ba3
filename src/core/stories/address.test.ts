/** Slugs, keys and addresses of stories. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressOf, KEY_ALPHABET, keyFrom, keyOfAddress, slugOf } from "./address.ts";

/** Any characters, halves of pairs too. */
const anyText = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0x2fff), fc.nat(0x10ffff)), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points));

describe("a slug", () => {
  it.each([
    ["Café Déjà-vu, part 2", "cafe-deja-vu-part-2"],
    ["Don’t look", "dont-look"],
    ["  —  Hello —  ", "hello"],
    ["İstanbul", "istanbul"],
    ["東京の夜", "東京の夜"],
    ["हिन्दी में", "हिन्दी-में"],
    ["C'est l'été", "cest-lete"],
    ["🎉🎉", "story"],
    ["", "story"],
    ["a/b\\c<d>\"e'%2F..", "a-b-c-d-e-2f"],
  ])("of %j is %j", (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });

  it("is at most 80 characters and ends with a whole word where it can", () => {
    expect(slugOf("word ".repeat(40))).toBe(Array(16).fill("word").join("-"));
    expect(slugOf("x".repeat(200))).toHaveLength(80);
  });

  it("never holds what would change a path", () => {
    fc.assert(
      fc.property(anyText, (title) => {
        const slug = slugOf(title);
        expect(slug).toMatch(/^[\p{L}\p{N}\p{M}]+(-[\p{L}\p{N}\p{M}]+)*$/u);
        expect(Array.from(slug).length).toBeLessThanOrEqual(80);
        expect(slug.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("a key", () => {
  it("has ten signs that are not mistaken for others", () => {
    expect(KEY_ALPHABET).toHaveLength(32);
    expect(KEY_ALPHABET).not.toMatch(/[ilou]/);
    expect(keyFrom(Uint8Array.of(0, 31, 32, 255, 1, 2, 3, 4, 5, 6))).toBe("0z0z123456");
  });

  it("is not made of too little chance", () => {
    expect(() => keyFrom(new Uint8Array(9))).toThrow("random byte");
  });

  it("is found at the end of an address, whatever the slug", () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ minLength: 10 }), (title, bytes) => {
        const key = keyFrom(bytes);
        expect(keyOfAddress(addressOf(slugOf(title), key))).toBe(key);
      }),
    );
  });

  it.each([
    ["7k2m9qh4xd", "7k2m9qh4xd"],
    ["on-7k2m9qh4xd", "7k2m9qh4xd"],
    ["7K2M9QH4XD", null],
    ["on-walking", null],
    ["x7k2m9qh4xd", null],
    ["", null],
  ])("in %j is %j", (address, key) => {
    expect(keyOfAddress(address)).toBe(key);
  });
});
