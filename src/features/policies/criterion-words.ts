/** What a version asks of an author before they are a partner, in words. */
import type { Criterion } from "../../core/earnings/policy.ts";

export function criterionWords(asked: Criterion): string {
  switch (asked.criterion) {
    case "published-within-days":
      return `a story published within the last ${asked.days} days`;
    case "stories-min":
      return `${asked.stories} published ${asked.stories === 1 ? "story" : "stories"} or more`;
    case "earned-followers-min":
      return `${asked.followers} followers or more who have read the author`;
    case "account-age-days":
      return `an account for ${asked.days} days`;
    case "age-years":
      return `${asked.years} years of age`;
    case "country-in":
      return `a country out of ${asked.countries.length}: ${asked.countries.join(", ")}`;
    case "member":
      return "a membership of one’s own";
    case "profile-complete":
      return "a complete profile";
  }
}
