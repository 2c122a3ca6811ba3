/** Where to go back to after signing in or a form: never to another site. */

/** Only its origin is looked at: a path that leaves it is not ours. */
const NOWHERE = "http://nowhere.invalid";

/**
 * `text` when it is a path of this site, "/" otherwise. A browser reads "\" as "/" and skips tabs and
 * line ends, so "/\elsewhere" and "/\t/elsewhere" are addresses of other sites.
 */
export function ownPath(text: unknown): string {
  if (typeof text !== "string" || !/^\/[\x21-\x7e]*$/.test(text)) return "/";
  if (!URL.canParse(text, NOWHERE)) return "/";
  const { origin, pathname, search, hash } = new URL(text, NOWHERE);
  return origin === NOWHERE && !pathname.startsWith("//") ? pathname + search + hash : "/";
}
