/** What a draft needs to be published. */
import { describe, expect, it } from "vitest";
import { type Draft, rulePublish } from "./publish.ts";

const draft: Draft = {
  title: " On \n walking ",
  subtitle: "",
  kicker: "",
  tags: ["Walking"],
  document: {
    type: "doc",
    content: [
      {
        type: "paragraph",
        content: [
          {
            type: "text",
            text: "I met with but one or two persons in the course of my life who understood the art of walking.",
          },
        ],
      },
    ],
  },
};
const empty = { type: "doc", content: [{ type: "paragraph" }] };

describe("a draft", () => {
  it("is published under its title, tidied, with a slug and tags", () => {
    expect(rulePublish({ ...draft, subtitle: " a  b ", kicker: " k " })).toEqual({
      ok: true,
      value: {
        title: "On walking",
        subtitle: "a b",
        kicker: "k",
        tags: ["walking"],
        slug: "on-walking",
      },
    });
  });

  it("without a title is published under the beginning of its text", () => {
    const ruling = rulePublish({ ...draft, title: " " });
    expect(ruling.ok && ruling.value.title).toBe(
      "I met with but one or two persons in the course of my life who understood the…",
    );
  });

  it("with a title needs no text", () => {
    expect(rulePublish({ ...draft, document: empty }).ok).toBe(true);
  });

  it.each<[string, Partial<Draft>]>([
    ["nothing-written", { title: "", document: empty }],
    ["title-too-long", { title: "x".repeat(201) }],
    ["subtitle-too-long", { subtitle: "x".repeat(301) }],
    ["kicker-too-long", { kicker: "x".repeat(81) }],
    ["too-many-tags", { tags: ["a", "b", "c", "d", "e", "f"] }],
    ["tag-too-long", { tags: ["x".repeat(31)] }],
  ])("is refused: %s", (refusal, part) => {
    expect(rulePublish({ ...draft, ...part })).toEqual({ ok: false, refusal });
  });
});
