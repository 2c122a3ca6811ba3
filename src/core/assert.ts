/** Faults: what must hold if the program is right. */

/** Throws when `condition` is false; `claim` is the sentence that should have been true. */
export function assert(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new Error(`Not so: ${claim}`);
}

/** The value, which must be there. */
export function present<Value>(value: Value | null | undefined, claim: string): Value {
  if (value === null || value === undefined) throw new Error(`Not so: ${claim}`);
  return value;
}
