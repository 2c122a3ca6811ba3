/** What a benchmark gives: figures, each with the bar it has to meet, if there is one. */

export interface Row {
  what: string;
  value: number;
  unit: string;
  /** "≥ 5,000" or "≤ 20". */
  bar?: string;
}

export interface Measured {
  name: string;
  rows: Row[];
}

/** Null when there is no bar. */
export function meets({ value, bar }: Row): boolean | null {
  if (!bar) return null;
  const [, sign, digits] = /^([≥≤]) ([\d,.]+)$/.exec(bar) ?? [];
  if (!sign || !digits) throw new Error(`This is no bar: ${bar}`);
  const wanted = Number(digits.replaceAll(",", ""));
  return sign === "≥" ? value >= wanted : value <= wanted;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** To three digits, for figures that no machine repeats more closely. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Told on the error output, so that the table can be sent elsewhere. */
export function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
