/**
 * The checklist of the Partner Program: each criterion of the policy held against what an author has
 * (docs/policy/partners.md §1). It is live: the same before applying, on applying, and in review.
 */
import type { Criterion } from "../earnings/policy.ts";
import { DAY_MS, type Day, dayOf } from "../time.ts";

/** What an author has, as far as criteria ask. */
export interface Standing {
  joinedAt: Date;
  /** The newest of their published stories. */
  lastPublishedAt: Date | null;
  publishedStories: number;
  /** Followers who have read them. */
  earnedFollowers: number;
  isMember: boolean;
  /** A name, a bio and a picture. */
  hasBio: boolean;
  hasPicture: boolean;
}

/** What only the application says. */
export interface Declared {
  country: string;
  bornOn: Day;
}

export interface ChecklistItem {
  criterion: Criterion["criterion"];
  /** What the policy asks, in the criterion's own unit. */
  asked: string;
  /** What there is, in the same unit. */
  has: string;
  /** Null when only the application can say. */
  met: boolean | null;
}

/** One item for each criterion, in the policy's order. */
export function checklist(
  criteria: readonly Criterion[],
  standing: Standing,
  declared: Declared | null,
  now: Date,
): ChecklistItem[] {
  return criteria.map((criterion) => itemOf(criterion, standing, declared, now));
}

function itemOf(
  criterion: Criterion,
  standing: Standing,
  declared: Declared | null,
  now: Date,
): ChecklistItem {
  const item = (asked: string | number, has: string | number, met: boolean | null) => ({
    criterion: criterion.criterion,
    asked: String(asked),
    has: String(has),
    met,
  });
  switch (criterion.criterion) {
    case "published-within-days": {
      const days = daysSince(standing.lastPublishedAt, now);
      return item(criterion.days, days ?? "never", days !== null && days <= criterion.days);
    }
    case "stories-min": {
      const { publishedStories } = standing;
      return item(criterion.stories, publishedStories, publishedStories >= criterion.stories);
    }
    case "earned-followers-min": {
      const { earnedFollowers } = standing;
      return item(criterion.followers, earnedFollowers, earnedFollowers >= criterion.followers);
    }
    case "account-age-days": {
      const days = daysSince(standing.joinedAt, now)!;
      return item(criterion.days, days, days >= criterion.days);
    }
    case "age-years": {
      if (!declared) return item(criterion.years, "", null);
      const years = yearsOn(declared.bornOn, dayOf(now));
      return item(criterion.years, years, years >= criterion.years);
    }
    case "country-in": {
      const asked = criterion.countries.join(" ");
      if (!declared) return item(asked, "", null);
      return item(asked, declared.country, criterion.countries.includes(declared.country));
    }
    case "member":
      return item("member", standing.isMember ? "member" : "not a member", standing.isMember);
    case "profile-complete": {
      const missing = [!standing.hasBio && "bio", !standing.hasPicture && "picture"].filter(
        Boolean,
      );
      return item("name, bio, picture", missing.join(", "), missing.length === 0);
    }
  }
}

function daysSince(at: Date | null, now: Date): number | null {
  return at && Math.floor((now.getTime() - at.getTime()) / DAY_MS);
}

/** Full years from a day of birth: "2008-11-20" is 17 on "2026-11-19" and 18 a day later. */
export function yearsOn(bornOn: Day, today: Day): number {
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return today.slice(5) >= bornOn.slice(5) ? years : years - 1;
}
