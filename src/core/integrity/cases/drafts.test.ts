import { describe, expect, it } from "vitest";
import { community } from "../notation.test-support.ts";
import { caseDrafts, caseSubjects } from "./drafts.ts";
import { saidScores } from "./scores.test-support.ts";

const { events } = community(
  "kettle by wil 300s @1; harbour by zoe 300s @1; ann follows wil @3; ann reads kettle 200s @4; ben follows zoe @5; cat follows ben @6",
);
const subjects = (said: Parameters<typeof saidScores>[1]) =>
  caseSubjects(saidScores(events, said)).map(({ kind, accounts }) => `${kind} ${accounts}`);
const group = (accounts: number[], rest = {}) => ({
  accounts: Int32Array.from(accounts),
  surprise: 10,
  ...rest,
});

describe("the cases of a run", () => {
  it("are the accounts that stand out, the most surprising first", () => {
    expect(subjects({ surprise: { 1: 9.1, 2: 8.9, 3: 12 } })).toEqual(["account 3", "account 1"]);
  });

  it("are groups once, and not their accounts again", () => {
    const groups = [group([0, 1, 2])];
    expect(subjects({ surprise: { 0: 11, 3: 9.5 }, groups })).toEqual(["group 0,1,2", "account 3"]);
  });

  it("are no groups whose ties are read, nor those that hardly stand out", () => {
    const groups = [group([0, 1, 2], { released: true }), group([1, 2, 3], { surprise: 8.9 })];
    expect(subjects({ groups })).toEqual([]);
  });

  it("are a pair where two give each other what is not counted", () => {
    const pairs = [
      [1, 2, 1],
      [2, 1, 0.9],
      [3, 0, 0.2],
    ] as const;
    expect(subjects({ surprise: { 1: 9, 2: 10, 3: 9 }, pairs })).toEqual([
      ...["pair 1,2", "account 3"],
    ]);
  });

  it("are one case of all who stand out for the same account, with it or without it", () => {
    const pairs = [...([[1, 0, 1] as const, [2, 0, 1], [3, 0, 0.8], [3, 2, 0.6]] as const)];
    expect(subjects({ surprise: { 1: 9, 2: 10, 3: 11 }, pairs })).toEqual(["group 1,2,3"]);
    expect(subjects({ surprise: { 0: 12, 1: 9, 2: 10, 3: 11 }, pairs })).toEqual([
      ...["group 0,1,2,3"],
    ]);
  });

  it("are apart where somebody stands out for another account", () => {
    const pairs = [[1, 0, 1] as const, [2, 0, 0.9] as const, [2, 3, 0.95] as const];
    expect(subjects({ surprise: { 1: 9, 2: 10 }, pairs })).toEqual(["account 2", "account 1"]);
  });

  it("are none where there is not enough evidence", () => {
    expect(subjects({ surprise: { 1: 20 }, enoughEvidence: false })).toEqual([]);
  });

  it("come with their files", () => {
    const { drafts } = caseDrafts(events, saidScores(events, { surprise: { 1: 20 } }));
    expect(drafts.map(({ kind, accounts, surprise }) => [kind, accounts, surprise])).toEqual([
      ["account", [2], 20],
    ]);
  });

  it("come with the files of the most surprising, and say which others there are", () => {
    const scores = saidScores(events, { surprise: { 1: 20, 2: 11, 3: 9 } });
    const { drafts, others } = caseDrafts(events, scores, 2);
    expect(drafts.map(({ accounts }) => accounts)).toEqual([[2], [3]]);
    expect(others).toEqual([[4]]);
  });
});
