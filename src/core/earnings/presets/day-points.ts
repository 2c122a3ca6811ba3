/**
 * Dividing a month as from 2023 on: one pool a day, over all members' points of that day.
 *
 * Points are `(signals, + follower, + Boost) × the story's ratio that day`. They are whole numbers in
 * thousandths times two parts of 10 000, so nothing is rounded before money is. Because everybody's
 * points meet in one pool, whoever makes more points moves more than they paid: what the cap of October
 * 2023 was for, and why our own rule divides each member's pool by itself.
 */
import { sum } from "../../money.ts";
import { apportion } from "../apportion.ts";
import { capped } from "./capped.ts";
import type { PointsRule } from "./era-rules.ts";
import type { Extra, Outcome, Share } from "./outcome.ts";
import { type Pointed, pointSteps } from "./points.ts";
import { dayCountOf, type Entry, type RecordedMonth } from "./recorded-month.ts";
import { type Steps, within } from "./steps.ts";

export function* dayPointsSteps(rule: PointsRule, month: RecordedMonth): Steps<Outcome> {
  const poolMicros = sum(month.members.map((member) => member.poolMicros));
  const conversions = conversionShares(rule, month, poolMicros);
  const left = poolMicros - sum(conversions.map(({ micros }) => micros));
  const pointed = yield* within(0, 0.5, pointSteps(rule, month));
  const days = new Days(rule, month, pointed);
  const count = dayCountOf(month);
  for (let day = 1; day <= count; day++) {
    yield 0.5 + day / (2 * count);
    days.divide(day, left);
  }
  const shares = [...conversions, ...days.shares];
  return { shares, onTop: editorExtras(rule, month, shares), unclaimedMicros: days.waitingMicros };
}

/** The days of a month one after the other, with what each member may still move. */
class Days {
  readonly shares: Share[] = [];
  /** Of days on which nobody made points; the next day divides it. */
  waitingMicros = 0n;
  readonly #rule: PointsRule;
  readonly #count: number;
  readonly #byDay: Map<number, Pointed[]>;
  /** Null where there is no cap. */
  readonly #allowed: Map<number, bigint> | null;

  constructor(rule: PointsRule, month: RecordedMonth, pointed: readonly Pointed[]) {
    this.#rule = rule;
    this.#count = dayCountOf(month);
    this.#byDay = Map.groupBy(pointed, ({ day }) => day);
    const { memberCapBps } = rule;
    this.#allowed =
      memberCapBps === null
        ? null
        : new Map(
            month.members.map(({ member, poolMicros }) => [
              member,
              (poolMicros * BigInt(memberCapBps)) / 10_000n,
            ]),
          );
  }

  /** Of `total` for the month, day k has what has come due by k and not before, rounded down. */
  divide(day: number, total: bigint): void {
    const due = (by: number) => (total * BigInt(by)) / BigInt(this.#count);
    const pool = due(day) - due(day - 1) + this.waitingMicros;
    const pointed = this.#byDay.get(day) ?? [];
    const asides = this.#rule.setAside.map(({ poolBps, entries }) => ({
      micros: (pool * BigInt(poolBps)) / 10_000n,
      rows: pointed.filter((row) => came(row, entries)),
    }));
    // What no read from outside claims is divided with the rest.
    const claimed = asides.filter(({ rows }) => rows.length > 0);
    const rest = pool - sum(claimed.map(({ micros }) => micros));
    this.waitingMicros = 0n;
    for (const { micros, rows } of [...claimed, { micros: rest, rows: pointed }]) {
      this.waitingMicros += this.#share(micros, rows);
    }
  }

  /** Over the members by their points, and each one's part over their rows; gives back what is left. */
  #share(pool: bigint, rows: readonly Pointed[]): bigint {
    const members = [...Map.groupBy(rows, ({ member }) => member)];
    const parts = capped(
      pool,
      members.map(([member, own]) => ({
        id: member,
        weight: sum(own.map(({ points }) => points)),
        most: this.#allowed?.get(member) ?? null,
      })),
    );
    members.forEach(([member, own], index) => {
      const micros = parts[index] ?? 0n;
      const before = this.#allowed?.get(member);
      if (before !== undefined) this.#allowed?.set(member, before - micros);
      this.#addRows(micros, own);
    });
    return pool - sum(parts);
  }

  #addRows(micros: bigint, own: readonly Pointed[]): void {
    const ids = own.map(({ story }) => story);
    const weights = own.map(({ points }) => points);
    apportion(micros, weights, ids).forEach((part, index) => {
      const row = own[index];
      if (row === undefined || part === 0n) return;
      const { member, author, story } = row;
      this.shares.push({ member, author, story, micros: part, heldMicros: 0n });
    });
  }
}

function came({ entry }: Pointed, entries: readonly Entry[]): boolean {
  return entries.includes(entry);
}

/** Once for each, as long as the pool lasts. */
function conversionShares(rule: PointsRule, month: RecordedMonth, poolMicros: bigint): Share[] {
  const each = BigInt(rule.conversionMicros);
  if (each === 0n) return [];
  const authors = new Map(month.stories.map(({ story, author }) => [story, author]));
  return month.conversions
    .slice(0, Number(poolMicros / each))
    .map(({ story }) => ({ story, author: authors.get(story) ?? 0 }))
    .filter(({ author }) => author > 0)
    .map((share) => ({ ...share, member: 0, micros: each, heldMicros: 0n }));
}

function editorExtras(
  { editorBps }: PointsRule,
  { stories }: RecordedMonth,
  shares: readonly Share[],
): Extra[] {
  const editors = new Map(stories.map(({ story, editor }) => [story, editor]));
  const earned = new Map<number, bigint>();
  for (const { story, micros } of shares) {
    const editor = editorBps > 0 ? editors.get(story) : null;
    if (editor) earned.set(editor, (earned.get(editor) ?? 0n) + micros);
  }
  return [...earned].map(([author, micros]) => ({
    author,
    what: "editor",
    micros: (micros * BigInt(editorBps)) / 10_000n,
  }));
}
