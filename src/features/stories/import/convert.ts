/**
 * A page's body becomes a document: the walk over its elements, by a stack of its own.
 *
 * What is left out or changed on the way is tallied for the report; the report's counts are made
 * elsewhere, from the page itself.
 */
import type { DocumentNode } from "../../../core/stories/grammar.ts";
import { BlockBuilder } from "./block-builder.ts";
import { BLOCKS, leftOut } from "./elements.ts";
import { NO_MARKS } from "./line.ts";
import type { ChangedKind, DroppedKind, Tally } from "./report.ts";
import { keepEmbed, keepLeftovers } from "./role-leaves.ts";
import { count, onward, type Reading, type ReadingPlan, type Step } from "./role-plan.ts";
import { roles } from "./roles.ts";
import { isEmbed } from "./source-address.ts";
import type { SourceElement } from "./source-tree.ts";

export interface Conversion {
  document: DocumentNode;
  dropped: Tally<DroppedKind>;
  changed: Tally<ChangedKind>;
}

export function convert(plan: ReadingPlan): Conversion {
  const reading: Reading = { plan, blocks: new BlockBuilder(), dropped: {}, changed: {} };
  const steps: Step[] = [onward(plan.root, NO_MARKS)];
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const child = step.element.children[step.next];
    step.next += 1;
    if (child === undefined) {
      step.leave();
      steps.pop();
    } else if (typeof child === "string") reading.blocks.text(child, step.marks);
    else {
      const entered = enter(reading, child, step);
      if (entered !== null) steps.push(entered);
    }
  }
  const { dropped, changed } = reading;
  return { document: reading.blocks.finish(), dropped, changed };
}

/** What to walk next, or null when the element is dealt with. */
function enter(reading: Reading, element: SourceElement, { marks }: Step): Step | null {
  countHandlers(reading, element);
  if (reading.plan.taken.has(element)) return keepLeftovers(reading, element);
  if (isEmbed(element)) return keepEmbed(reading, element);
  const reason = leftOut(element);
  if (reason !== null) {
    if (reason !== "page") count(reading.dropped, reason);
    return null;
  }
  const role = Object.hasOwn(roles, element.name) ? roles[element.name] : undefined;
  if (role !== undefined) return role(reading, element, marks);
  if (!BLOCKS.has(element.name)) return onward(element, marks);
  reading.blocks.endLine();
  return onward(element, marks, () => reading.blocks.endLine());
}

/** Attributes that would run a program: none is kept, as no attribute is unless it is asked for. */
function countHandlers({ dropped }: Reading, { attributes }: SourceElement): void {
  for (const name of Object.keys(attributes)) {
    if (/^on[a-z]/i.test(name)) count(dropped, "handler");
  }
}
