import { Node } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import { marks, nodes } from "../../core/stories/grammar.ts";
import { schema } from "./schema.ts";

describe("the editor's schema", () => {
  it("has the blocks and marks of the grammar, in its order", () => {
    expect(Object.keys(schema.nodes)).toEqual(Object.keys(nodes));
    expect(Object.keys(schema.marks)).toEqual(Object.keys(marks));
  });

  it("shows each of them and can read each of them from a page", () => {
    for (const [name, type] of Object.entries({ ...schema.nodes, ...schema.marks })) {
      if (name === "doc" || name === "text") continue;
      expect(type.spec.toDOM, name).toBeTypeOf("function");
      expect(type.spec.parseDOM?.length, name).toBeGreaterThan(0);
    }
  });

  it("refuses the addresses that the grammar refuses", () => {
    const marked = (href: string) => ({
      type: "doc",
      content: [
        {
          type: "paragraph",
          content: [{ type: "text", text: "a", marks: [{ type: "link", attrs: { href } }] }],
        },
      ],
    });
    Node.fromJSON(schema, marked("https://example.org")).check();
    expect(() => Node.fromJSON(schema, marked("javascript:alert(1)")).check()).toThrow(RangeError);
  });
});
