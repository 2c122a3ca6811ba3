/** Figures and channels of cases in words. */
import type { DecisionKind } from "../../core/integrity/cases/decision.ts";
import type { Channel } from "../../core/integrity/channels.ts";
import { DAY_MS } from "../../core/time.ts";
import { duration } from "../../web/parts/day.tsx";

interface ChannelWords {
  /** What it is about, as a heading. */
  name: string;
  /** What its value counts. */
  counts: string;
  /** Inside a sentence: "stands out by …". */
  by: string;
}

export const CHANNEL_WORDS: Record<Channel, ChannelWords> = {
  "follow-trading": {
    name: "Follows that were traded",
    counts: "follows, each as far as it looks traded",
    by: "follows that were traded",
  },
  "unread-engagement": {
    name: "Applause without reading",
    counts: "claps and responses to what was not read",
    by: "applause without reading",
  },
  "mechanical-reading": {
    name: "Reading like clockwork",
    counts: "how even the reading is, and for how few",
    by: "reading like clockwork",
  },
  group: {
    name: "A group that keeps to itself",
    counts: "unread ties within a group, for each account",
    by: "a group of unread ties",
  },
  circulation: {
    name: "Attention that goes round",
    counts: "attention that comes back the way it went",
    by: "attention that goes round",
  },
  text: {
    name: "Texts that fit anywhere",
    counts: "offers and the same words under many stories",
    by: "texts that fit anywhere",
  },
  burst: {
    name: "Much at once",
    counts: "acts within a short time",
    by: "much at once",
  },
  "confirmed-distance": {
    name: "Near confirmed cases",
    counts: "ties with accounts that were found to trade",
    by: "ties with confirmed cases",
  },
};

export const DECISION_WORDS: Record<DecisionKind, { choose: string; hint: string; done: string }> =
  {
    dismiss: {
      choose: "Dismiss: they are honest",
      hint: "What waits in escrow goes to its authors. The like is looked at again only when it is twenty times as rare.",
      done: "Dismissed",
    },
    nudge: {
      choose: "Write to them",
      hint: "A letter that says what does not count, and nothing else.",
      done: "Nudged",
    },
    "discount-ties": {
      choose: "Do not count these ties",
      hint: "What these accounts do for one another does not count for followers, bonuses, rank and shares.",
      done: "Ties discounted",
    },
    escrow: {
      choose: "Let their shares wait",
      hint: "All their shares are set aside for 90 days at most.",
      done: "In escrow",
    },
    leave: {
      choose: "Out of the Partner Program",
      hint: "Their stories stay. Two persons must agree.",
      done: "Out of the programme",
    },
  };

const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
export const count = (value: number): string => COUNT.format(value);

export const plural = (value: number, one: string, many: string): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Nobody has so many accounts to compare with that they could say more. */
const ACCOUNTS_MAX = 1_000_000;

/** "1 in 8,100": of so many honest accounts one comes this far. Two figures are all that is known. */
export function oneIn(surprise: number): string {
  const accounts = Math.exp(surprise);
  if (accounts >= ACCOUNTS_MAX) return "less than 1 in a million";
  return `1 in ${count(Math.max(1, accounts < 100 ? accounts : twoFigures(accounts)))}`;
}

/** 1,234 is 1,200, and 1.47 is 1.5. */
function twoFigures(value: number): number {
  const tenths = Math.floor(Math.log10(Math.max(1, value))) - 1;
  return tenths < 0 ? Math.round(value * 10) / 10 : Math.round(value / 10 ** tenths) * 10 ** tenths;
}

export function percent(part: number, of: number): string {
  return of === 0 ? "–" : `${Math.round((part / of) * 100)} %`;
}

/** Days as somebody would say them: 0.02 is "29 min", 2.5 is "2 days". */
export function lasting(days: number): string {
  if (days < 1 / 12) return duration(Math.max(60, Math.round(days * 1440) * 60));
  if (days < 2) return plural(Math.round(days * 24), "hour", "hours");
  if (days < 60) return plural(Math.floor(days), "day", "days");
  if (days < 730) return `${Math.floor(days / 30.44)} months`;
  return `${Math.floor(days / 365.25)} years`;
}

/** Odds are never certainty. */
export const odds = (q: number): string => `${Math.min(99, Math.round(q * 100))} %`;

/** Instants of the evidence are days since 1970. */
export const instantOf = (days: number): Date => new Date(days * DAY_MS);

/** "Wil", "Wil and Zoe", "Wil, Zoe and 4 others". */
export function namesOf(names: readonly string[], all: number): string {
  const [first = "Somebody", second] = names;
  if (all <= 1) return first;
  if (all === 2 && second) return `${first} and ${second}`;
  if (all === 3 && names[2]) return `${first}, ${second} and ${names[2]}`;
  return `${first}, ${second} and ${count(all - 2)} others`;
}
