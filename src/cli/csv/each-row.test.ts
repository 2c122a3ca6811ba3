import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandError } from "../command.ts";
import { BadRow } from "./bad-row.ts";
import { openCsv } from "./csv-file.ts";
import { eachRow, rowsAbout } from "./each-row.ts";
import { type Field, RowParser } from "./row-parser.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "earnest-rows-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIELDS: readonly Field[] = [
  { name: "id", form: "whole", least: 0, most: 1e9 },
  { name: "text", form: "text", least: 0, most: 0 },
];

function fileOf(text: string) {
  const path = join(folder, "rows.csv");
  writeFileSync(path, text);
  return openCsv(path)!;
}

function read(text: string, windowBytes?: number): [number, string][] {
  const file = fileOf(text);
  const parser = new RowParser(FIELDS, file.header);
  const rows: [number, string][] = [];
  const count = eachRow(
    file,
    parser,
    () => {
      if (parser.values[0] === 13) throw new BadRow(parser.row, "13 is nobody");
      rows.push([parser.values[0]!, parser.text]);
    },
    windowBytes,
  );
  expect(count).toBe(rows.length);
  return rows;
}

describe("the rows of a file", () => {
  const anyText = fc.string({
    unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r\n", " "),
    maxLength: 12,
  });
  const anyRows = fc.array(fc.tuple(fc.integer({ min: 20, max: 99_999 }), anyText), {
    maxLength: 12,
  });

  it("are the same however many bytes are looked at together", () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 1, max: 60 }), fc.boolean(), (rows, window, ends) => {
        const lines = rows.map(([id, text]) => `${id},"${text.replaceAll('"', '""')}"`);
        const text = ["id,text", ...lines].join("\n") + (ends ? "\n" : "");
        expect(read(text, window)).toEqual(rows);
      }),
    );
  });

  it("may be none, under a header or without one", () => {
    expect(read("id,text")).toEqual([]);
    expect(read("id,text\n\n")).toEqual([]);
    expect(rowsAbout(fileOf(""))).toBe(0);
  });

  it("are counted about", () => {
    const text = `id,text\n${"1,abc\n".repeat(100_000)}`;
    expect(rowsAbout(fileOf(text))).toBeGreaterThan(100_000);
    expect(rowsAbout(fileOf(text))).toBeLessThan(110_000);
  });

  it.each([
    ["by itself", "id,text\n1,a\n\nx,b\n", "line 4: id “x” is no number."],
    ["by what is known", "id,text\r\n1,a\r\n13,b\r\n", "line 3: 13 is nobody."],
    ["behind a text of several lines", 'id,text\n1,"a\nb\nc"\n13,b', "line 5: 13 is nobody."],
    ["because a quote stays open", 'id,text\n1,a\n2,"b\n3,c\n', "line 3: a quote is not closed."],
  ])("are named by their line when one is bad %s", (_, text, sentence) => {
    for (const window of [7, 4096]) {
      const refusal = new CommandError(
        `${join(folder, "rows.csv")}, ${sentence} Nothing was written.`,
      );
      expect(() => read(text, window)).toThrow(refusal);
    }
  });
});
