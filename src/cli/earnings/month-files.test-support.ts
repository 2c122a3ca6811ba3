/** A month of plain rows as the files of events, and the results read back. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Chance } from "../../core/earnings/any-month.test-support.ts";
import type {
  PlainMonth,
  PlainSplit,
  PlainStory,
} from "../../core/earnings/plain-month.test-support.ts";

const instant = (ms: number) => new Date(ms).toISOString();
const dayText = (day: number) => `2026-10-${String(day).padStart(2, "0")}`;

/** The rows of each file, by its name; files without rows are left out. */
export function rowsOf(
  stories: readonly PlainStory[],
  months: readonly PlainMonth[],
): Record<string, string[]> {
  const each = (rows: (month: PlainMonth) => string[]) =>
    months.flatMap((month) => rows(month).map((row) => `${month.member},${row}`));
  return {
    "pools member,pool": months.map(({ member, poolMicros }) => `${member},${poolMicros}`),
    "stories story,author,expected_seconds": stories.map(
      ({ story, author, expectedSeconds }) => `${story},${author},${expectedSeconds}`,
    ),
    "attention member,story,day,seconds,boosted_seconds,first_at": each(({ readings }) =>
      readings.map(
        ({ story, day, seconds, boostedSeconds, firstAt }) =>
          `${story},${dayText(day)},${seconds},${boostedSeconds},${instant(firstAt)}`,
      ),
    ),
    "views member,story,day": each(({ views }) =>
      views.map(({ story, day }) => `${story},${dayText(day)}`),
    ),
    "claps member,story,count": each(({ claps }) =>
      claps.map(({ story, count }) => `${story},${count}`),
    ),
    "highlights member,story": each(({ highlights }) => highlights.map(String)),
    "responses member,story": each(({ responses }) => responses.map(String)),
    "follows member,author,at,class,first_ever": each(({ follows }) =>
      follows.map(
        (follow) =>
          `${follow.author},${instant(follow.at)},${follow.class},${follow.firstEver ? 1 : 0}`,
      ),
    ),
    "held member,author,bp": each(({ holds }) =>
      holds.map(({ author, bps }) => `${author},${bps}`),
    ),
  };
}

/** Writes them, in their order or in another, with one kind of line end or the other. */
export function writeRows(folder: string, rows: Record<string, string[]>, chance?: Chance): void {
  mkdirSync(folder, { recursive: true });
  for (const [title, list] of Object.entries(rows)) {
    const [name, header] = title.split(" ");
    const mandatory = ["pools", "stories", "attention"].includes(name!);
    if (list.length === 0 && !mandatory) continue;
    const end = chance?.is(0.3) ? "\r\n" : "\n";
    const inOrder = chance?.is(0.5) ? chance.shuffled(list) : list;
    const last = chance?.is(0.3) ? "" : end;
    writeFileSync(join(folder, `${name}.csv`), [header, ...inOrder].join(end) + last);
  }
}

export function readSplit(folder: string): PlainSplit {
  const rows = (name: string) =>
    readFileSync(join(folder, name), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
  return {
    lines: rows("lines.csv").map(([member, author, story, micros, escrow]) => ({
      ...{ member: Number(member), author: Number(author), story: Number(story) },
      ...{ micros: BigInt(micros!), escrowMicros: BigInt(escrow!) },
    })),
    unclaimed: rows("unclaimed.csv").map(([member, micros]) => ({
      member: Number(member),
      micros: BigInt(micros!),
    })),
  };
}
