/**
 * Long work in steps: whoever does it can do other things between two of them, and say how far it is.
 * Each step gives the part that is done, from 0 to 1.
 */
export type Steps<Result> = Generator<number, Result, void>;

/** Members looked at between two steps: some milliseconds. */
export const STEP_MEMBERS = 500;

/** All steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The steps of a part of a longer work, of which it is that from `from` to `to`. */
export function* within<Result>(from: number, to: number, steps: Steps<Result>): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}
