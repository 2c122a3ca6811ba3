/** The files of a month's events (docs/operating/earnings-files.md): what each is called and holds. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../command.ts";
import { openCsv } from "../csv/csv-file.ts";
import type { Column, Kind } from "./csv-rows.ts";

const column = (name: string, kind: Kind): Column => ({ name, kind });

export const FILES = {
  pools: [column("member", "id"), column("pool", "count")],
  stories: [column("story", "id"), column("author", "id"), column("expected_seconds", "count")],
  attention: [
    ...[column("member", "id"), column("story", "id"), column("day", "day")],
    ...[column("seconds", "count"), column("boosted_seconds", "count")],
    column("first_at", "instant"),
  ],
  views: [column("member", "id"), column("story", "id"), column("day", "day")],
  claps: [column("member", "id"), column("story", "id"), column("count", "count")],
  highlights: [column("member", "id"), column("story", "id")],
  responses: [column("member", "id"), column("story", "id")],
  follows: [
    ...[column("member", "id"), column("author", "id"), column("at", "instant")],
    ...[column("class", "class"), column("first_ever", "flag")],
  ],
  held: [column("member", "id"), column("author", "id"), column("bp", "count")],
} as const satisfies Record<string, readonly Column[]>;

export type FileName = keyof typeof FILES;

/** Those that are about members, and so are read in ranges of members. */
export const MEMBER_FILES = [
  ...(["pools", "attention", "views", "claps", "highlights"] as const),
  ...(["responses", "follows", "held"] as const),
] satisfies FileName[];
export type MemberFile = (typeof MEMBER_FILES)[number];

/** Without these there is nothing to divide. */
const REQUIRED: readonly FileName[] = ["pools", "stories", "attention"];

export interface EventFile {
  name: FileName;
  path: string;
  /** Where the first row begins, and where the last ends. Both 0 for a file that is not there. */
  from: number;
  end: number;
}

/** All files of the folder, their headers checked. A missing one that may be missing is empty. */
export function openEvents(folder: string): Map<FileName, EventFile> {
  if (!existsSync(folder))
    throw new CommandError(`There is no folder ${folder}. Nothing was written.`);
  const names = Object.keys(FILES) as FileName[];
  return new Map(names.map((name) => [name, openFile(folder, name)]));
}

function openFile(folder: string, name: FileName): EventFile {
  const path = join(folder, `${name}.csv`);
  const file = openCsv(path);
  if (!file) {
    if (!REQUIRED.includes(name)) return { name, path, from: 0, end: 0 };
    throw new CommandError(`${path} is missing. Nothing was written.`);
  }
  const expected = FILES[name].map((one) => one.name);
  if (file.header.join(",") !== expected.join(","))
    throw new CommandError(
      `${path}, line 1: the header is not ${expected.join(",")}. Nothing was written.`,
    );
  return { name, path, from: file.from, end: file.end };
}
