/** What the roles of elements work with: the plan of the reading, and what was found so far. */
import type { BlockBuilder } from "./block-builder.ts";
import type { Marks } from "./line.ts";
import type { ChangedKind, DroppedKind, Tally } from "./report.ts";
import type { SourceElement } from "./source-tree.ts";

/** How a page is to be read, decided before the walk. */
export interface ReadingPlan {
  root: SourceElement;
  /** Elements whose text is the title, the subtitle or the kicker already. */
  taken: ReadonlySet<SourceElement>;
  /** The heading that becomes the larger of our two, 1 to 6; those below it become the smaller. */
  largerLevel: number;
  isMedium: boolean;
}

export interface Reading {
  plan: ReadingPlan;
  blocks: BlockBuilder;
  dropped: Tally<DroppedKind>;
  changed: Tally<ChangedKind>;
}

/** An element that was entered: the child to look at next, and what to do after the last. */
export interface Step {
  element: SourceElement;
  next: number;
  marks: Marks;
  leave: () => void;
}

/** What an element does; null when nothing in it is to be walked. */
export type Role = (reading: Reading, element: SourceElement, marks: Marks) => Step | null;

const nothing = (): void => {};

export function onward(element: SourceElement, marks: Marks, leave: () => void = nothing): Step {
  return { element, next: 0, marks, leave };
}

export function count<Kind extends string>(tally: Tally<Kind>, kind: Kind): void {
  tally[kind] = (tally[kind] ?? 0) + 1;
}
