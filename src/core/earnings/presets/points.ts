/** The points of every read of a month, as the rules from 2023 on count them (`day-points.ts`). */
import { monthEnd, monthStart } from "../../time.ts";
import type { PointsRule } from "./era-rules.ts";
import {
  type Given,
  givenOf,
  READ_SECONDS_MIN,
  type RecordedDay,
  type RecordedFollow,
  type RecordedMonth,
} from "./recorded-month.ts";
import { STEP_MEMBERS, type Steps } from "./steps.ts";

export interface Pointed extends Pick<RecordedDay, "member" | "story" | "day" | "entry"> {
  author: number;
  /** Points in thousandths, times 10 000 twice. */
  points: bigint;
}

export function* pointSteps(rule: PointsRule, month: RecordedMonth): Steps<Pointed[]> {
  const factor = ratioFactors(rule, month);
  const follows = new Follows(month);
  const pointed: Pointed[] = [];
  let members = 0;
  for (const given of givenOf(month).values()) {
    if (members++ % STEP_MEMBERS === 0) yield members / month.members.length;
    const reads = given.filter(
      ({ row }) => row.seconds >= READ_SECONDS_MIN && row.daysBeforeJoining === 0,
    );
    const led = follows.ledTo(reads);
    for (const { row, story } of reads) {
      const signals = signalsMilli(rule, row, led.get(row) ?? 0);
      const bonus = follows.isFollower(row, story.author) ? rule.followerBps : 0;
      const boost = Math.floor((rule.boostBps * row.boostedSeconds) / row.seconds);
      const points = BigInt(signals) * BigInt(10_000 + bonus + boost) * BigInt(factor(row));
      const { member, day, entry } = row;
      pointed.push({ member, author: story.author, story: story.story, day, entry, points });
    }
  }
  return pointed;
}

function signalsMilli({ points }: PointsRule, row: RecordedDay, follows: number): number {
  return (
    points.readMilli +
    Math.floor((points.minuteMilli * row.seconds) / 60) +
    points.clapMilli * row.claps +
    points.highlightMilli * row.highlights +
    points.responseMilli * row.responses +
    points.followMilli * follows
  );
}

/** What a story's ratio on a day makes of its points, in basis points. */
function ratioFactors(rule: PointsRule, month: RecordedMonth): (row: RecordedDay) => number {
  const { neutralBps, leastBps, mostBps } = rule.ratio;
  const crowds = new Map<string, { opened: number; stayed: number }>();
  for (const { story, day, opened, seconds } of month.days) {
    const known = crowds.get(`${story} ${day}`) ?? { opened: 0, stayed: 0 };
    if (opened) known.opened++;
    if (seconds >= READ_SECONDS_MIN) known.stayed++;
    crowds.set(`${story} ${day}`, known);
  }
  for (const crowd of month.crowds) crowds.set(`${crowd.story} ${crowd.day}`, crowd);
  return ({ story, day }) => {
    const { opened, stayed } = crowds.get(`${story} ${day}`) ?? { opened: 0, stayed: 0 };
    const ratioBps =
      opened === 0 ? 10_000 : Math.min(10_000, Math.floor((10_000 * stayed) / opened));
    const factor = Math.floor((10_000 * ratioBps) / neutralBps);
    return Math.min(mostBps, Math.max(leastBps, factor));
  };
}

/** Follows of the month, new and old. */
class Follows {
  readonly #byPair = new Map<string, RecordedFollow>();
  readonly #startMs: number;
  readonly #endMs: number;

  constructor({ month, follows }: RecordedMonth) {
    for (const follow of follows) this.#byPair.set(`${follow.member} ${follow.author}`, follow);
    this.#startMs = monthStart(month).getTime();
    this.#endMs = monthEnd(month).getTime();
  }

  isFollower({ member, firstAtMs }: RecordedDay, author: number): boolean {
    const follow = this.#byPair.get(`${member} ${author}`);
    return follow !== undefined && follow.atMs < firstAtMs;
  }

  /** New follows, each to the author's last read before it, or the first if it came before all. */
  ledTo(reads: readonly Given[]): Map<RecordedDay, number> {
    const led = new Map<RecordedDay, number>();
    for (const [author, own] of Map.groupBy(reads, ({ story }) => story.author)) {
      const rows = own.map(({ row }) => row).sort((a, b) => a.firstAtMs - b.firstAtMs);
      const follow = this.#byPair.get(`${rows[0]?.member} ${author}`);
      if (!follow?.firstEver || follow.atMs < this.#startMs || follow.atMs >= this.#endMs) continue;
      const row = rows.findLast(({ firstAtMs }) => firstAtMs <= follow.atMs) ?? rows[0];
      if (row) led.set(row, 1);
    }
    return led;
  }
}
