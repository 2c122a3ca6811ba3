/**
 * A linear model over hashed features: logistic regression, trained the same way every time.
 *
 * Features are places in a table of `width` weights (feature hashing, Weinberger et al., ICML 2009); steps
 * shrink per weight with what it has seen (AdaGrad, Duchi et al., JMLR 2011). The order of the examples in
 * each round comes from a fixed congruence, so that nothing depends on chance.
 */

export interface Features {
  /** Places in the table, each once. */
  readonly places: Int32Array;
  /** How much of each; 1 of each when left out. */
  readonly amounts?: Float64Array;
}

export interface Example extends Features {
  /** 1 or 0. */
  readonly label: number;
}

export interface LinearModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

export interface Training {
  /** A power of two. */
  readonly width: number;
  readonly rounds: number;
  readonly rate: number;
  /** How strongly weights are drawn to zero. */
  readonly decay: number;
}

export function trained(
  examples: readonly Example[],
  { width, rounds, rate, decay }: Training,
): LinearModel {
  const weights = new Float64Array(width);
  const seen = new Float64Array(width).fill(1e-8);
  let [bias, biasSeen] = [0, 1];
  const stride = strideFor(examples.length);
  for (let round = 0, at = 0; round < rounds; round += 1) {
    for (let step = 0; step < examples.length; step += 1) {
      at = (at + stride) % examples.length;
      const example = examples[at]!;
      const { places, amounts } = example;
      const miss = probability(weigh({ weights, bias }, example)) - example.label;
      for (let place = 0; place < places.length; place += 1) {
        const feature = places[place]!;
        const slope = miss * (amounts?.[place] ?? 1) + decay * weights[feature]!;
        seen[feature]! += slope * slope;
        weights[feature]! -= (rate * slope) / Math.sqrt(seen[feature]!);
      }
      biasSeen += miss * miss;
      bias -= (rate * miss) / Math.sqrt(biasSeen);
    }
  }
  return { weights, bias };
}

/** Log odds. */
export function weigh({ weights, bias }: LinearModel, { places, amounts }: Features): number {
  let sum = bias;
  for (let place = 0; place < places.length; place += 1)
    sum += weights[places[place]!]! * (amounts?.[place] ?? 1);
  return sum;
}

export function probability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** A step through all places in a scattered order: about the golden part, without a common divisor. */
function strideFor(count: number): number {
  let stride = Math.max(1, Math.floor(count * 0.618));
  while (divisor(stride, count) !== 1) stride += 1;
  return stride;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
