import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mac } from "./mac.ts";

describe("a message authentication code", () => {
  it("is the one of the published test vector", () => {
    // RFC 4231, test case 2.
    const code = mac(Buffer.from("Jefe"), Buffer.from("what do ya want for nothing?"));
    expect(code.toString("hex")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("is the one that Node makes, whatever the secret and the message", () => {
    const bytes = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength });
    fc.assert(
      fc.property(bytes(100), bytes(300), (secretBytes, messageBytes) => {
        const [secret, message] = [Buffer.from(secretBytes), Buffer.from(messageBytes)];
        const nodes = createHmac("sha256", secret).update(message).digest();
        expect(mac(secret, message)).toEqual(nodes);
        expect(mac(secret, message)).toEqual(nodes);
      }),
    );
  });
});
