/** Forms: what was typed becomes a value, or comes back with an error at each field. */
import type { z } from "zod";

/** What a page shows again: the text as typed, and the sentence at each field. */
export interface Typed {
  values: Record<string, string>;
  errors: Record<string, string>;
}

export type Filled<Value> = { ok: true; value: Value } | ({ ok: false } & Typed);

export const untouched: Typed = { values: {}, errors: {} };

/** The first fault of each field is shown; `_` holds one that belongs to no field. */
export function readForm<Value>(schema: z.ZodType<Value>, body: unknown): Filled<Value> {
  const values = textsOf(body);
  const read = schema.safeParse(values);
  if (read.success) return { ok: true, value: read.data };
  const errors: Record<string, string> = {};
  for (const issue of read.error.issues) errors[String(issue.path[0] ?? "_")] ??= issue.message;
  return { ok: false, values, errors };
}

/** Passwords are never sent back. */
export function typed(body: unknown, errors: Record<string, string>): Typed {
  const { password: _, card: __, cvc: ___, ...values } = textsOf(body);
  return { values, errors };
}

function textsOf(body: unknown): Record<string, string> {
  const values: Record<string, string> = {};
  if (typeof body !== "object" || body === null) return values;
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === "string") values[name] = value.replaceAll("\0", "");
  }
  return values;
}
