/**
 * Texts that every bank takes: the Latin letters, digits and signs of the EPC's guidelines for SEPA
 * credit transfers (EPC132-08 §1.4, with the replacements of EPC217-08), cut to their lengths.
 */

/** A name in a payment. ISO 20022 takes 140 characters, the SEPA scheme 70. */
export const NAME_CHARS_MAX = 70;
export const REMITTANCE_CHARS_MAX = 140;
/** References of messages and payments. */
export const REFERENCE_CHARS_MAX = 35;

/** Letters that do not come apart into a letter and its accent. */
const REPLACED: Record<string, string> = {
  ...{
    ß: "ss",
    æ: "ae",
    Æ: "AE",
    œ: "oe",
    Œ: "OE",
    ø: "o",
    Ø: "O",
    ł: "l",
    Ł: "L",
    đ: "d",
    Đ: "D",
  },
  ...{ ð: "d", Ð: "D", þ: "th", Þ: "TH", ı: "i", ħ: "h", Ħ: "H", "&": "+", _: "-", "’": "'" },
  ...{ "–": "-", "—": "-", "“": "'", "”": "'", '"': "'" },
};

/**
 * Only what banks take, in one line, at most `charsMax` long. What has no replacement becomes a full
 * stop. Never begins with a sign, so that no spreadsheet reads a name as a formula, and never
 * begins or ends with a slash or has two, which the guidelines forbid.
 */
export function bankText(text: string, charsMax: number): string {
  const replaced = [...text].map((character) => REPLACED[character] ?? character).join("");
  return replaced
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/\s+/gu, " ")
    .replace(/[^A-Za-z0-9/?:().,'+ -]/gu, ".")
    .replace(/\/{2,}/g, "/")
    .replace(/^[^A-Za-z0-9(]+/, "")
    .slice(0, charsMax)
    .replace(/[ /]+$/, "");
}
