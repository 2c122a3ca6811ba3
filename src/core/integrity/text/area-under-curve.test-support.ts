/** The area under the ROC curve: how often a positive ranks above a negative, ties counting half. */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from(scores, (_, place) => place).sort((a, b) => scores[a]! - scores[b]!);
  let [ranks, positives] = [0, 0];
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) end += 1;
    for (const place of order.slice(start, end))
      if (labels[place] === 1) {
        positives += 1;
        ranks += (start + 1 + end) / 2;
      }
  }
  const negatives = order.length - positives;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}
