/** What the elements of HTML are to an importer: facts that the converter and the counter share. */
import type { SourceElement } from "./source-tree.ts";

/** Elements that end the line they stand in. All others are part of a line. */
export const BLOCKS: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset " +
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav " +
    "ol p pre search section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

export const HEADINGS: ReadonlySet<string> = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

/** Elements that are no part of what is read, with all that is in them, and what each is called. */
const LEFT_OUT: Readonly<Record<string, LeftOut>> = {
  script: "script",
  style: "style",
  template: "hidden",
  noscript: "hidden",
  head: "page",
  title: "page",
  meta: "page",
  link: "page",
  base: "page",
  svg: "drawing",
  canvas: "drawing",
  map: "drawing",
  applet: "program",
  frameset: "program",
  frame: "program",
  input: "control",
  select: "control",
  textarea: "control",
  button: "control",
  datalist: "control",
};

/** "page" is what describes the page and is not in it; it is not reported. */
export type LeftOut = "script" | "style" | "hidden" | "page" | "drawing" | "program" | "control";

/** Why the element and all in it are left out, or null. */
export function leftOut(element: SourceElement): LeftOut | null {
  const { name, attributes } = element;
  const reason = Object.hasOwn(LEFT_OUT, name) ? LEFT_OUT[name] : undefined;
  if (reason !== undefined) return reason;
  const isHidden =
    attributes.hidden !== undefined || /display\s*:\s*none/i.test(attributes.style ?? "");
  return isHidden ? "hidden" : null;
}

/** Whether what is in the element is read. */
export function isRead(element: SourceElement): boolean {
  return leftOut(element) === null;
}

/** Whether a text has anything to see. A no-break space is seen. */
export function isInk(text: string): boolean {
  return /[^ \t\n\r\f]/.test(text);
}

/** Whether the element says by its class, or by its `epub:type`, that it is one of these. */
export function says({ attributes }: SourceElement, words: RegExp): boolean {
  return words.test(attributes["epub:type"] ?? "") || words.test(attributes.class ?? "");
}
