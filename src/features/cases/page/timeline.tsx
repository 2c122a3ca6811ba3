/** What each account did, day by day, in a lane of its own: reading upward, follows downward. */
import { scaleSqrt, scaleUtc } from "d3-scale";
import type {
  CaseEvidence,
  LaneDay,
  MemberEvidence,
} from "../../../core/integrity/cases/snapshot.ts";
import { Unfold } from "../../../web/parts/unfold.tsx";
import { count, instantOf, plural } from "../words.ts";

const LANES_FIRST = 8;
const HEIGHT = 56;
/** The line of the lane: reading stands on it, follows hang from it. */
const LINE = 34;
const UP = 28;
const DOWN = 14;
const MONTH = new Intl.DateTimeFormat("en-GB", {
  ...({ month: "short", year: "numeric", timeZone: "UTC" } as const),
});
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

export interface TimelineProps {
  evidence: CaseEvidence;
  nameOf: (id: number) => string;
}

type Across = (day: number) => number;

export function TimelineSection({ evidence, nameOf }: TimelineProps) {
  const lanes = evidence.members.filter(({ days }) => days.length > 0);
  if (lanes.length === 0) return null;
  const first = lanes.reduce(
    (least, { days }) => Math.min(least, days[0]!.day),
    Number.POSITIVE_INFINITY,
  );
  const [from, to] = [first - 1, Math.max(evidence.until, first + 14)];
  const scale = scaleUtc([instantOf(from), instantOf(to)], [0, 100]);
  const x: Across = (day) => scale(instantOf(day));
  const ticks = ticksOf(from, to);
  const draw = (members: readonly MemberEvidence[]) =>
    members.map((member) => (
      <Lane key={member.id} {...{ member, x, nameOf }} grid={ticks.map(({ at }) => scale(at))} />
    ));
  return (
    <section class="rule timeline">
      <h2>When</h2>
      <p>
        Upward is reading: dark of others in the picture, light of everybody else. Downward are
        follows within the picture: solid where nothing was read, open where something was. Dots are
        claps and responses.
      </p>
      <div class="axis">
        <svg width="100%" height="20" aria-hidden="true">
          {ticks.map(({ at, label }) => (
            <text key={label} x={`${scale(at)}%`} y="14">
              {label}
            </text>
          ))}
        </svg>
      </div>
      {draw(lanes.slice(0, LANES_FIRST))}
      {lanes.length > LANES_FIRST && (
        <Unfold summary={plural(lanes.length - LANES_FIRST, "more lane", "more lanes")}>
          {draw(lanes.slice(LANES_FIRST))}
        </Unfold>
      )}
    </section>
  );
}

/** A handful of days, or the beginnings of months, or of every third, as the time asks for. */
function ticksOf(from: number, to: number): { at: Date; label: string }[] {
  const span = to - from;
  if (span < 75) {
    const step = Math.max(1, Math.ceil(span / 5));
    const days = Array.from({ length: 5 }, (_, place) => instantOf(Math.ceil(from) + place * step));
    return days
      .filter((at) => at < instantOf(to - step / 2))
      .map((at) => ({ at, label: DATE.format(at) }));
  }
  const step = span < 270 ? 1 : span < 800 ? 3 : 12;
  const begun = instantOf(from);
  const months = Array.from({ length: 40 }, (_, place) => {
    const month = Math.ceil((begun.getUTCMonth() + 1) / step) * step + place * step;
    return new Date(Date.UTC(begun.getUTCFullYear(), month));
  });
  const last = instantOf(to - span / 20);
  return months.filter((at) => at < last).map((at) => ({ at, label: MONTH.format(at) }));
}

interface LaneProps {
  member: MemberEvidence;
  x: Across;
  nameOf: (id: number) => string;
  grid: readonly number[];
}

function Lane({ member, x, nameOf, grid }: LaneProps) {
  const name = nameOf(member.id);
  return (
    <div class="lane">
      <p>
        {name}
        <span class="quiet small">{member.inCase ? "" : "beside the case"}</span>
      </p>
      <svg width="100%" height={HEIGHT} role="img" aria-label={`${name}: ${said(member.days)}`}>
        {grid.map((at) => (
          <line key={at} class="grid" x1={`${at}%`} x2={`${at}%`} y1="0" y2={HEIGHT} />
        ))}
        <line class="base" x1="0" x2="100%" y1={LINE} y2={LINE} />
        {member.days.map((day) => (
          <DayMarks key={day.day} day={day} at={`${x(day.day + 0.5)}%`} />
        ))}
      </svg>
    </div>
  );
}

const up = scaleSqrt([0, 6], [2, UP]).clamp(true);
const down = scaleSqrt([0, 20], [4, DOWN]).clamp(true);

function DayMarks({ day, at }: { day: LaneDay; at: string }) {
  const { creditInside, creditOutside, readFollows, unreadFollows, claps, responses } = day;
  const inside = creditInside > 0 ? up(creditInside) : 0;
  const outside = creditOutside > 0 ? up(creditInside + creditOutside) : 0;
  const tick = (kind: string, from: number, to: number) => (
    <line class={kind} x1={at} x2={at} y1={from} y2={to} />
  );
  return (
    <>
      {outside > inside && tick("outside", LINE, LINE - outside)}
      {inside > 0 && tick("inside", LINE, LINE - inside)}
      {readFollows > 0 && (
        <circle class="read" cx={at} cy={LINE + 5} r={Math.min(5, 2 + Math.sqrt(readFollows))} />
      )}
      {unreadFollows > 0 && tick("unread", LINE, LINE + down(unreadFollows))}
      {claps + responses > 0 && <circle class="clap" cx={at} cy={HEIGHT - 3} r="2" />}
    </>
  );
}

/** The lane in words, for who cannot see it. */
function said(days: readonly LaneDay[]): string {
  const sum = (of: (day: LaneDay) => number) => days.reduce((total, day) => total + of(day), 0);
  const unread = sum((day) => day.unreadFollows);
  const read = sum((day) => day.readFollows);
  const busiest = [...days].sort((a, b) => b.unreadFollows - a.unreadFollows)[0];
  const when =
    busiest && busiest.unreadFollows > 1
      ? `, ${count(busiest.unreadFollows)} of them on ${DATE.format(instantOf(busiest.day))}`
      : "";
  return [
    `${plural(unread, "follow", "follows")} without reading${when}`,
    `${count(read)} with reading`,
    `${Math.round(sum((day) => day.creditInside))} whole stories read in the picture and ${Math.round(sum((day) => day.creditOutside))} elsewhere`,
    `${plural(
      sum((day) => day.claps),
      "clap",
      "claps",
    )}`,
    `${plural(
      sum((day) => day.responses),
      "response",
      "responses",
    )}`,
  ].join(", ");
}
