/** Class names joined, the absent ones left out; undefined when none is left, so no empty attribute is written. */
export function classes(...names: (string | false | null | undefined)[]): string | undefined {
  return names.filter(Boolean).join(" ") || undefined;
}
