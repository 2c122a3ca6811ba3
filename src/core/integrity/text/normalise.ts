/**
 * Text without disguises: what two people would say looks the same, is the same here (docs/policy/integrity.md).
 *
 * NFKC first (fullwidth and mathematical letters), then what is not seen is left out, letters that stand in
 * for Latin ones become those (after Unicode Technical Standard 39, confusables, for the scripts in use),
 * accents go, and what names nobody in particular stays: addresses, names and numbers are masked.
 */
import { toLatin } from "./confusables.ts";

const PLAIN = /^[\n\x20-\x7e]*$/;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const ACCENTS = /[\u0300-\u036f]/g;
const ADDRESS =
  /(?:https?:\/\/|www\.)\S+|(?<![\p{L}\p{N}@])[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.(?:com|org|net|io|me|co|ly|be|gl|tv|info|de|fr|es|it|nl|pl|ru|br|uk|blog|page|link)(?:\/\S*)?(?![\p{L}\p{N}])/gu;
const NAME = /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]*[\p{L}\p{N}_]/gu;
/** Four letters or more, each by itself: "f o l l o w", "f.o.l.l.o.w". Two spaces part words. */
const SPELLED = /(?<![\p{L}\p{N}])(?:\p{L}[ ._*|~-]){3,}\p{L}(?![\p{L}\p{N}])/gu;
const MAYBE_SPELLED = /\S[ ._*|~-]\S[ ._*|~-]\S[ ._*|~-]\S/;
const STRETCHED = /(\p{L})\1{2,}/gu;
const SWAPPED = /(?<=\p{L})[013$](?=\p{L})/gu;
const SWAPS: Record<string, string> = { "0": "o", "1": "l", "3": "e", $: "s" };
/** "follow 4 follow"; "sub4sub" is a word of its own already. */
const FOUR = /(?<![\p{L}\p{N}])(\p{L}{2,}) ?4 ?(?=\1)/gu;
const NUMBER = /(?<![\p{L}\p{N}])\p{N}[\p{N}.,:%]*(?!\p{L})/gu;

/** Four times what a response may have; of what comes from elsewhere the rest is left out. */
const CHARS_MAX = 20_000;

/** Lower case, one space between words, line ends kept: they end sentences. */
export function normalised(text: string): string {
  const some = text.length > CHARS_MAX ? text.slice(0, CHARS_MAX) : text;
  let plain = PLAIN.test(some) ? some.toLowerCase() : revealed(some);
  if (/\S\.\S|:\/\//.test(plain)) plain = plain.replace(ADDRESS, " <url> ");
  if (plain.includes("@")) plain = plain.replace(NAME, " <name> ");
  if (MAYBE_SPELLED.test(plain))
    plain = plain.replace(SPELLED, (letters) => letters.replace(/[ ._*|~-]/g, ""));
  if (/(.)\1\1/.test(plain)) plain = plain.replace(STRETCHED, "$1");
  if (/[$\p{N}]/u.test(plain)) plain = withoutNumbers(plain);
  return plain.replace(/[^\S\n]+/g, " ").trim();
}

function withoutNumbers(plain: string): string {
  return plain
    .replace(SWAPPED, (sign) => SWAPS[sign]!)
    .replace(FOUR, "$1 for ")
    .replace(NUMBER, " <n> ");
}

function revealed(text: string): string {
  const seen = text.normalize("NFKC").replace(UNSEEN, "").toLowerCase();
  const bare = seen.normalize("NFD").replace(ACCENTS, "").normalize("NFC");
  return toLatin(bare).replace(/[’ʼ`´]/g, "'");
}
