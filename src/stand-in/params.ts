/** What a caller sends: `a[b][0]=c` in a form or a query, made into a tree and read by name. */
import { StandInRefusal } from "./refusal.ts";

export type Param = string | Params;
export interface Params {
  [name: string]: Param;
}

/** Lists are objects with "0", "1" … as names; `a[]=x` counts up by itself. */
export function readParams(text: string): Params {
  const root: Params = Object.create(null);
  for (const [path, value] of new URLSearchParams(text)) {
    const names = [...path.matchAll(/[^[\]]+|(?<=\[)(?=\])/g)].map(([name]) => name);
    put(root, names, value);
  }
  return root;
}

function put(root: Params, names: readonly string[], value: string): void {
  let at = root;
  for (const [index, raw] of names.entries()) {
    const name = raw === "" ? String(Object.keys(at).length) : raw;
    if (index === names.length - 1) {
      at[name] = value;
      return;
    }
    const below = at[name];
    const next: Params = typeof below === "object" ? below : Object.create(null);
    at[name] = next;
    at = next;
  }
}

/** Refuses what the call does not know, as the API does: a misspelt parameter is no parameter. */
export function only(params: Params, known: string): void {
  const names = [...known.split(" "), "expand"];
  for (const name of Object.keys(params)) {
    if (names.includes(name)) continue;
    const message = `Received unknown parameter: ${name}`;
    throw new StandInRefusal(400, { code: "parameter_unknown", message, param: name });
  }
}

export function text(params: Params, name: string): string | null {
  const value = params[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function needed(params: Params, name: string): string {
  const value = text(params, name);
  if (value !== null) return value;
  const message = `Missing required param: ${name}.`;
  throw new StandInRefusal(400, { code: "parameter_missing", message, param: name });
}

/** A whole number above zero, in the smallest unit of the currency. */
export function amount(params: Params, name = "amount"): number {
  const value = needed(params, name);
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  const message = `Invalid integer: ${value}`;
  throw new StandInRefusal(400, { code: "parameter_invalid_integer", message, param: name });
}

export function whole(params: Params, name: string): number | null {
  const value = text(params, name);
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}

export function flag(params: Params, name: string): boolean {
  return params[name] === "true";
}

export function tree(params: Params, name: string): Params {
  const value = params[name];
  return typeof value === "object" ? value : {};
}

/** The elements of a list, in their order. */
export function elements(params: Params, name: string): Param[] {
  return Object.values(tree(params, name));
}

export function metadata(params: Params, name = "metadata"): Record<string, string> {
  const pairs = Object.entries(tree(params, name));
  return Object.fromEntries(pairs.map(([key, value]) => [key, String(value)]));
}
