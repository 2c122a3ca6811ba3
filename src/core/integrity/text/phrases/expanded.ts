/** Sentences from patterns: "[a|b] {slot}", the same every time. */
import { SLOTS } from "./english-offers.ts";

const CHOICE = /\[([^\]]*)\]|\{(\w+)\}/g;

/** Up to `each` different sentences of every pattern. */
export function expanded(patterns: readonly string[], each: number): string[] {
  const sentences = new Set<string>();
  let state = 20_011;
  const pick = (options: readonly string[]) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return options[(state >>> 12) % options.length]!;
  };
  for (const pattern of patterns)
    for (let draw = 0; draw < each; draw += 1) {
      const sentence = pattern.replace(CHOICE, (_, options?: string, slot?: string) =>
        pick(options === undefined ? SLOTS[slot!]! : options.split("|")),
      );
      sentences.add(sentence.replace(/\s+/g, " ").trim());
    }
  return [...sentences];
}
