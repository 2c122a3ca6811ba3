/**
 * Where partners can be paid, as data in dated versions (docs/policy/payouts.md §4): for each country
 * how the payment provider serves it, its currency, and the least that its banks take. Money is in
 * micros of the country's own currency.
 */
import { minorMicros } from "../currency.ts";
import { type Micros, UNIT_MICROS } from "../money.ts";
import { allow, type Ruling, refuse } from "../ruling.ts";

/**
 * How the provider pays a country. `self-serve`: between any two of these, without an agreement.
 * `same-region`: only by a site of the same region. `negotiated`: after the provider has enabled the
 * site for it. `unconfirmed`: its own sources disagree.
 */
export type Tier = "self-serve" | "same-region" | "negotiated" | "unconfirmed";

export interface PayoutCountry {
  /** ISO 3166-1, two letters. */
  country: string;
  tier: Tier;
  /** What its banks are paid in, ISO 4217. */
  currency: string;
  /** The least that is paid out there. */
  minimumMicros: Micros;
  /** Every amount paid out is a whole number of these. */
  multipleMicros: Micros;
}

export interface CountryData {
  version: string;
  /** Where it was read, and on which day. */
  sources: readonly string[];
  readOn: string;
  countries: readonly PayoutCountry[];
}

/** Two currencies have a hundredth when they are charged, and none when they are paid out. */
const PAID_IN_WHOLE_UNITS = ["HUF", "TWD"];

/** The smallest amount of a currency that can be paid out. */
export function multipleOf(currency: string): Micros {
  return PAID_IN_WHOLE_UNITS.includes(currency) ? UNIT_MICROS : minorMicros(currency);
}

/** "HU HUF" for one unit of the currency at the least, "AL ALL 3000" for more. */
function countries(tier: Tier, text: string): PayoutCountry[] {
  return text
    .split(",")
    .map((row) => row.trim().split(" "))
    .map(([country = "", currency = "", minimum = "1"]) => ({
      country,
      tier,
      currency,
      minimumMicros: BigInt(minimum) * UNIT_MICROS,
      multipleMicros: multipleOf(currency),
    }));
}

export const PAYOUT_COUNTRIES: CountryData = {
  version: "2026-11",
  sources: [
    "https://docs.stripe.com/connect/cross-border-payouts",
    "https://docs.stripe.com/connect/cross-border-payouts/special-requirements",
    "https://docs.stripe.com/currencies#special-cases",
  ],
  readOn: "2026-11-21",
  countries: [
    ...countries(
      "self-serve",
      `AT EUR, BE EUR, BG EUR, CA CAD 0, CH CHF, CY EUR, CZ CZK, DE EUR, DK DKK, EE EUR, ES EUR, FI EUR,
       FR EUR, GB GBP, GR EUR, HR EUR, HU HUF, IE EUR, IT EUR, LI CHF, LT EUR, LU EUR, LV EUR, MT EUR,
       NL EUR, NO NOK, PL PLN, PT EUR, RO RON, SE SEK, SI EUR, SK EUR, US USD`,
    ),
    ...countries(
      "same-region",
      "AE AED, AU AUD 0, BR BRL, GI GBP, HK HKD, JP JPY, MX MXN 10, NZ NZD, SG SGD, TH THB",
    ),
    ...countries(
      "negotiated",
      `AL ALL 3000, AM AMD 12100, AO AOA 23000, AR ARS 4600, AZ AZN 50, BA BAM 50, BD BDT 20,
       BO BOB 200, BT BTN 2500, CL CLP 23000, CO COP 140000, CR CRC, EG EGP, GH GHS, ID IDR, IL ILS,
       IN INR, KE KES, KH KHR 123000, KR KRW 40000, MA MAD, MY MYR, NG NGN, PE PEN, PH PHP 20, PK PKR,
       RS RSD, RW RWF, SN XOF, SV USD 30, TR TRY, TW TWD 800, TZ TZS, UY UYU, VN VND, ZA ZAR`,
    ),
    ...countries("unconfirmed", "IS ISK"),
  ],
};

export type RailName = "test-bank" | "stripe" | "bank-file";

export type CountryRefusal = "unknown-country" | "same-region" | "negotiated" | "unconfirmed";

/** The country's row, or why this rail cannot pay there. The earnings of who lives there wait. */
export function ruleCountry(
  rail: RailName,
  country: string,
  data: CountryData = PAYOUT_COUNTRIES,
): Ruling<PayoutCountry, CountryRefusal> {
  const row = data.countries.find((one) => one.country === country);
  if (!row) return refuse("unknown-country");
  // The house's own test bank and an order to the house's bank ask nothing of the provider.
  if (rail !== "stripe" || row.tier === "self-serve") return allow(row);
  return refuse(row.tier);
}
