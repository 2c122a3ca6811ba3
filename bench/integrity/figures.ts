/** Figures of how well a detector tells traders from honest people: plain functions of scores and truth. */

/** The chance that one of `guilty` scores above one of `honest`; equal scores count half. */
export function areaUnderCurve(guilty: readonly number[], honest: readonly number[]): number {
  if (guilty.length === 0 || honest.length === 0) return Number.NaN;
  const all = [
    ...guilty.map((score) => ({ score, guilty: 1 })),
    ...honest.map((score) => ({ score, guilty: 0 })),
  ].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    let here = 0;
    while (to < all.length && all[to]!.score === all[from]!.score) here += all[to++]!.guilty;
    rankSum += here * ((from + to + 1) / 2);
    from = to;
  }
  const least = (guilty.length * (guilty.length + 1)) / 2;
  return (rankSum - least) / (guilty.length * honest.length);
}

/** The score that no more than `part` of the honest come above. */
export function thresholdAt(honest: readonly number[], part: number): number {
  const falling = [...honest].sort((a, b) => b - a);
  return falling[Math.floor(part * falling.length)] ?? Number.NEGATIVE_INFINITY;
}

export function partAbove(scores: readonly number[], threshold: number): number {
  return scores.filter((score) => score > threshold).length / scores.length;
}

/** Both ascending. */
export function jaccard(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const known = new Set(Array.from(one));
  let both = 0;
  for (const place of Array.from(other)) if (known.has(place)) both += 1;
  return both / (one.length + other.length - both);
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
