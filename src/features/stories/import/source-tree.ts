/**
 * A page as it was written: elements and texts, bounded before anything walks it.
 *
 * Nothing is judged here. The parser's events are put into a tree by a stack, so a page that nests
 * thousands of elements is refused by its depth and never walked by recursion.
 */
import { Parser } from "htmlparser2";
import { allow, type Ruling, refuse } from "../../../core/ruling.ts";
import { cleanText } from "../document/clean-text.ts";

export const SOURCE_CHARS_MAX = 5_000_000;
export const SOURCE_DEPTH_MAX = 400;
export const SOURCE_ELEMENTS_MAX = 100_000;
/** Of one element. */
export const SOURCE_ATTRIBUTES_MAX = 500;

export interface SourceElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: SourceNode[];
  parent: SourceElement | null;
}

export type SourceNode = SourceElement | string;

export type SourceRefusal = "page-too-large" | "page-too-deep";

/** HTML closes what may be left open; XML means what it says. */
export type Markup = "html" | "xml";

/** The page under one nameless element. */
export function parseSource(source: string, markup: Markup): Ruling<SourceElement, SourceRefusal> {
  if (source.length > SOURCE_CHARS_MAX) return refuse("page-too-large");
  const root: SourceElement = { name: "", attributes: {}, children: [], parent: null };
  const refusal = grow(root, cleanText(source), markup);
  return refusal === null ? allow(root) : refuse(refusal);
}

function grow(root: SourceElement, source: string, markup: Markup): SourceRefusal | null {
  let here = root;
  let [depth, elements, attributesHere] = [0, 0, 0];
  let refusal: SourceRefusal | null = null;
  const stop = (reason: SourceRefusal) => {
    refusal ??= reason;
    parser.pause();
  };
  const parser = new Parser(
    {
      onattribute() {
        attributesHere += 1;
        if (attributesHere > SOURCE_ATTRIBUTES_MAX) stop("page-too-large");
      },
      onopentag(name, attributes) {
        depth += 1;
        elements += 1;
        attributesHere = 0;
        if (depth > SOURCE_DEPTH_MAX) stop("page-too-deep");
        if (elements > SOURCE_ELEMENTS_MAX) stop("page-too-large");
        here = added(here, name.toLowerCase(), attributes);
      },
      onclosetag() {
        depth -= 1;
        here = here.parent ?? root;
      },
      ontext: (text) => addText(here, text),
    },
    optionsFor(source, markup),
  );
  parser.write(source);
  if (refusal === null) parser.end();
  return refusal;
}

function added(
  parent: SourceElement,
  name: string,
  attributes: Record<string, string>,
): SourceElement {
  const element: SourceElement = { name, attributes, children: [], parent };
  parent.children.push(element);
  return element;
}

/** A no-break space by name is HTML and not XML, so such a page is read as HTML with short tags. */
function optionsFor(source: string, markup: Markup) {
  const named = /&(?!(?:amp|lt|gt|quot|apos);)[a-z]\w*;/i.test(source);
  if (markup === "xml" && !named) return { xmlMode: true };
  return { recognizeSelfClosing: markup === "xml", recognizeCDATA: markup === "xml" };
}

function addText({ children }: SourceElement, text: string): void {
  const last = children.at(-1);
  if (typeof last === "string") children[children.length - 1] = last + cleanText(text);
  else children.push(cleanText(text));
}

/**
 * Everything under the element in document order, without the element itself. What is under an
 * element that `enters` refuses is left out; that element is not.
 */
export function* within(
  element: SourceElement,
  enters: (candidate: SourceElement) => boolean = always,
): Generator<SourceNode> {
  const waiting: SourceNode[] = element.children.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (typeof node === "string" || !enters(node)) continue;
    for (let at = node.children.length - 1; at >= 0; at -= 1) waiting.push(node.children[at]!);
  }
}

const always = (): boolean => true;

/** The elements under this one that fit, in document order. */
export function elementsWhere(
  element: SourceElement,
  fits: (candidate: SourceElement) => boolean,
): SourceElement[] {
  const found: SourceElement[] = [];
  for (const node of within(element)) if (typeof node !== "string" && fits(node)) found.push(node);
  return found;
}

export function findElement(
  element: SourceElement,
  fits: (candidate: SourceElement) => boolean,
): SourceElement | null {
  for (const node of within(element)) if (typeof node !== "string" && fits(node)) return node;
  return null;
}

/** The nearest element around this one that fits; not the element itself. */
export function findAround(
  element: SourceElement,
  fits: (candidate: SourceElement) => boolean,
): SourceElement | null {
  for (let around = element.parent; around !== null; around = around.parent) {
    if (fits(around)) return around;
  }
  return null;
}

/** The text under the element as it is written, with its white space. */
export function rawText(element: SourceElement): string {
  const texts: string[] = [];
  for (const node of within(element)) if (typeof node === "string") texts.push(node);
  return texts.join("");
}

export function hasClass({ attributes }: SourceElement, name: string): boolean {
  const classes = attributes.class;
  return classes !== undefined && ` ${classes.replace(/\s/g, " ")} `.includes(` ${name} `);
}
