/**
 * Addresses of stories: `/@ada/on-walking-7k2m9qh4xd` is a slug for people and a key for us.
 *
 * The key alone finds the story, so a slug may change. Keys come from chance given by the caller.
 */

export const SLUG_CHARS_MAX = 80;
export const KEY_CHARS = 10;

/** 32 signs, so that a byte picks one without favour; i, l, o and u are left out, being misread. */
export const KEY_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Letters and digits of any script, in lower case, joined by hyphens; accents on Latin letters are
 * left out. `"Café Déjà-vu, part 2"` is `"cafe-deja-vu-part-2"`; a title without a letter is "story".
 */
export function slugOf(title: string): string {
  const plain = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replace(/['’‘ʼ]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return shortened(plain) || "story";
}

/** One key from as many random bytes as it has characters; further bytes are left alone. */
export function keyFrom(bytes: Uint8Array, chars: number = KEY_CHARS): string {
  if (bytes.length < chars) throw new Error("Not so: there is a random byte for each character");
  let key = "";
  for (const byte of bytes.subarray(0, chars)) key += KEY_ALPHABET[byte % KEY_ALPHABET.length];
  return key;
}

/** The last part of a story's path. Not percent-encoded: a slug may hold any script. */
export function addressOf(slug: string, key: string): string {
  return `${slug}-${key}`;
}

/** The key an address ends with, or null; what stands before it is not looked at. */
export function keyOfAddress(address: string): string | null {
  return /(?:^|-)([a-z0-9]{10})$/.exec(address)?.[1] ?? null;
}

function shortened(slug: string): string {
  const characters = Array.from(slug);
  if (characters.length <= SLUG_CHARS_MAX) return slug;
  const room = characters.slice(0, SLUG_CHARS_MAX).join("");
  const whole = characters[SLUG_CHARS_MAX] === "-" ? room : room.slice(0, room.lastIndexOf("-"));
  return whole === "" || !room.includes("-") ? room : whole;
}
