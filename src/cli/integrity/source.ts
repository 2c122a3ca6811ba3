/** The files of a folder, opened and checked for their headers, and read row by row. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../command.ts";
import { BadRow } from "../csv/bad-row.ts";
import { type CsvFile, openCsv } from "../csv/csv-file.ts";
import { eachRow, rowsAbout } from "../csv/each-row.ts";
import { type Field, RowParser } from "../csv/row-parser.ts";
import { FILE_NAMES, FILES, type FileName, headerOf, REQUIRED } from "./folder-files.ts";
import { IdPlaces } from "./id-places.ts";

/** What a row is read by: its numbers and text, in the order of `FILES`. */
export interface Row {
  readonly values: Float64Array;
  readonly text: () => string;
  /** A sentence about this row, for throwing. */
  readonly bad: (what: string) => BadRow;
}

export class Source {
  readonly accounts: IdPlaces;
  readonly stories: IdPlaces;
  /** How many rows each file had, as far as it was read. */
  readonly rows: Record<FileName, number>;
  readonly #files: ReadonlyMap<FileName, CsvFile>;

  constructor(folder: string) {
    if (!existsSync(folder) || !statSync(folder).isDirectory())
      throw new CommandError(`There is no folder ${folder}. Nothing was written.`);
    this.#files = openAll(folder);
    this.accounts = new IdPlaces(this.about("accounts"));
    this.stories = new IdPlaces(this.about("stories"));
    this.rows = Object.fromEntries(FILE_NAMES.map((name) => [name, 0])) as Record<FileName, number>;
  }

  has(name: FileName, column?: string): boolean {
    const file = this.#files.get(name);
    return file !== undefined && (column === undefined || file.header.includes(column));
  }

  /** Files that are not there. */
  missing(): FileName[] {
    return FILE_NAMES.filter((name) => !this.#files.has(name));
  }

  /** Columns that nobody asked for, as "follows.csv note". */
  unread(): string[] {
    return [...this.#files].flatMap(([name, { header }]) =>
      header
        .filter((column) => !FILES[name].some((field: Field) => field.name === column))
        .map((column) => `${name}.csv ${column}`),
    );
  }

  /** About how many rows it has; 0 when it is not there. */
  about(name: FileName): number {
    const file = this.#files.get(name);
    return file ? rowsAbout(file) : 0;
  }

  /** Calls `take` after each row. */
  each(name: FileName, take: (row: Row) => void): void {
    const file = this.#files.get(name);
    if (!file || file.header.length === 0) return;
    const parser = new RowParser(FILES[name], file.header);
    const row: Row = {
      values: parser.values,
      text: () => parser.text,
      bad: (what) => new BadRow(parser.row, what),
    };
    this.rows[name] = eachRow(file, parser, () => take(row));
  }

  /** The place of an account that a row names. */
  account(row: Row, name: string, id: number): number {
    const place = this.accounts.placeOf(id);
    if (place < 0) throw row.bad(`${name} ${id} is not in accounts.csv`);
    return place;
  }

  story(row: Row, id: number): number {
    const place = this.stories.placeOf(id);
    if (place < 0) throw row.bad(`story ${id} is not in stories.csv`);
    return place;
  }
}

function openAll(folder: string): Map<FileName, CsvFile> {
  const opened = new Map<FileName, CsvFile>();
  for (const name of FILE_NAMES) {
    const path = join(folder, `${name}.csv`);
    const file = openCsv(path);
    if (file) opened.set(name, checked(file, name));
    else if (REQUIRED.includes(name))
      throw new CommandError(`${path} is missing. Nothing was written.`);
  }
  return opened;
}

/** A file without a byte has no rows; any other has its columns. */
function checked(file: CsvFile, name: FileName): CsvFile {
  if (file.header.length === 0 && file.from === file.end) return file;
  const lacks = FILES[name].find(
    (field: Field) => field.blank === undefined && !file.header.includes(field.name),
  );
  const twice = file.header.find((column, place) => file.header.indexOf(column) !== place);
  if (!lacks && !twice) return file;
  const what = lacks ? `the column ${lacks.name} is missing` : `the column ${twice} stands twice`;
  throw new CommandError(
    `${file.path}, line 1: ${what}; the header is ${headerOf(name)}. Nothing was written.`,
  );
}
