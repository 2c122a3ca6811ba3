/** Who could be a partner under earlier gates, as criteria that a version of ours can take over. */
import type { Criterion } from "../policy.ts";

/** Countries one could be paid in from August 2023 on: 33, and nine more. */
const COUNTRIES_2023 = [
  ...["AE", "AT", "AU", "BE", "BG", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI"],
  ...["FR", "GB", "GI", "GR", "HK", "HR", "HU", "IE", "IT", "JP", "LI", "LT", "LU", "LV"],
  ...["MT", "MX", "MY", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SI", "SK", "US"],
];

export interface EligibilityPreset {
  readonly name: "eligibility-2022" | "eligibility-2023";
  readonly says: string;
  readonly eligibility: readonly Criterion[];
}

export const ELIGIBILITY_PRESETS: readonly EligibilityPreset[] = [
  {
    name: "eligibility-2022",
    says: "100 followers who have read the author, a story, one within six months",
    eligibility: [
      { criterion: "earned-followers-min", followers: 100 },
      { criterion: "stories-min", stories: 1 },
      { criterion: "published-within-days", days: 183 },
    ],
  },
  {
    name: "eligibility-2023",
    says: "a member, a story within six months, a country one can be paid in, 18 years",
    eligibility: [
      { criterion: "member" },
      { criterion: "published-within-days", days: 183 },
      { criterion: "country-in", countries: COUNTRIES_2023 },
      { criterion: "age-years", years: 18 },
    ],
  },
];
