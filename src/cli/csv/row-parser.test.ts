import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadRow } from "./bad-row.ts";
import { CutRow, type Field, RowParser } from "./row-parser.ts";

const ID: Field = { name: "id", form: "whole", least: -(2 ** 31), most: 2 ** 32 - 1 };
const AT: Field = { name: "at", form: "decimal", least: -1e6, most: 1e6 };
const PART: Field = { name: "part", form: "decimal", least: 0, most: 1, blank: 1 };
const ENDED: Field = { ...AT, name: "ended", blank: Number.POSITIVE_INFINITY };
const FLAG: Field = { name: "flag", form: "whole", least: 0, most: 1 };
const TEXT: Field = { name: "text", form: "text", least: 0, most: 0 };

/** The rows of a text under a header, each as its values. */
function rows(fields: readonly Field[], header: string, text: string): number[][] {
  const parser = new RowParser(fields, header.split(","));
  const bytes = Buffer.from(`${text}\n`);
  const read: number[][] = [];
  for (let at = 0; at < bytes.length - 1; ) {
    at = parser.read(bytes, at, bytes.length - 1);
    read.push([...parser.values]);
  }
  return read;
}

const one = (field: Field, text: string) => rows([field], field.name, text)[0]![0];

describe("a number in a file", () => {
  it.each([
    ["0", 0],
    ["-2147483648", -2147483648],
    ["4294967295", 4294967295],
    ["+7", 7],
    [" 7 ", 7],
    ['"7"', 7],
    ["7.0", 7],
    ["1e3", 1000],
  ])("%s is a whole one", (text, value) => {
    expect(one(ID, text)).toBe(value);
  });

  it.each([
    ["0.5", 0.5],
    [".5", 0.5],
    ["5.", 5],
    ["-0.25", -0.25],
    ["1e-05", 0.00001],
    ["12.345678901234567", 12.345678901234567],
    ["0.1234567890123456789012345", 0.12345678901234568],
  ])("%s is a decimal", (text, value) => {
    expect(one(AT, text)).toBeCloseTo(value, 14);
  });

  it("of fifteen digits is read to the last bit, and of more to the last but one", () => {
    const days = fc.double({ min: 0.001, max: 999_999, noNaN: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 9 }), (day, digits) => {
        expect(one(AT, day.toFixed(digits))).toBe(Number(day.toFixed(digits)));
        expect(Math.abs(one(AT, String(day))! - day)).toBeLessThanOrEqual(day * 2 ** -51);
      }),
    );
  });

  it("may be left out where that has a meaning", () => {
    expect(rows([ID, PART, ENDED], "id,part,ended", "1,,\n2,0.5,3\n3,,inf")).toEqual([
      [1, 1, Number.POSITIVE_INFINITY],
      [2, 0.5, 3],
      [3, 1, Number.POSITIVE_INFINITY],
    ]);
  });

  it("may be a word where it says yes or no", () => {
    expect(["1", "0", "true", "False", "1.0"].map((text) => one(FLAG, text))).toEqual([
      1, 0, 1, 0, 1,
    ]);
  });
});

describe("a row", () => {
  it("is read by the names in the header, in any order, past columns that nobody knows", () => {
    expect(rows([ID, AT], "note,at,id", '"a, ""b""\nc",2.5,1\nplain,3.5,2')).toEqual([
      [1, 2.5],
      [2, 3.5],
    ]);
  });

  it("ends with either kind of line end, and empty ones are passed over", () => {
    expect(rows([ID, AT], "id,at", "1,2\r\n\r\n3,4\n\n5,6\r\n")).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it("gives back any text that was quoted as CSV is", () => {
    const parser = new RowParser([ID, TEXT], ["id", "text"]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const bytes = Buffer.from(`1,"${text.replaceAll('"', '""')}"\n`);
        parser.read(bytes, 0, bytes.length - 1);
        expect(parser.text).toBe(text.toWellFormed());
      }),
    );
  });
});

describe("a row that is not as it should be", () => {
  it.each([
    ["x,1", "id “x” is no number"],
    ["1.5,1", "id “1.5” is no whole number"],
    [",1", "id is missing"],
    ["4294967296,1", "id “4294967296” is above 4294967295"],
    ["-2147483649,1", "id “-2147483649” is below -2147483648"],
    ["1,nan", "at “nan” is no number"],
    ["1,inf", "at “inf” is above 1000000"],
    ["1,2000000", "at “2000000” is above 1000000"],
    ["1,2024-05-01", "at “2024-05-01” is no number"],
    ["1,0x10", "at “0x10” is no number"],
    ["1,--5", "at “--5” is no number"],
    ["1", "has fewer than 2 fields"],
    ["1,2,3", "has more than 2 fields"],
    ['"1"5,2', "something stands behind a quote"],
  ])("%s", (text, sentence) => {
    expect(() => rows([ID, AT], "id,at", text)).toThrow(new BadRow(0, sentence));
  });

  it("has a part of the whole above the whole", () => {
    expect(() => rows([PART], "part", "-0.5")).toThrow("part “-0.5” is below zero");
    expect(() => rows([PART], "part", "1.5")).toThrow("part “1.5” is above 1");
  });

  it("goes on behind the bytes that are here", () => {
    expect(() => rows([ID, TEXT], "id,text", '1,"begun')).toThrow(CutRow);
  });
});
