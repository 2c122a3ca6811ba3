import { describe, expect, it } from "vitest";
import type { ReaderId } from "../../ids.ts";
import type { Micros } from "../../money.ts";
import {
  type CaseStanding,
  type Decision,
  needsTwo,
  ruleAnswer,
  ruleAppeal,
  ruleDecision,
  ruleReversal,
  ruleSecond,
} from "./decision.ts";

const [wil, zoe, rob, ria, olga] = [1, 2, 3, 4, 5] as ReaderId[] as [
  ...[ReaderId, ReaderId, ReaderId, ReaderId, ReaderId],
];
const REASON = "They read nothing of each other.";

const decision = (change: Partial<Decision> = {}): Decision => ({
  ...{ kind: "discount-ties", by: rob, reason: REASON, accounts: [wil, zoe] },
  ...change,
});
const standing = (change: Partial<CaseStanding> = {}): CaseStanding => ({
  ...{ state: "open", accounts: [wil, zoe], partners: [wil], stakeMicros: 99_999_999n },
  ...change,
});
const said = (ruling: { ok: boolean; value?: unknown; refusal?: string }) =>
  ruling.ok ? ruling.value : ruling.refusal;

describe("a decision", () => {
  it.each([
    ["stands at once below the sum", {}, {}, "stands"],
    ["waits for a second from the sum on", {}, { stakeMicros: 100_000_000n }, "waits"],
    ["of a letter needs no second", { kind: "nudge" }, { stakeMicros: 900_000_000n }, "stands"],
    [
      "to let money go needs one as well",
      { kind: "dismiss" },
      { stakeMicros: 100_000_000n },
      "waits",
    ],
    ["to leave always waits", { kind: "leave" }, { stakeMicros: 0n }, "waits"],
    ["to leave is about a partner", { kind: "leave", accounts: [zoe] }, {}, "no-partner"],
    ["is about somebody", { accounts: [] }, {}, "nobody-ticked"],
    ["is about nobody else", { accounts: [wil, ria] }, {}, "not-in-case"],
    ["is not one's own", { by: wil }, {}, "own-case"],
    ["has a reason", { reason: "  because  " }, {}, "reason-too-short"],
    ["has a reason that is read", { reason: "o".repeat(2001) }, {}, "reason-too-long"],
    ["is taken once", {}, { state: "decided" }, "not-open"],
    ["is not taken while one waits", {}, { state: "proposed" }, "not-open"],
  ] as const)("%s", (_, change, of, expected) => {
    expect(said(ruleDecision(decision(change), standing(of)))).toBe(expected);
  });

  it("asks for two exactly from the sum on", () => {
    const sums = [99_999_999n, 100_000_000n].map((sum: Micros) => needsTwo("escrow", sum));
    expect(sums).toEqual([false, true]);
  });
});

describe("a second person", () => {
  it.each([
    ["is another than the first", rob, "proposed", "same-person"],
    ["is not of the case", wil, "proposed", "own-case"],
    ["agrees to what waits", ria, "open", "not-waiting"],
    ["may agree", ria, "proposed", null],
  ] as const)("%s", (_, by, state, expected) => {
    const second = { by, proposedBy: rob, accounts: [wil, zoe] };
    expect(said(ruleSecond(second, state))).toBe(expected);
  });
});

describe("a reversal", () => {
  it.each([
    ["is of what is decided", rob, REASON, "open", "not-decided"],
    ["is not one's own", zoe, REASON, "decided", "own-case"],
    ["has a reason", rob, "", "decided", "reason-too-short"],
    ["may come from anybody else", ria, REASON, "decided", null],
  ] as const)("%s", (_, by, reason, state, expected) => {
    expect(said(ruleReversal({ by, reason, accounts: [wil, zoe] }, state))).toBe(expected);
  });
});

describe("an appeal", () => {
  const since = new Date("2026-10-01T12:00:00Z");
  const TEXT = "We read each other on paper, in class.";
  const appeal = (by: ReaderId, at: string, text = TEXT) => ({ by, text, at: new Date(at) });
  const of = (change = {}) => ({
    ...{ kind: "escrow" as const, accounts: [wil, zoe], stands: true, since, earlier: null },
    ...change,
  });

  it("is answered within a fortnight", () => {
    const ruling = ruleAppeal(appeal(wil, "2026-10-31T12:00:00Z"), of());
    expect(said(ruling)).toEqual(new Date("2026-11-14T12:00:00Z"));
  });

  it.each([
    ["comes within thirty days", appeal(wil, "2026-10-31T12:00:01Z"), {}, "too-late"],
    ["comes from whom it concerns", appeal(ria, "2026-10-02"), {}, "not-yours"],
    ["is of what stands", appeal(wil, "2026-10-02"), { stands: false }, "nothing-to-appeal"],
    ["is of what harms", appeal(wil, "2026-10-02"), { kind: "dismiss" }, "nothing-to-appeal"],
    ["comes once", appeal(wil, "2026-10-02"), { earlier: "answered" }, "answered"],
    ["is not sent twice", appeal(wil, "2026-10-02"), { earlier: "waiting" }, "waiting"],
    ["says something", appeal(wil, "2026-10-02", "No."), {}, "text-too-short"],
  ] as const)("%s", (_, sent, change, expected) => {
    expect(said(ruleAppeal(sent, of(change)))).toBe(expected);
  });

  it.each([
    ["by nobody who decided", rob, true, "decided-it"],
    ["by nobody who agreed", ria, true, "decided-it"],
    ["by nobody of the case", wil, true, "own-case"],
    ["once", olga, false, "answered"],
    ["by somebody else", olga, true, null],
  ] as const)("is answered %s", (_, by, waits, expected) => {
    const given = { by, answer: REASON, waits, deciders: [rob, ria], accounts: [wil, zoe] };
    expect(said(ruleAnswer(given))).toBe(expected);
  });
});
