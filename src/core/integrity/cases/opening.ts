/**
 * From the findings of a run to cases: which goes into a case that is there, which opens one, which is
 * settled already, and which open cases have faded (docs/policy/integrity.md §9).
 */
import { DAY_MS } from "../../time.ts";
import { CLEARED_MARGIN } from "../consequences.ts";

/** A case goes on when at least this part of the accounts of both is in both (Jaccard). */
export const SAME_FROM = 0.5;
/** Who was told of it has this long to change before it is looked at again. */
export const NUDGE_DAYS = 30;

export interface Finding {
  readonly accounts: readonly number[];
  readonly surprise: number;
}

export interface OpenCase {
  readonly id: number;
  /** Of its latest file. */
  readonly accounts: readonly number[];
}

export interface StandingVerdict {
  readonly accountId: number;
  readonly kind: "cleared" | "nudged" | "discounted" | "escrowed" | "left";
  readonly surprise: number;
  readonly decidedAt: Date;
}

export interface Filing {
  /** Findings by place, each with the case it belongs to. */
  readonly goesOn: readonly { readonly caseId: number; readonly finding: number }[];
  readonly opens: readonly number[];
  readonly settled: readonly number[];
  /** Open cases that no finding is about any more. */
  readonly faded: readonly number[];
}

export function filingOf(
  findings: readonly Finding[],
  open: readonly OpenCase[],
  verdicts: readonly StandingVerdict[],
  at: Date,
): Filing {
  const goesOn = matched(findings, open);
  const known = new Set(goesOn.map(({ finding }) => finding));
  const rest = findings.map((_, place) => place).filter((place) => !known.has(place));
  const byAccount = new Map(verdicts.map((verdict) => [verdict.accountId, verdict]));
  const isSettled = (place: number) => {
    const { accounts, surprise } = findings[place]!;
    return accounts.every((account) => settles(byAccount.get(account), surprise, at));
  };
  const continued = new Set(goesOn.map(({ caseId }) => caseId));
  return {
    goesOn,
    opens: rest.filter((place) => !isSettled(place)),
    settled: rest.filter(isSettled),
    faded: open.filter(({ id }) => !continued.has(id)).map(({ id }) => id),
  };
}

/** Whether a person has said already what is to be said about this account at this surprise. */
function settles(verdict: StandingVerdict | undefined, surprise: number, at: Date): boolean {
  if (!verdict) return false;
  if (verdict.kind === "cleared") return surprise < verdict.surprise + CLEARED_MARGIN;
  if (verdict.kind === "nudged")
    return at.getTime() < verdict.decidedAt.getTime() + NUDGE_DAYS * DAY_MS;
  return true;
}

/** Each finding to at most one case and the other way round, the most alike first. */
function matched(
  findings: readonly Finding[],
  open: readonly OpenCase[],
): { caseId: number; finding: number }[] {
  const places = new Map<number, number[]>();
  for (const [place, { accounts }] of open.entries())
    for (const account of accounts) places.set(account, [...(places.get(account) ?? []), place]);
  const alike = findings.flatMap(({ accounts }, finding) => {
    const near = new Set(accounts.flatMap((account) => places.get(account) ?? []));
    return [...near].map((place) => ({
      caseId: open[place]!.id,
      finding,
      likeness: jaccard(accounts, open[place]!.accounts),
    }));
  });
  alike.sort((a, b) => b.likeness - a.likeness || a.finding - b.finding || a.caseId - b.caseId);
  const taken = { cases: new Set<number>(), findings: new Set<number>() };
  return alike
    .filter(({ caseId, finding, likeness }) => {
      if (likeness < SAME_FROM || taken.cases.has(caseId) || taken.findings.has(finding))
        return false;
      taken.cases.add(caseId);
      taken.findings.add(finding);
      return true;
    })
    .map(({ caseId, finding }) => ({ caseId, finding }));
}

export function jaccard(one: readonly number[], other: readonly number[]): number {
  const both = new Set(one);
  const shared = other.filter((account) => both.has(account)).length;
  return shared === 0 ? 0 : shared / (both.size + new Set(other).size - shared);
}
