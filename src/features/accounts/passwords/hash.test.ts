/** How passwords are kept. */
import { createHook } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "./hash.ts";

describe("a kept password", () => {
  it("is known again, and no other is", async () => {
    const hash = await hashPassword("kettle harbour moss");
    expect(await isPassword(hash, "kettle harbour moss")).toBe(true);
    expect(await isPassword(hash, "kettle harbour moss ")).toBe(false);
    expect(await isPassword(hash, "")).toBe(false);
  });

  it("is known however its accents are composed", async () => {
    const hash = await hashPassword("p\u00e4\u00e4ryn\u00e4 ja omena");
    expect(await isPassword(hash, "pa\u0308a\u0308ryna\u0308 ja omena")).toBe(true);
  });

  it("is never the same twice", async () => {
    expect(await hashPassword("kettle harbour moss")).not.toBe(
      await hashPassword("kettle harbour moss"),
    );
  });

  it("is compared with the parameters it was made with", async () => {
    // Argon2id of "password" with the salt "somesaltsomesalt", 64 KiB, three passes, four lanes.
    const older =
      "$argon2id$v=19$m=64,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$nLVvbK0MhPUVNlaeY6y8R9L9767qS09xHvtUCeN/NMo";
    expect(await isPassword(older, "password")).toBe(true);
    expect(await isPassword(older, "passwore")).toBe(false);
  });

  it("costs the same to refuse where there is none", async () => {
    const made: string[] = [];
    const hook = createHook({ init: (_, type) => made.push(type) }).enable();
    const answer = await isPassword(null, "kettle harbour moss");
    hook.disable();
    expect(answer).toBe(false);
    expect(made.filter((type) => type === "ARGON2REQUEST")).toHaveLength(1);
  });

  it("in a form we never wrote is a fault", async () => {
    await expect(isPassword("plain text", "plain text")).rejects.toThrow("in the format we write");
  });
});
