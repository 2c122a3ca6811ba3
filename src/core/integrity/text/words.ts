/**
 * Sentences and words of a normalised text. Scripts written without spaces give every two neighbouring
 * letters as a word. What stands in quotation marks is kept apart when the rest speaks about it.
 */

const WORD =
  /<(?:url|name|n)>|(?<!\p{L})\p{L}{1,2}'(?=\p{L}{3})|[\p{L}\p{M}][\p{L}\p{M}\p{N}']*|=/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]/u;
const UNSPACED_RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]+/gu;
const SENTENCE_END = /[.!?…。！？;\n\p{Extended_Pictographic}]+/u;

/** Without what ends them; none is empty. */
export function sentencesOf(normal: string): string[] {
  return normal.split(SENTENCE_END).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

export function wordsOf(normal: string): string[] {
  const words = normal.match(WORD) ?? [];
  if (!UNSPACED.test(normal)) return words;
  return words.flatMap((word) => (UNSPACED.test(word) ? unspaced(word) : [word]));
}

function unspaced(word: string): string[] {
  return (word.match(UNSPACED_RUN) ?? []).flatMap((run) => {
    if (!UNSPACED.test(run)) return [run];
    const letters = [...run];
    if (letters.length < 3) return [run];
    return letters.slice(1).map((letter, place) => letters[place]! + letter);
  });
}
