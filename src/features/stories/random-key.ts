/** Keys for addresses, from the system's chance. */
import { randomBytes } from "node:crypto";
import { KEY_CHARS, keyFrom } from "../../core/stories/address.ts";

/** Ten characters for a story or a response, sixteen for a picture. */
export function randomKey(chars: number = KEY_CHARS): string {
  return keyFrom(randomBytes(chars), chars);
}
