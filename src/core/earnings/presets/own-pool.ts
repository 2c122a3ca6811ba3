/** Dividing recorded rows by a policy of ours: the same splitter as the close, fed from rows. */
import { sum } from "../../money.ts";
import { Catalogue } from "../catalogue.ts";
import { Evidence, type Rows } from "../evidence.ts";
import { Lines } from "../lines.ts";
import type { Policy } from "../policy.ts";
import { Splitter } from "../split.ts";
import type { Outcome, Share } from "./outcome.ts";
import type {
  RecordedDay,
  RecordedFollow,
  RecordedHold,
  RecordedMember,
  RecordedMonth,
} from "./recorded-month.ts";
import { STEP_MEMBERS, type Steps } from "./steps.ts";

/** Members by members, as a close goes through its ranges. */
export function* ownPoolSteps(policy: Policy, month: RecordedMonth): Steps<Outcome> {
  const catalogue = catalogueOf(month);
  const splitter = new Splitter(policy, catalogue);
  const evidence = new Evidence(month.month);
  const lines = new Lines();
  const did = new Deeds(month);
  const shares: Share[] = [];
  let unclaimedMicros = 0n;
  for (let from = 0; from < month.members.length; from += STEP_MEMBERS) {
    yield from / month.members.length;
    evidence.clear();
    lines.clear();
    for (const one of month.members.slice(from, from + STEP_MEMBERS)) {
      addMember(evidence, catalogue, did, one);
    }
    splitter.split(evidence, lines);
    addShares(shares, lines);
    unclaimedMicros += sum(lines.unclaimed.micros.subarray(0, lines.unclaimed.count));
  }
  return { shares, onTop: [], unclaimedMicros };
}

function catalogueOf({ stories }: RecordedMonth): Catalogue {
  return new Catalogue(
    stories.map(({ story }) => story),
    stories.map(({ author }) => author),
    stories.map(({ expectedSeconds }) => expectedSeconds),
  );
}

/** What each member did, by member. */
class Deeds {
  readonly days: ReadonlyMap<number, RecordedDay[]>;
  readonly follows: ReadonlyMap<number, RecordedFollow[]>;
  readonly holds: ReadonlyMap<number, RecordedHold[]>;

  constructor({ days, follows, holds }: RecordedMonth) {
    this.days = Map.groupBy(days, ({ member }) => member);
    this.follows = Map.groupBy(follows, ({ member }) => member);
    this.holds = Map.groupBy(holds, ({ member }) => member);
  }
}

function addMember(
  evidence: Evidence,
  catalogue: Catalogue,
  did: Deeds,
  { member, poolMicros }: RecordedMember,
): void {
  const { pools, follows, holds } = evidence;
  pools.add(member, poolMicros);
  const days = did.days.get(member) ?? [];
  addDays(
    evidence,
    catalogue,
    days.filter(({ daysBeforeJoining }) => daysBeforeJoining === 0),
  );
  for (const { author, atMs, firstEver, class: kind } of did.follows.get(member) ?? []) {
    const place = catalogue.authorPlace(author);
    if (place < 0) continue;
    follows.add(member, place);
    follows.put(atMs, kind, firstEver);
  }
  for (const { author, bps } of did.holds.get(member) ?? []) {
    const place = catalogue.authorPlace(author);
    if (place < 0) continue;
    holds.add(member, place);
    holds.put(bps);
  }
}

function addDays(evidence: Evidence, catalogue: Catalogue, days: readonly RecordedDay[]): void {
  const { readings, views, claps, highlights, responses } = evidence;
  for (const row of days) {
    const place = catalogue.storyPlace(row.story);
    if (row.seconds > 0) {
      readings.add(row.member, place);
      readings.put(row.day, row.seconds, row.boostedSeconds, row.firstAtMs);
    }
    if (row.opened) {
      views.add(row.member, place);
      views.put(row.day);
    }
  }
  const add = (rows: Rows, count: (row: RecordedDay) => number, put?: (total: number) => void) => {
    for (const [story, own] of Map.groupBy(days.filter(count), ({ story }) => story)) {
      rows.add(own[0]?.member ?? 0, catalogue.storyPlace(story));
      put?.(own.reduce((total, row) => total + count(row), 0));
    }
  };
  // One row a month for a story, however many days it was done on.
  add(
    claps,
    (row) => row.claps,
    (total) => claps.put(total),
  );
  add(highlights, (row) => row.highlights);
  add(responses, (row) => row.responses);
}

function addShares(shares: Share[], lines: Lines): void {
  for (let line = 0; line < lines.count; line++) {
    shares.push({
      member: lines.member[line] ?? 0,
      author: lines.author[line] ?? 0,
      story: lines.story[line] ?? 0,
      micros: lines.amounts.micros[line] ?? 0n,
      heldMicros: lines.escrows.micros[line] ?? 0n,
    });
  }
}
