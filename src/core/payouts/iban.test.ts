import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBic, ruleIban, spacedIban } from "./iban.ts";

// Examples of the IBAN registry.
const KNOWN = [
  ..."BE68539007547034 CH9300762011623852957 DE89370400440532013000 FR1420041010050500013M02606".split(
    " ",
  ),
  ..."GB29NWBK60161331926819 HU42117730161111101800000000 MT84MALT011000012345MTLCAST001S".split(
    " ",
  ),
  ..."NO9386011117947 PL61109010140000071219812874 SE4550000000058398257466".split(" "),
];

describe("an IBAN", () => {
  it.each(KNOWN)("of the registry is right: %s", (iban) => {
    expect(ruleIban(iban)).toEqual({ ok: true, value: iban });
    expect(ruleIban(spacedIban(iban).toLowerCase())).toEqual({ ok: true, value: iban });
  });

  it("with one digit wrong, or two that changed places, is not", () => {
    const anyKnown = fc.constantFrom(...KNOWN);
    fc.assert(
      fc.property(anyKnown, fc.nat(30), fc.integer({ min: 1, max: 9 }), (iban, at, by) => {
        const place = 4 + (at % (iban.length - 4));
        const digit = iban[place]!;
        if (!/\d/.test(digit)) return;
        const other = String((Number(digit) + by) % 10);
        const wrong = iban.slice(0, place) + other + iban.slice(place + 1);
        expect(ruleIban(wrong)).toMatchObject({ ok: false, refusal: "wrong-check-digits" });
      }),
    );
    expect(ruleIban("DE89370400440532010300").ok).toBe(false);
  });
});

describe("a BIC", () => {
  it.each([
    ["COBADEFF", true],
    ["COBADEFFXXX", true],
    ["COBADEFFXX", false],
    ["cobadeff", false],
    ["", false],
  ])("%j: %s", (bic, is) => {
    expect(isBic(bic)).toBe(is);
  });
});
