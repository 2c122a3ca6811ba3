/** Codes of gifts: what is given away, so nobody can guess one. */
import { randomInt } from "node:crypto";

/** Without letters and digits that are taken for one another. */
const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/** "K7QM-2RXP-9DVB-HT4C": some 79 bits. */
export function newGiftCode(): string {
  const letters = Array.from({ length: 16 }, () => LETTERS.charAt(randomInt(LETTERS.length)));
  return (letters.join("").match(/.{4}/g) ?? []).join("-");
}

/** As typed: in any case, with or without its dashes. */
export function readGiftCode(text: string): string {
  const letters = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return (letters.match(/.{1,4}/g) ?? []).join("-");
}
