/** Text without what PostgreSQL cannot keep and nobody can see: control and broken characters. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNCLEAN = /[\0-\x08\x0b-\x1f\x7f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const UNSEEN = /[\0-\x08\x0b\x0e-\x1f\x7f]/g;

export function isCleanText(text: string): boolean {
  return !UNCLEAN.test(text) && text.isWellFormed();
}

/** Line ends become `\n`, half characters U+FFFD; a form feed is a space. */
export function cleanText(text: string): string {
  if (isCleanText(text)) return text;
  return text.replace(/\r\n?/g, "\n").replaceAll("\f", " ").replace(UNSEEN, "").toWellFormed();
}

/** The same value with every text in it clean. A text node left empty is taken out of its list. */
export function cleanJson(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_, value: unknown) => {
    if (typeof value === "string") return cleanText(value);
    return Array.isArray(value) ? value.filter((item) => !isEmptyText(item)) : value;
  });
}

function isEmptyText(item: unknown): boolean {
  return (
    typeof item === "object" &&
    item !== null &&
    "type" in item &&
    "text" in item &&
    item.type === "text" &&
    item.text === ""
  );
}
