/**
 * Letters that look like Latin ones, for people who write "fоllow" with a Cyrillic о.
 *
 * A word is rewritten when it mixes such letters with Latin ones, or consists of nothing else within a text
 * that is mostly Latin. A Russian or Greek word stays what it is.
 */

/** Each Latin letter with what is drawn like it, small letters only. */
const ALIKE: Record<string, string> = {
  a: "аαɑ⍺ạ",
  b: "ЬьɓƄв",
  c: "сϲᴄⅽ",
  d: "ԁɗժ",
  e: "еєҽε℮ɛ",
  f: "ғƒſք",
  g: "ɡցǥ",
  h: "һհɦнԋ",
  i: "іıιɩӏɪⅰ",
  j: "јϳʝ",
  k: "кκƙҡ",
  l: "ⅼłļ|ӏʟ",
  m: "мⅿʍ",
  n: "ոпηռɴ",
  o: "оοօσөøɵ๐ơ°",
  p: "рρԥƿ",
  q: "ԛզ",
  r: "гᴦɾʀ",
  s: "ѕʂꜱ",
  t: "тτţŧ",
  u: "υսцսʋ",
  v: "ѵνⅴᴠ",
  w: "ԝшωաѡɯᴡ",
  x: "хχⅹ×",
  y: "уүγყʏ",
  z: "ᴢʐż",
};

const LATIN = new Map(
  Object.entries(ALIKE).flatMap(([letter, alike]) =>
    [...alike.normalize("NFC")].map((other): [string, string] => [other, letter]),
  ),
);
const WORD = /[\p{L}\p{M}|°℮⍺×]+/gu;

export function toLatin(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/[a-z]/g)?.length ?? 0;
  if (latin === letters && !/[|°×]/.test(text)) return text;
  const mostlyLatin = latin * 2 >= letters;
  return text.replace(WORD, (word) => (standsIn(word, mostlyLatin) ? rewritten(word) : word));
}

function standsIn(word: string, mostlyLatin: boolean): boolean {
  if (/^[\p{Script=Latin}\p{M}]+$/u.test(word)) return /[ıɑɡɩƒſłɪøɵ]/.test(word);
  if (/[a-z]/.test(word)) return true;
  return mostlyLatin && [...word].every((letter) => LATIN.has(letter));
}

function rewritten(word: string): string {
  return Array.from(word, (letter) => LATIN.get(letter) ?? letter).join("");
}
