import { describe, expect, it } from "vitest";
import { readAnswers } from "./bank-answers.ts";

const KNOWN = new Set(["payout:7", "payout:8"]);
const read = (...rows: string[]) => readAnswers(rows.join("\n"), KNOWN);
const HEAD = "end_to_end_id,state,reason";

describe("the bank’s answers", () => {
  it("are read row by row", () => {
    expect(read(HEAD, "payout:7,paid,", "", 'payout:8,returned,"account closed"')).toEqual({
      ok: true,
      value: [
        { endToEndId: "payout:7", state: "paid", reason: "" },
        { endToEndId: "payout:8", state: "returned", reason: "account closed" },
      ],
    });
    expect(readAnswers(`\uFEFF${HEAD}\r\npayout:7,paid\r\n`, KNOWN)).toMatchObject({ ok: true });
  });

  it.each([
    ["no-head", 1, ["payout:7,paid,"]],
    ["unknown-payment", 3, [HEAD, "payout:7,paid,", "payout:9,paid,"]],
    ["unknown-state", 2, [HEAD, "payout:7,done,"]],
    ["wrong-columns", 2, [HEAD, "payout:7,paid,a,b"]],
    ["twice", 3, [HEAD, "payout:7,paid,", "payout:7,returned,"]],
  ])("are refused whole: %s in line %i", (refusal, line, rows) => {
    expect(read(...rows)).toEqual({ ok: false, refusal, line });
  });
});
