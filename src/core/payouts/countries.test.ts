import { describe, expect, it } from "vitest";
import { multipleOf, PAYOUT_COUNTRIES, ruleCountry } from "./countries.ts";

const { countries } = PAYOUT_COUNTRIES;
const row = (country: string) => countries.find((one) => one.country === country);

describe("the countries of payouts", () => {
  it("say where and when they were read", () => {
    expect(PAYOUT_COUNTRIES.version).toMatch(/^\d{4}-\d{2}$/);
    expect(PAYOUT_COUNTRIES.readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(PAYOUT_COUNTRIES.sources.every((url) => url.startsWith("https://"))).toBe(true);
  });

  it("are there once each, with a currency, a minimum it can pay, and a multiple", () => {
    expect(new Set(countries.map(({ country }) => country)).size).toBe(countries.length);
    for (const { country, currency, minimumMicros, multipleMicros } of countries) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(currency).toMatch(/^[A-Z]{3}$/);
      expect([country, minimumMicros % multipleMicros]).toEqual([country, 0n]);
    }
  });

  it("have the provider’s own region in the tier that asks for no agreement", () => {
    const selfServe = countries.filter(({ tier }) => tier === "self-serve");
    // The US, the UK, Canada, Switzerland, and the EEA of thirty without Iceland.
    expect(selfServe).toHaveLength(33);
  });

  it.each([
    ["HU", "HUF", 1_000_000n],
    ["TW", "TWD", 1_000_000n],
    ["JP", "JPY", 1_000_000n],
    ["NL", "EUR", 10_000n],
    ["US", "USD", 10_000n],
  ])("%s is paid in %s, in whole multiples of %s micros", (country, currency, multiple) => {
    expect(row(country)).toMatchObject({ currency, multipleMicros: multiple });
    expect(multipleOf(currency)).toBe(multiple);
  });

  it.each([
    ["stripe", "NL", "NL"],
    ["stripe", "JP", "same-region"],
    ["stripe", "KR", "negotiated"],
    ["stripe", "IS", "unconfirmed"],
    ["stripe", "XX", "unknown-country"],
    ["bank-file", "KR", "KR"],
    ["test-bank", "IS", "IS"],
    ["test-bank", "XX", "unknown-country"],
  ] as const)("by %s, %s is %s", (rail, country, said) => {
    const ruling = ruleCountry(rail, country);
    expect(ruling.ok ? ruling.value.country : ruling.refusal).toBe(said);
  });
});
