import { describe, expect, it } from "vitest";
import type { Day, Month } from "../time.ts";
import { heldUntil } from "./hold.ts";

const OCTOBER = "2026-10" as Month;

describe("what a member’s dues earned", () => {
  it.each([
    ["waits until the charge is thirty days old", "2026-10-15", "2026-10-15", "2026-11-14"],
    ["waits for the latest charge", "2026-09-20", "2026-10-20", "2026-11-19"],
    ["is free with the close when the charge is old enough", "2026-10-02", "2026-10-02", null],
    ["waits one day when it is one day short", "2026-10-03", "2026-10-03", "2026-11-02"],
    ["is free when the member is not new", "2026-09-02", "2026-10-31", null],
    ["waits when the member is new by one day", "2026-09-03", "2026-10-31", "2026-11-30"],
  ])("%s", (_, first, latest, until) => {
    const charges = { first: first as Day, latest: latest as Day };
    expect(heldUntil(OCTOBER, charges, "2026-11-01" as Day)).toBe(until);
  });
});
