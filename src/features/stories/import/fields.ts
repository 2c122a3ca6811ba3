/** Title, subtitle and kicker of an imported page, and the elements they were taken from. */
import { collapsed } from "../../../core/stories/text.ts";
import { HEADINGS, isInk, leftOut } from "./elements.ts";
import { isNoteReference } from "./role-leaves.ts";
import { type SourceElement, within } from "./source-tree.ts";

export interface Fields {
  title: string;
  subtitle: string;
  kicker: string;
  /** Elements of the body that are fields now, or repeat one, in document order. */
  taken: SourceElement[];
  /** How many of those only repeat what stands elsewhere in the page too. */
  repeated: number;
}

/** The element's text on one line, without references to notes. */
export function fieldText(element: SourceElement): string {
  const parts: string[] = [];
  for (const node of within(
    element,
    (inner) => leftOut(inner) === null && !isNoteReference(inner),
  )) {
    if (typeof node === "string") parts.push(node);
    else if (node.name === "br") parts.push(" ");
  }
  return collapsed(parts.join(""));
}

export function isHeading({ name }: SourceElement): boolean {
  return HEADINGS.has(name);
}

export function hasInk(element: SourceElement): boolean {
  return isInk(fieldText(element));
}

/** Whether one is the other, or its beginning with an ellipsis: exports cut long titles so. */
export function isSameOrCut(short: string, long: string): boolean {
  if (short === long) return true;
  const beginning = short.replace(/(…|\.\.\.)$/, "").trimEnd();
  return beginning !== short && beginning !== "" && long.startsWith(beginning);
}
