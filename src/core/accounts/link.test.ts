/** When a link works. */
import { expect, it } from "vitest";
import { ruleLink } from "./link.ts";

const AT = new Date("2026-10-15T12:00:00Z");
const LATER = new Date("2026-10-15T12:00:01Z");

it("a link works until it is used or its time is over", () => {
  const good = { expiresAt: LATER, usedAt: null };
  expect(ruleLink(good, AT)).toEqual({ ok: true, value: good });
  expect(ruleLink(good, LATER)).toEqual({ ok: false, refusal: "link-expired" });
  expect(ruleLink({ ...good, usedAt: AT }, AT)).toEqual({ ok: false, refusal: "link-used" });
  expect(ruleLink(null, AT)).toEqual({ ok: false, refusal: "link-unknown" });
});
