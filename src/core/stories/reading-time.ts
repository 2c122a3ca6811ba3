/**
 * Reading time: how long an attentive reader needs for a story (docs/policy/reading.md).
 *
 * As Medium shows it: 265 words a minute, or 500 characters of Chinese, Japanese or Korean; the first
 * picture takes 12 s and each next one a second less, down to 3 s
 * (help.medium.com, "Read time", as quoted by many who copied it). Seconds are whole. Money depends
 * on them, so words are counted by the rules below and not by a dictionary that changes with the
 * version of the runtime.
 */

export const WORDS_PER_MINUTE = 265;
export const IMAGE_SECONDS_FIRST = 12;
export const IMAGE_SECONDS_LEAST = 3;

const CHARACTER_PER_WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Bopomofo}]/gu;
/** 500 characters a minute beside 265 words: 53 words to 100 characters. */
const WORDS_PER_100_CHARACTERS = 53;

/** Scripts that put no space between words; by our own estimate a word is four letters long. */
const UNSPACED = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/gu;
const UNSPACED_LETTERS_PER_WORD = 4;

/** All those scripts stand in these ranges, so that most texts need no second look. */
const MAYBE_UNSPACED = /[\u0e00-\u11ff\u1780-\u19ff\u2e80-\uffff]/;

const LETTER = /\p{L}/u;
const FROM_LETTER_TO_SPACE = /[\p{L}\p{N}][^\s\u2014]*/gu;

/** What a story asks of its reader. */
export interface ReadingMatter {
  words: number;
  images: number;
}

/** Whole seconds, rounded up. A story without a word or a picture takes none. */
export function expectedSeconds({ words, images }: ReadingMatter): number {
  const descending = Math.min(images, IMAGE_SECONDS_FIRST - IMAGE_SECONDS_LEAST);
  const descendingSeconds = descending * IMAGE_SECONDS_FIRST - (descending * (descending - 1)) / 2;
  const restSeconds = (images - descending) * IMAGE_SECONDS_LEAST;
  return Math.ceil((words * 60) / WORDS_PER_MINUTE) + descendingSeconds + restSeconds;
}

/** Whole minutes to show beside a story, rounded up, never 0. */
export function readingMinutes(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

/** Words in any script: what stands between spaces or long dashes and has a letter or a digit. */
export function wordsOf(text: string): number {
  if (!MAYBE_UNSPACED.test(text)) return spacedWords(text);
  const characters = text.match(CHARACTER_PER_WORD)?.length ?? 0;
  const unspaced = text.match(UNSPACED)?.filter((letter) => LETTER.test(letter)).length ?? 0;
  return (
    spacedWords(text.replace(CHARACTER_PER_WORD, " ").replace(UNSPACED, " ")) +
    Math.ceil((characters * WORDS_PER_100_CHARACTERS) / 100) +
    Math.ceil(unspaced / UNSPACED_LETTERS_PER_WORD)
  );
}

function spacedWords(text: string): number {
  return text.match(FROM_LETTER_TO_SPACE)?.length ?? 0;
}
