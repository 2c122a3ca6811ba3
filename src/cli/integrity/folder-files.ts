/** The files that `earnest integrity score` reads (docs/operating/integrity-files.md): their columns. */
import type { Field } from "../csv/row-parser.ts";

/** Any 32-bit integer, with a sign or without. */
const id = (name: string): Field => ({
  ...{ name, form: "whole", least: -(2 ** 31), most: 2 ** 32 - 1 },
});

/** Days as decimals from any beginning; no community lasts longer than this. */
const DAYS_MAX = 1_000_000;
const day = (name: string): Field => ({
  ...{ name, form: "decimal", least: -DAYS_MAX, most: DAYS_MAX },
});

const flag = (name: string): Field => ({ name, form: "whole", least: 0, most: 1 });
const part = (name: string): Field => ({ name, form: "decimal", least: 0, most: 1 });
const seconds = (name: string): Field => ({ name, form: "decimal", least: 0, most: 1e9 });
const count = (name: string): Field => ({ name, form: "whole", least: 0, most: 2 ** 31 - 1 });
const orElse = (blank: number, field: Field): Field => ({ ...field, blank });

export const FILES = {
  accounts: [id("id"), day("joined"), flag("member"), flag("author")],
  stories: [id("id"), id("author"), day("published"), seconds("expected_seconds")],
  follows: [
    ...[id("follower"), id("followee"), day("at")],
    orElse(Number.POSITIVE_INFINITY, day("unfollowed_at")),
  ],
  reads: [
    ...[id("reader"), id("story"), day("at"), seconds("seconds")],
    orElse(1, part("coverage")),
  ],
  claps: [id("reader"), id("story"), day("at"), count("count")],
  responses: [
    ...[id("reader"), id("story"), day("at"), orElse(0, part("genericness"))],
    { name: "text", form: "text", least: 0, most: 0, blank: 0 },
  ],
  shown: [id("reader"), id("story"), day("at")],
} as const satisfies Record<string, readonly Field[]>;

export type FileName = keyof typeof FILES;
export const FILE_NAMES = Object.keys(FILES) as FileName[];

/** Without these there is nothing to judge; any other that is missing is empty. */
export const REQUIRED: readonly FileName[] = ["accounts", "follows"];

/** The header as it is described, what may be left out in brackets. */
export function headerOf(name: FileName): string {
  const fields: readonly Field[] = FILES[name];
  return fields
    .map((field, place) => {
      const text = `${place > 0 ? "," : ""}${field.name}`;
      return field.blank === undefined ? text : `[${text}]`;
    })
    .join("");
}
