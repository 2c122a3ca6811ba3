/**
 * Canonical JSON: one text for one value, so that its hash names it.
 *
 * Keys stand in ascending order of their UTF-16 units, there is no white space, and numbers are whole
 * and safe; for such values it is the form of RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785, §3.2).
 */
import { assert } from "../assert.ts";

export type Plain =
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [key: string]: Plain };

export function canonicalJson(value: Plain): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(",")}}`;
  }
  assert(typeof value !== "number" || Number.isSafeInteger(value), "canonical numbers are whole");
  return JSON.stringify(value);
}

/** `Array.isArray` does not narrow a list that is read-only. */
function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
