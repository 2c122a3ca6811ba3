/** Which passwords are refused. */
import { describe, expect, it } from "vitest";
import { rulePassword } from "./password.ts";

const ANNA = { name: "Anna Lindqvist", email: "al.sea@example.org" };

function ruled(password: string, owner = ANNA): string {
  const ruling = rulePassword(password, owner);
  return ruling.ok ? "taken" : ruling.refusal;
}

describe("a password", () => {
  it.each([
    "kettle harbour moss",
    "8f#2!9x@1$",
    "tr0ub4dor&3",
    "Sunshine over the old mill",
    "長いパスワードは良い",
    "päärynä ja omena",
  ])("%s is taken", (password) => {
    expect(ruled(password)).toBe("taken");
  });

  it.each([
    ["nine char", "password-short"],
    ["", "password-short"],
    ["🦉🦉🦉", "password-short"],
    ["x".repeat(201), "password-long"],
  ])("%s is %s", (password, refusal) => {
    expect(ruled(password)).toBe(refusal);
  });

  it.each([
    "1234567890",
    "0987654321",
    "password123",
    "Password1!",
    "P@ssw0rd2024",
    "passwordpassword",
    "qwertyuiop",
    "qwerty123456",
    "1q2w3e4r5t",
    "aaaaaaaaaa",
    "iloveyou2026!",
    "letmein12345",
    "abcdefghij",
    "welcome2024!",
    "correcthorsebatterystaple",
    "Summer2026!",
    "12-34-56-78",
  ])("%s is among the first that are tried", (password) => {
    expect(ruled(password)).toBe("password-common");
  });

  it.each([
    "xlindqvistx",
    "my dog LINDQVIST",
    "annalindqvist",
    "old anna moss",
  ])("%s is about Anna Lindqvist", (password) => {
    expect(ruled(password)).toBe("password-about-you");
  });

  it("may hold a part of a name too short to tell", () => {
    expect(ruled("channel of moss", { name: "Ann", email: "al@example.org" })).toBe("taken");
  });

  it("is about its owner by the address alone", () => {
    expect(ruled("kettle-harbour-9", { name: "Ann", email: "harbour@example.org" })).toBe(
      "password-about-you",
    );
  });
});
