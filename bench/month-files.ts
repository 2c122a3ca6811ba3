/** Synthetic months as the files of `earnest earnings split`, for its benchmark; the same for every run. */
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../src/core/earnings/catalogue.ts";
import { Evidence, FOLLOW_CLASS, type Rows } from "../src/core/earnings/evidence.ts";
import type { Month } from "../src/core/time.ts";
import { AUTHORS, fillRange, STORIES_READ, syntheticCatalogue } from "./split-months.ts";

export const MONTH = "2026-10" as Month;
const START = Date.UTC(2026, 9, 1);
const DAY_MS = 86_400_000;
const RANGE = 5_000;
const CHUNK = 2 ** 20;

const HEADERS = {
  pools: "member,pool",
  stories: "story,author,expected_seconds",
  attention: "member,story,day,seconds,boosted_seconds,first_at",
  views: "member,story,day",
  claps: "member,story,count",
  highlights: "member,story",
  responses: "member,story",
  follows: "member,author,at,class,first_ever",
  held: "member,author,bp",
};
type Name = keyof typeof HEADERS;

/** Fills in the months of members from the one with number `first` on. */
export type Fill = (
  evidence: Evidence,
  catalogue: Catalogue,
  first: number,
  members: number,
) => void;

/** Twenty stories, each read on one day; one in ten opened once more and clapped for, two authors followed. */
export const fillPlain: Fill = (evidence, catalogue, first, members) => {
  evidence.clear();
  for (let number = first; number < first + members; number++) {
    const member = AUTHORS + number;
    evidence.pools.add(member, BigInt(2_000_000 + (number % 1_000_000)));
    for (let read = 0; read < STORIES_READ; read++) fillReading(evidence, catalogue, member, read);
    for (const story of [1, 11]) {
      const author = catalogue.authorPlaces[placeOf(catalogue, member, story)]!;
      evidence.follows.add(member, author);
      evidence.follows.put(START + (number % 40) * DAY_MS, "earned", true);
    }
  }
};

function fillReading(evidence: Evidence, catalogue: Catalogue, member: number, read: number): void {
  const place = placeOf(catalogue, member, read);
  const mixed = (member * 31 + read * 17) % 9973;
  const day = 1 + (mixed % 30);
  evidence.readings.add(member, place);
  evidence.readings.put(day, 30 + (mixed % 400), 0, START + (day - 1) * DAY_MS + mixed * 8000);
  if (mixed % 10 !== 0) return;
  for (const viewed of [day, day + 1]) {
    evidence.views.add(member, place);
    evidence.views.put(viewed);
  }
  evidence.claps.add(member, place);
  evidence.claps.put(1 + (mixed % 50));
}

/** Twenty different ones for a member: the step and the number of stories have no common factor. */
function placeOf(catalogue: Catalogue, member: number, read: number): number {
  const stories = catalogue.storyIds.length;
  return catalogue.storyPlace(1 + ((member * 7919 + read * 4999) % stories));
}

/** Everything a month may hold, as in the benchmark of the split: several days, ties, holds. */
export const fillFull: Fill = fillRange;

/** Writes all files into the folder; gives how many bytes they have. */
export function writeMonth(folder: string, members: number, fill: Fill): number {
  const catalogue = syntheticCatalogue();
  const files = new Files(folder);
  catalogue.storyIds.forEach((story, place) => {
    const author = catalogue.authorIds[catalogue.authorPlaces[place]!]!;
    files.add("stories", `${story},${author},${catalogue.expectedSeconds[place]!}\n`);
  });
  const evidence = new Evidence(MONTH);
  for (let done = 0; done < members; done += RANGE) {
    fill(evidence, catalogue, 1 + done, Math.min(RANGE, members - done));
    writeEvidence(files, catalogue, evidence);
  }
  return files.end();
}

/** The rows of one file, gathered to chunks. */
class Files {
  readonly #files: Record<Name, { path: string; handle: number; text: string }>;

  constructor(folder: string) {
    const opened = Object.entries(HEADERS).map(([name, header]) => {
      const path = join(folder, `${name}.csv`);
      return [name, { path, handle: openSync(path, "w"), text: `${header}\n` }];
    });
    this.#files = Object.fromEntries(opened);
  }

  add(name: Name, row: string): void {
    const file = this.#files[name];
    file.text += row;
    if (file.text.length < CHUNK) return;
    writeSync(file.handle, file.text);
    file.text = "";
  }

  end(): number {
    let bytes = 0;
    for (const { path, handle, text } of Object.values(this.#files)) {
      writeSync(handle, text);
      closeSync(handle);
      bytes += statSync(path).size;
    }
    return bytes;
  }
}

const two = (value: number) => String(value).padStart(2, "0");
const DAYS = Array.from({ length: 32 }, (_, day) => `${MONTH}-${two(day)}`);
const TIMES = Array.from({ length: 86_400 }, (_, second) => {
  const minute = Math.floor(second / 60);
  return `T${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}Z`;
});

function writeEvidence(files: Files, catalogue: Catalogue, evidence: Evidence): void {
  const { pools, readings, views, claps, highlights, responses, follows, holds } = evidence;
  const story = (rows: Rows, at: number) =>
    `${rows.member[at]!},${catalogue.storyIds[rows.place[at]!]!}`;
  const author = (rows: Rows, at: number) =>
    `${rows.member[at]!},${catalogue.authorIds[rows.place[at]!]!}`;
  const each = (name: Name, { count }: { count: number }, row: (at: number) => string) => {
    for (let at = 0; at < count; at++) files.add(name, `${row(at)}\n`);
  };
  each("pools", pools, (at) => `${pools.member[at]!},${pools.micros[at]!}`);
  each("attention", readings, (at) => {
    const { day, seconds, boostedSeconds, firstAt } = readings;
    const when = TIMES[Math.floor((firstAt[at]! % DAY_MS) / 1000)]!;
    const given = `${seconds[at]!},${boostedSeconds[at]!}`;
    return `${story(readings, at)},${DAYS[day[at]!]!},${given},${DAYS[day[at]!]!}${when}`;
  });
  each("views", views, (at) => `${story(views, at)},${DAYS[views.day[at]!]!}`);
  each("claps", claps, (at) => `${story(claps, at)},${claps.claps[at]!}`);
  each("highlights", highlights, (at) => story(highlights, at));
  each("responses", responses, (at) => story(responses, at));
  each("follows", follows, (at) => {
    const kind = follows.class[at] === FOLLOW_CLASS.earned ? "earned" : "traded";
    const when = new Date(follows.at[at]!).toISOString();
    return `${author(follows, at)},${when},${kind},${follows.firstEver[at]!}`;
  });
  each("held", holds, (at) => `${author(holds, at)},${holds.bps[at]!}`);
}
