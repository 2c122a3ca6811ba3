/** Undoes what careful solicitors do to their letters, for tests that look at what they wrote. */

const LATIN: Record<string, string> = { о: "o", а: "a", е: "e", с: "c", і: "i" };

export function normalised(text: string): string {
  return [...text.replace(/[\u200b\u200d]/g, "").toLowerCase()]
    .map((letter) => LATIN[letter] ?? letter)
    .join("");
}
