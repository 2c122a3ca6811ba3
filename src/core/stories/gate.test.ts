import { describe, expect, it } from "vitest";
import { type Approach, mayReadWhole, readablePart } from "./gate.ts";

/** "author, draft, members" or "visitor, published, everyone" is an approach. */
function approach(text: string): Approach {
  const [who, state, audience] = text.split(", ");
  return {
    state: state as Approach["state"],
    audience: audience as Approach["audience"],
    isAuthor: who === "author",
    isMember: who === "member",
  };
}

describe("the gate", () => {
  it.each([
    ["author, draft, everyone", "whole"],
    ["author, draft, members", "whole"],
    ["author, published, members", "whole"],
    ["author, withdrawn, members", "whole"],
    ["member, published, everyone", "whole"],
    ["member, published, members", "whole"],
    ["member, draft, everyone", "nothing"],
    ["member, withdrawn, everyone", "nothing"],
    ["visitor, published, everyone", "whole"],
    ["visitor, published, members", "preview"],
    ["visitor, draft, everyone", "nothing"],
    ["visitor, withdrawn, everyone", "nothing"],
  ])("%s: %s", (text, part) => {
    expect(readablePart(approach(text))).toBe(part);
    expect(mayReadWhole(approach(text))).toBe(part === "whole");
  });
});
