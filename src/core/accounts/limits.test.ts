/** Windows of attempts, and what counts as one address. */
import { describe, expect, it } from "vitest";
import { networkOf, secondsLeft, windowStart } from "./limits.ts";

describe("a window", () => {
  it("begins on the clock and lasts its seconds", () => {
    const at = new Date("2026-10-15T12:07:30Z");
    expect(windowStart(at, 900).toISOString()).toBe("2026-10-15T12:00:00.000Z");
    expect(secondsLeft(at, 900)).toBe(450);
    expect(secondsLeft(new Date("2026-10-15T12:14:59.999Z"), 900)).toBe(1);
    expect(secondsLeft(new Date("2026-10-15T12:15:00Z"), 900)).toBe(900);
  });
});

describe("an address", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
  ])("%s is counted as %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
